import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { categorySamples, lineSamples, presenceSamples, type Samples } from '../counts.ts';
import type { CountedColumn } from '../decide.ts';
import {
  categoriesTable,
  categoryCountsQuery,
  categoryNamesQuery,
  edgesQuery,
  type LineCells,
  lineCells,
  lineCountsQuery,
  mostCategories,
  presenceQuery,
  type WatchedColumn,
} from '../plan.ts';
import { wholeWindows } from '../windows/calendar.ts';
import type { TimeWindows } from '../windows/run.ts';

interface Sides {
  readonly reference: Table;
  readonly current: Table;
  readonly time: TimeWindows;
}

/** What the data alone says of a column. */
export type ColumnCounts = Omit<CountedColumn, 'importance' | 'threshold'>;

/** Count every column on both sides, in the same cells. */
export async function countColumns(
  tables: TableReader,
  sides: Sides,
  columns: readonly WatchedColumn[],
): Promise<ColumnCounts[]> {
  const lines = columns.filter(({ kind }) => kind === 'number' || kind === 'time');
  const counted = [
    ...(await countLines(tables, sides, lines)),
    ...(await countCategories(
      tables,
      sides,
      columns.filter(({ kind }) => kind === 'category'),
    )),
    ...(await countPresence(
      tables,
      sides,
      columns.filter(({ kind }) => kind === 'other'),
    )),
  ];
  const rows = new Map<string, number>();
  for (const [window, sample] of counted[0]?.current.windows ?? []) rows.set(window, sample.rows);
  const whole = wholeWindows(rows);
  return counted.map((entry) => ({ ...entry, current: only(entry.current, whole) }));
}

function only({ all, windows }: Samples, kept: readonly string[]): Samples {
  return { all, windows: new Map([...windows].filter(([window]) => kept.includes(window))) };
}

async function countLines(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<ColumnCounts[]> {
  if (columns.length === 0) return [];
  const lines: { column: WatchedColumn; cells: LineCells }[] = [];
  for (const column of columns) {
    const edges = await tables.query(edgesQuery(reference.relation, column, tables));
    lines.push({ column, cells: lineCells(edges) });
  }
  const before = await tables.query(lineCountsQuery(reference.relation, "''", lines, tables));
  const now = await tables.query(lineCountsQuery(current.relation, time.label, lines, tables));
  return lines.map(({ column, cells }, i) => ({
    column,
    line: cells,
    distinct: cells.distinct,
    names: [],
    reference: lineSamples(before, i, cells).all,
    current: lineSamples(now, i, cells),
  }));
}

async function countCategories(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<ColumnCounts[]> {
  if (columns.length === 0) return [];
  const looked: { column: WatchedColumn; table: string; names: string[]; distinct: number }[] = [];
  for (const [i, column] of columns.entries()) {
    const table = `categories ${i}`;
    await tables.query(categoriesTable(table, reference.relation, column, tables));
    const cells = await tables.query(categoryNamesQuery(table, tables));
    const names = new Array<string>(mostCategories).fill('');
    for (const row of cells) {
      if (Number(row.members) === 1) names[Number(row.cell) - 1] = String(row.v);
    }
    const distinct = cells.reduce((sum, row) => sum + Number(row.members), 0);
    looked.push({ column, table, names, distinct });
  }
  const ask = (relation: string, window: string) =>
    tables.query(categoryCountsQuery(relation, window, looked, tables));
  const before = await ask(reference.relation, "''");
  const now = await ask(current.relation, time.label);
  return looked.map(({ column, names, distinct }, i) => ({
    column,
    line: undefined,
    distinct,
    names,
    reference: categorySamples(before, i).all,
    current: categorySamples(now, i),
  }));
}

async function countPresence(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<ColumnCounts[]> {
  if (columns.length === 0) return [];
  const ask = (relation: string, window: string) =>
    tables.query(presenceQuery(relation, window, columns, tables));
  const before = await ask(reference.relation, "''");
  const now = await ask(current.relation, time.label);
  const samples = (rows: Awaited<typeof now>, i: number): Samples => presenceSamples(rows, i);
  return columns.map((column, i) => ({
    column,
    line: undefined,
    distinct: 0,
    names: [],
    reference: samples(before, i).all,
    current: samples(now, i),
  }));
}
