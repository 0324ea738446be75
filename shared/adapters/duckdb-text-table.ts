import type { OpenOptions } from '../ports/table-reader.ts';
import { castText, isPresent, isTextType } from './duckdb-column-types.ts';
import { hidesPlace, type PlacedRows } from './duckdb-sample.ts';
import type { Ask, Scan } from './duckdb-scan.ts';
import {
  type ColumnTypes,
  guessTypes,
  rowCounter,
  type TypedSource,
  typedColumns,
  typeSource,
} from './duckdb-source.ts';
import { identifier } from './duckdb-sql.ts';

/**
 * Load text into a table of the engine, in one pass where the types that the first rows suggest
 * hold for all: parsing text costs more than all that is asked of it. Where a value does not fit,
 * the passes of `typeSource` settle the types and find the rows.
 */
export async function loadText(
  scan: Scan,
  relation: string,
  ask: Ask,
  options: OpenOptions,
): Promise<Omit<TypedSource, 'select'>> {
  const types = await guessTypes(scan, ask, options.types ?? {});
  const loaded = types && (await loadGuessed(scan, types, relation, ask));
  if (types !== undefined && loaded !== undefined) {
    return {
      columns: typedColumns(scan, types),
      placed: loaded,
      castFailures: [],
      countRows: rowCounter(scan, ask),
    };
  }
  const typed = await typeSource(scan, ask, options);
  await ask(`CREATE TEMP TABLE ${relation} AS ${typed.select}`);
  const select = `SELECT * FROM ${relation}`;
  return { ...typed, placed: hidesPlace(typed.columns, place) ? undefined : { select, place } };
}

/** The engine's name for a row's number in a table of its own. */
const place = 'rowid';

/** The rows, where every value fits its type; else nothing is left behind. */
async function loadGuessed(
  scan: Scan,
  types: ColumnTypes,
  relation: string,
  ask: Ask,
): Promise<PlacedRows | undefined> {
  const loaded = identifier(`loaded ${relation}`);
  const columns = scan.columns.map(({ name, raw }, i) => ({ name, raw, type: types.get(name), i }));
  const values = columns.map(
    ({ raw, type, i }) =>
      `${type === undefined ? raw : castText(raw, type)} AS v${i}, ${raw} AS r${i}`,
  );
  // A value that is there as text and is none of the type. Seldom looked at: most have one.
  const misfits = columns
    .filter(({ type }) => type !== undefined && isTextType(type))
    .map(({ i }) => `(v${i} IS NULL AND r${i} IS NOT NULL AND ${isPresent(`r${i}`)})`);
  const kept = columns.map(({ i }) => `v${i}`).join(', ');
  await ask(
    `CREATE TEMP TABLE ${loaded} AS SELECT ${kept}, ${misfits.join(' OR ') || 'FALSE'} AS misfit FROM (SELECT ${values.join(', ')} FROM ${scan.from})`,
  );
  const [row = {}] = await ask(`SELECT count_if(misfit) AS n FROM ${loaded}`);
  if (Number(row.n) > 0) {
    await ask(`DROP TABLE ${loaded}`);
    return undefined;
  }
  const named = columns.map(({ name, i }) => `v${i} AS ${identifier(name)}`).join(', ');
  const select = `SELECT ${named} FROM ${loaded}`;
  await ask(`CREATE TEMP VIEW ${relation} AS ${select}`);
  return { select, place };
}
