import { rm } from 'node:fs/promises';
import { type DuckDbModule, loadDuckdb } from '../../../native/duckdb.ts';
import { identifier, literal } from '../../duckdb-sql.ts';
import { tooLarge } from '../errors.ts';

/** A column of a query's answer. */
export interface QueryColumn {
  readonly name: string;
  /** What DuckDB calls its type; VARCHAR where it has no such type. */
  readonly type: string;
}

export type TextRow = readonly (string | null)[];

/** Takes the rows of a query, every value as the text the database gave. */
export interface RowSink {
  columns(columns: readonly QueryColumn[]): Promise<void>;
  rows(rows: readonly TextRow[]): void;
}

interface ParquetSink extends RowSink {
  /** How many rows have come. */
  readonly count: number;
  /** Write the file. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Rows that one chunk of the engine holds. */
const chunkRows = 2_048;

interface Open {
  readonly duckdb: DuckDbModule;
  readonly columns: readonly QueryColumn[];
  readonly instance: Awaited<ReturnType<DuckDbModule['DuckDBInstance']['create']>>;
  readonly connection: Awaited<ReturnType<Open['instance']['connect']>>;
  readonly appender: Awaited<ReturnType<Open['connection']['createAppender']>>;
}

/**
 * Writes rows to a Parquet file with the types the database gave them, so that a code of digits
 * stays text and a missing value is no empty text. Rows wait on disk, not in memory. The same rows
 * in the same order give the same bytes.
 *
 * @param limit - the most bytes of text.
 */
export function parquetSink(name: string, path: string, limit: number): ParquetSink {
  const work = `${path}.duckdb`;
  let open: Open | undefined;
  let count = 0;
  let size = 0;
  return {
    get count() {
      return count;
    },
    async columns(columns) {
      open = await start(work, columns);
    },
    rows(rows) {
      if (open === undefined) throw new Error('columns come before rows');
      for (const row of rows) for (const value of row) size += value?.length ?? 0;
      if (size > limit) throw tooLarge(name, limit);
      for (let at = 0; at < rows.length; at += chunkRows) {
        append(open, rows.slice(at, at + chunkRows));
      }
      count += rows.length;
    },
    async finish() {
      if (open === undefined) throw new Error('columns come before the end');
      await write(open, path);
    },
    async close() {
      if (open !== undefined) {
        open.connection.closeSync();
        open.instance.closeSync();
        open = undefined;
      }
      await rm(work, { force: true });
      await rm(`${work}.wal`, { force: true });
    },
  };
}

async function start(work: string, columns: readonly QueryColumn[]): Promise<Open> {
  const duckdb = await loadDuckdb();
  const instance = await duckdb.DuckDBInstance.create(work, {
    threads: '1',
    memory_limit: '300MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const declared = columns.map((_, i) => `c${i} VARCHAR`).join(', ');
  await connection.run(`CREATE TABLE answer (${declared})`);
  const appender = await connection.createAppender('answer');
  return { duckdb, columns, instance, connection, appender };
}

function append({ duckdb, columns, appender }: Open, rows: readonly TextRow[]): void {
  const types = columns.map(() => duckdb.VARCHAR);
  const chunk = duckdb.DuckDBDataChunk.create(types, rows.length);
  chunk.setColumns(columns.map((_, i) => rows.map((row) => row[i] ?? null)));
  appender.appendDataChunk(chunk);
}

/** A column with a value its type cannot hold in this engine, as `0000-00-00`, stays text. */
async function write({ columns, connection, appender }: Open, path: string): Promise<void> {
  appender.closeSync();
  const misfits = columns.map(
    ({ type }, i) => `count_if(c${i} IS NOT NULL AND TRY_CAST(c${i} AS ${type}) IS NULL)`,
  );
  const reader = await connection.runAndReadAll(`SELECT ${misfits.join(', ')} FROM answer`);
  const [counts = []] = reader.getRows();
  const selected = columns.map(({ name, type }, i) => {
    const fits = Number(counts[i]) === 0;
    return `${fits ? `CAST(c${i} AS ${type})` : `c${i}`} AS ${identifier(name)}`;
  });
  const query = `SELECT ${selected.join(', ')} FROM answer`;
  await connection.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`);
}
