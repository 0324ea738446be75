import type { ColumnData, TableReader } from '../../../../shared/ports/table-reader.ts';
import type { WatchedColumn } from '../../plan.ts';
import type { WindowCut } from '../../windows/calendar.ts';
import { columnsAtOnce, fewValuesQuery, groupOf, isOnLine, valuesQuery } from './query.ts';
import type { CountedValues } from './tally.ts';

/** With more values in the first rows, a column is counted in cells: its values may be countless. */
const fewValues = 2_500;
/** Of all columns counted at once, by window: what is worth fetching. */
const mostCounts = 400_000;

/**
 * Rows per window and value, by the name of the column, of those columns that have few values. The
 * others are left out, and so is a column whose first rows misled.
 */
export async function countByValue(
  tables: TableReader,
  relation: string,
  window: WindowCut,
  columns: readonly WatchedColumn[],
): Promise<Map<string, CountedValues>> {
  const found = new Map<string, CountedValues>();
  const few = await withFewValues(tables, relation, columns);
  for (let from = 0; from < few.length; from += columnsAtOnce) {
    const batch = few.slice(from, from + columnsAtOnce);
    const sql = valuesQuery(relation, window.sql, batch, mostCounts, tables);
    const data = await tables.columns(sql);
    if ((data.n?.length ?? 0) > mostCounts) continue;
    const counts = countsOf(data, batch, window);
    batch.forEach(({ name }, i) => {
      const counted = counts[i];
      if (counted !== undefined) found.set(name, counted);
    });
  }
  return found;
}

async function withFewValues(
  tables: TableReader,
  relation: string,
  columns: readonly WatchedColumn[],
): Promise<WatchedColumn[]> {
  const asked = columns.filter(({ kind }) => kind !== 'other');
  if (asked.length === 0) return [];
  const [row = {}] = await tables.query(fewValuesQuery(relation, asked, tables));
  return asked.filter((_, i) => Number(row[`d${i}`]) <= fewValues);
}

function countsOf(
  data: Readonly<Record<string, ColumnData>>,
  columns: readonly WatchedColumn[],
  window: WindowCut,
): CountedValues[] {
  const { g = [], w, n = [], x = [], t = [] } = data;
  const labelOf = labels(window);
  const rowsOf = rowsByColumn(g, columns.length);
  return columns.map((column, i) => {
    const at = rowsOf[i] ?? [];
    const windows = at.map((row) => (w === undefined ? window.labelOf(0) : labelOf(w[row])));
    const values = isOnLine(column) ? numbersAt(x, at) : at.map((row) => textOrMissing(t[row]));
    return { windows, values, rows: numbersAt(n, at) };
  });
}

/** A loop, because `Float64Array.from` goes through an iterator: ten times as long. */
function numbersAt(numbers: ColumnData, rows: readonly number[]): Float64Array {
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = Number(numbers[rows[i] ?? 0] ?? Number.NaN);
  return found;
}

function textOrMissing(value: ColumnData[number] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Which rows are of which column, in their order. */
function rowsByColumn(groups: ColumnData, columns: number): number[][] {
  const found = Array.from({ length: columns }, (): number[] => []);
  const indexOf = new Map(found.map((rows, i) => [groupOf(i, columns), rows]));
  for (let row = 0; row < groups.length; row++) indexOf.get(Number(groups[row]))?.push(row);
  return found;
}

/** The labels of windows by their number, each made once. */
function labels(window: WindowCut): (index: ColumnData[number] | undefined) => string {
  const known = new Map<unknown, string>();
  return (index) => {
    const found = known.get(index);
    if (found !== undefined) return found;
    const isMissing = index === null || Number.isNaN(index);
    const label = isMissing ? '' : window.labelOf(Number(index));
    known.set(index, label);
    return label;
  };
}
