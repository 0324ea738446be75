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
  const counts = columns.map(() => ({
    windows: [] as string[],
    values: [] as (number | string | undefined)[],
    rows: [] as number[],
  }));
  const indexOf = new Map(counts.map((_, i) => [groupOf(i, columns.length), i]));
  const labels = new Map<unknown, string>();
  const labelOf = (index: unknown): string => {
    const known = labels.get(index);
    if (known !== undefined) return known;
    const isMissing = index === null || Number.isNaN(index);
    const label = isMissing ? '' : window.labelOf(Number(index));
    labels.set(index, label);
    return label;
  };
  const { g = [], w, n = [], x = [], t = [] } = data;
  for (let row = 0; row < n.length; row++) {
    const i = indexOf.get(Number(g[row])) ?? 0;
    const column = columns[i];
    const value = column !== undefined && isOnLine(column) ? x[row] : t[row];
    const isMissing = value === null || Number.isNaN(value);
    counts[i]?.windows.push(w === undefined ? window.labelOf(0) : labelOf(w[row]));
    counts[i]?.values.push(isMissing ? undefined : (value as number | string));
    counts[i]?.rows.push(Number(n[row]));
  }
  return counts;
}
