import type { Row, TableReader } from '../../../shared/ports/table-reader.ts';
import {
  categorySamples,
  emptySample,
  lineSamples,
  presenceSamples,
  type Samples,
} from '../counts.ts';
import {
  categoriesTable,
  categoryCountsQuery,
  categoryNamesQuery,
  edgesQuery,
  lineCells,
  lineCountsQuery,
  mostCategories,
  presenceQuery,
  type WatchedColumn,
} from '../plan.ts';
import { wholeWindows } from '../windows/calendar.ts';
import type { ColumnCounts } from './column-counts.ts';
import type { ReferenceColumn } from './reference-column.ts';

/** All rows of the reference belong together: SQL of the one window they are in. */
const noWindow = "''";

/** Cut each column of the reference into cells, and count its rows in them. */
export async function countReference(
  tables: TableReader,
  relation: string,
  columns: readonly WatchedColumn[],
): Promise<ReferenceColumn[]> {
  const known: ReferenceColumn[] = [];
  for (const [i, column] of columns.entries()) {
    known.push(await cellsOf(tables, relation, column, `categories ${i}`));
  }
  const samples = await countSamples(tables, relation, noWindow, known);
  return known.map((entry, i) => ({ ...entry, sample: samples[i]?.all ?? entry.sample }));
}

interface CountedSide {
  readonly relation: string;
  /** SQL: the label of a row's window. */
  readonly window: string;
  /** The column the windows are cut by. */
  readonly time: string | undefined;
}

/** Count the rows of the current data in the reference's cells, as a whole and by window. */
export async function countColumns(
  tables: TableReader,
  current: CountedSide,
  known: readonly ReferenceColumn[],
): Promise<ColumnCounts[]> {
  const samples = await countSamples(tables, current.relation, current.window, known);
  const rows = new Map<string, number>();
  for (const [window, sample] of samples[0]?.windows ?? []) rows.set(window, sample.rows);
  const whole = wholeWindows(rows);
  return known.map(({ sample, lookup: _, ...entry }, i) => ({
    ...entry,
    reference: sample,
    // What cuts the windows moves with them by nature: it is compared as a whole only.
    current: only(
      samples[i] ?? { all: emptySample, windows: new Map() },
      entry.column.name === current.time ? [] : whole,
    ),
  }));
}

function only({ all, windows }: Samples, kept: readonly string[]): Samples {
  return { all, windows: new Map([...windows].filter(([window]) => kept.includes(window))) };
}

/**
 * Rows of `relation` in the cells of the reference, for each of its columns in order. One query
 * for all columns of a kind: a scan costs more than the counting in it.
 *
 * @param window SQL: the label of a row's window.
 */
export async function countSamples(
  tables: TableReader,
  relation: string,
  window: string,
  known: readonly ReferenceColumn[],
): Promise<Samples[]> {
  const lines = known.flatMap(({ column, line }) =>
    line === undefined ? [] : [{ column, cells: line }],
  );
  const categories = known.flatMap(({ column, lookup }) =>
    lookup === undefined ? [] : [{ column, table: lookup }],
  );
  const others = known.filter(({ line, lookup }) => line === undefined && lookup === undefined);
  const presence = others.map(({ column }) => column);
  const ask = async (asked: readonly unknown[], query: () => string): Promise<Row[]> =>
    asked.length === 0 ? [] : tables.query(query());
  const lineRows = await ask(lines, () => lineCountsQuery(relation, window, lines, tables));
  const categoryRows = await ask(categories, () =>
    categoryCountsQuery(relation, window, categories, tables),
  );
  const presenceRows = await ask(presence, () => presenceQuery(relation, window, presence, tables));
  const next = { line: 0, category: 0, presence: 0 };
  return known.map(({ line, lookup }) => {
    if (line !== undefined) return lineSamples(lineRows, next.line++, line);
    if (lookup !== undefined) return categorySamples(categoryRows, next.category++);
    return presenceSamples(presenceRows, next.presence++);
  });
}

async function cellsOf(
  tables: TableReader,
  relation: string,
  column: WatchedColumn,
  lookup: string,
): Promise<ReferenceColumn> {
  const base = { column, sample: emptySample, names: [], lookup: undefined };
  if (column.kind === 'other') return { ...base, line: undefined, distinct: 0 };
  if (column.kind !== 'category') {
    const line = lineCells(await tables.query(edgesQuery(relation, column, tables)));
    return { ...base, line, distinct: line.distinct };
  }
  await tables.query(categoriesTable(lookup, relation, column, tables));
  const cells = await tables.query(categoryNamesQuery(lookup, tables));
  const names = new Array<string>(mostCategories).fill('');
  for (const row of cells) {
    if (Number(row.members) === 1) names[Number(row.cell) - 1] = String(row.v);
  }
  const distinct = cells.reduce((sum, row) => sum + Number(row.members), 0);
  return { ...base, line: undefined, distinct, names, lookup };
}
