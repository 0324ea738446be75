import { DuckDBInstance } from '@duckdb/node-api';
import type { ActionDefinition } from '../../shared/kernel/define-action.ts';
import type { Run } from '../../shared/ports/step.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import { runStep } from '../support/run-step.ts';

/** What a step costs against the engine alone. */
export interface Timed {
  readonly ours_ms: number;
  readonly bare_ms: number;
}

/** Relations of a run, and the SQL that was asked of them. */
interface Asked {
  readonly views: { relation: string; files: readonly string[] }[];
  readonly queries: string[];
}

/** A reader that remembers what it is asked. */
function remembering(tables: TableReader, asked: Asked): TableReader {
  return {
    ...tables,
    async open(root, files, options) {
      const table = await tables.open(root, files, options);
      const paths = table.files.map(({ path }) => path);
      asked.views.push({ relation: table.relation, files: paths });
      return table;
    },
    query(sql) {
      asked.queries.push(sql);
      return tables.query(sql);
    },
    columns(sql) {
      asked.queries.push(sql);
      return tables.columns(sql);
    },
  };
}

/**
 * Time a step's whole run (files found, opened and hashed, counted, judged, tables made), then the
 * very same SQL on a bare connection. Turns alternate; the median of each side is taken.
 */
export async function timeAgainstBare<D extends ActionDefinition>(
  definition: D,
  run: (context: Parameters<Run<D>>[0], ports: { tables: TableReader }) => ReturnType<Run<D>>,
  open: () => TableReader,
  directory: string,
  inputs: Readonly<Record<string, string>>,
  turns = 5,
): Promise<Timed> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const asked: Asked = { views: [], queries: [] };
    const timed: Run<D> = async (context) => {
      const started = performance.now();
      const result = await run(context, { tables: remembering(open(), asked) });
      ours.push(performance.now() - started);
      return result;
    };
    const { record, log } = await runStep({ definition, run: timed }, directory, inputs);
    if (record?.verdict !== 'pass') throw new Error(`the step did not pass: ${log}`);
    bare.push(await timeBare(asked));
  }
  return { ours_ms: median(ours), bare_ms: median(bare) };
}

async function timeBare({ views, queries }: Asked): Promise<number> {
  const started = performance.now();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const { relation, files } of views) {
    const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
    await connection.run(`CREATE VIEW ${relation} AS SELECT * FROM read_parquet([${list}])`);
  }
  for (const sql of queries) await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
