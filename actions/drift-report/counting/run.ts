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
  cellOfMissing,
  cellOfNew,
  edgesQuery,
  lineCells,
  lineCountsQuery,
  mostCategories,
  presenceQuery,
  type WatchedColumn,
} from '../plan.ts';
import { oneWindow, type WindowCut, wholeWindows } from '../windows/calendar.ts';
import { countByValue } from './by-value/run.ts';
import {
  type CountedValues,
  categoryRows,
  cellsOfCategories,
  cellsOfTally,
  lineRows,
  type Tally,
  tallyOf,
} from './by-value/tally.ts';
import type { ColumnCounts } from './column-counts.ts';
import { lookupTable } from './lookup/run.ts';
import type { ReferenceColumn } from './reference-column.ts';

/** Cut each column of the reference into cells, and count its rows in them. */
export async function countReference(
  tables: TableReader,
  relation: string,
  columns: readonly WatchedColumn[],
): Promise<ReferenceColumn[]> {
  const window = oneWindow('');
  const values = await countByValue(tables, relation, window, columns);
  const known: ReferenceColumn[] = [];
  for (const [i, column] of columns.entries()) {
    const counted = values.get(column.name);
    const table = `categories ${i}`;
    known.push(
      counted === undefined
        ? await cellsOf(tables, relation, column, table)
        : cellsOfValues(counted, column, table),
    );
  }
  const samples = await placeRows(tables, relation, window, known, values);
  return known.map((entry, i) => ({ ...entry, sample: samples[i]?.all ?? entry.sample }));
}

interface CountedSide {
  readonly relation: string;
  readonly window: WindowCut;
  /** The column that says when a row happened. */
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
  return known.map(({ sample, lookup: _, tally: reference, ...entry }, i) => {
    const { tally, ...counted } = samples[i] ?? { all: emptySample, windows: new Map() };
    const isTime = entry.column.name === current.time;
    return {
      ...{ ...entry, isTime, reference: sample },
      // What cuts the windows moves with them by nature.
      current: only(counted, isTime ? [] : whole),
      ...(tally === undefined ? {} : { tallies: { reference, current: tally } }),
    };
  });
}

function only({ all, windows }: Samples, kept: readonly string[]): Samples {
  return { all, windows: new Map([...windows].filter(([window]) => kept.includes(window))) };
}

/** With more values in the reference, the current data is not asked whether it has few. */
const mostValues = 20_000;

/** Samples of one column and, of a number with few values, those values. */
type CountedSamples = Samples & { readonly tally?: Tally };

/** Rows of `relation` in the cells of the reference, for each of its columns in order. */
export async function countSamples(
  tables: TableReader,
  relation: string,
  window: WindowCut,
  known: readonly ReferenceColumn[],
): Promise<CountedSamples[]> {
  const few = known.filter(({ distinct, lookup }) =>
    lookup === undefined ? distinct <= mostValues : lookup.cells !== undefined,
  );
  const columns = few.map(({ column }) => column);
  const values = await countByValue(tables, relation, window, columns);
  return placeRows(tables, relation, window, known, values);
}

/**
 * Put what was counted by value into cells, and count the rows of all other columns in their cells:
 * one query for all columns of a kind, because a scan costs more than the counting in it.
 */
async function placeRows(
  tables: TableReader,
  relation: string,
  window: WindowCut,
  known: readonly ReferenceColumn[],
  values: ReadonlyMap<string, CountedValues>,
): Promise<CountedSamples[]> {
  const many = known.filter(({ column }) => !values.has(column.name));
  const counted = await countInCells(tables, relation, window, many);
  let next = 0;
  return known.map((entry) => {
    const counts = values.get(entry.column.name);
    return counts === undefined
      ? (counted[next++] ?? { all: emptySample, windows: new Map() })
      : samplesOfValues(counts, entry);
  });
}

function samplesOfValues(counts: CountedValues, { line, lookup }: ReferenceColumn): CountedSamples {
  if (line !== undefined) {
    return { ...lineSamples(lineRows(counts, line), 0, line), tally: tallyOf(counts) };
  }
  const cellOf = (value: string | undefined): number =>
    value === undefined ? cellOfMissing : (lookup?.cells?.get(value) ?? cellOfNew);
  return categorySamples(categoryRows(counts, cellOf), 0);
}

async function countInCells(
  tables: TableReader,
  relation: string,
  window: WindowCut,
  known: readonly ReferenceColumn[],
): Promise<Samples[]> {
  const lines = known.flatMap(({ column, line }) =>
    line === undefined ? [] : [{ column, cells: line }],
  );
  const categories: { column: WatchedColumn; table: string }[] = [];
  for (const { column, lookup } of known) {
    if (lookup !== undefined) categories.push({ column, table: await lookupTable(tables, lookup) });
  }
  const others = known.filter(({ line, lookup }) => line === undefined && lookup === undefined);
  const presence = others.map(({ column }) => column);
  const ask = async (asked: readonly unknown[], query: () => string): Promise<Row[]> => {
    if (asked.length === 0) return [];
    const rows = await tables.query(query());
    return rows.map((row) => ({ ...row, w: row.w === null ? '' : window.labelOf(Number(row.w)) }));
  };
  const sql = window.sql ?? '0';
  const lineCounts = await ask(lines, () => lineCountsQuery(relation, sql, lines, tables));
  const categoryCounts = await ask(categories, () =>
    categoryCountsQuery(relation, sql, categories, tables),
  );
  const presenceCounts = await ask(presence, () => presenceQuery(relation, sql, presence, tables));
  const next = { line: 0, category: 0, presence: 0 };
  return known.map(({ line, lookup }) => {
    if (line !== undefined) return lineSamples(lineCounts, next.line++, line);
    if (lookup !== undefined) return categorySamples(categoryCounts, next.category++);
    return presenceSamples(presenceCounts, next.presence++);
  });
}

const unknown = { sample: emptySample, names: [], lookup: undefined, tally: undefined };

function cellsOfValues(
  counts: CountedValues,
  column: WatchedColumn,
  table: string,
): ReferenceColumn {
  const base = { ...unknown, column };
  if (column.kind !== 'category') {
    const tally = tallyOf(counts);
    const line = cellsOfTally(tally);
    return { ...base, line, distinct: line.distinct, tally };
  }
  const cells = cellsOfCategories(counts);
  const names = new Array<string>(mostCategories).fill('');
  const shared = cells.size > mostCategories ? mostCategories : undefined;
  for (const [name, cell] of cells) if (cell !== shared) names[cell - 1] = name;
  return { ...base, line: undefined, distinct: cells.size, names, lookup: { table, cells } };
}

async function cellsOf(
  tables: TableReader,
  relation: string,
  column: WatchedColumn,
  table: string,
): Promise<ReferenceColumn> {
  const base = { ...unknown, column };
  if (column.kind === 'other') return { ...base, line: undefined, distinct: 0 };
  if (column.kind !== 'category') {
    const line = lineCells(await tables.query(edgesQuery(relation, column, tables)));
    return { ...base, line, distinct: line.distinct };
  }
  await tables.query(categoriesTable(table, relation, column, tables));
  const cells = await tables.query(categoryNamesQuery(table, tables));
  const names = new Array<string>(mostCategories).fill('');
  for (const row of cells) {
    if (Number(row.members) === 1) names[Number(row.cell) - 1] = String(row.v);
  }
  const distinct = cells.reduce((sum, row) => sum + Number(row.members), 0);
  const lookup = { table, cells: undefined };
  return { ...base, line: undefined, distinct, names, lookup };
}
