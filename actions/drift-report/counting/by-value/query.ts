import type { SqlText } from '../../../../shared/domain/column.ts';
import { onLine, type WatchedColumn } from '../../plan.ts';

/** Columns counted in one query: each has a table of its values in memory while it runs. */
export const columnsAtOnce = 16;

/** Rows of a table that show whether a column repeats few values; more cost more than they tell. */
const seenRows = 10_000;

/** About how many values each column has in the first rows: `d0` ... */
export function fewValuesQuery(
  relation: string,
  columns: readonly WatchedColumn[],
  sql: SqlText,
): string {
  const names = columns.map(({ name }) => sql.identifier(name));
  const parts = names.map((name, i) => `approx_count_distinct(${name}) AS d${i}`);
  return `SELECT ${parts.join(', ')} FROM (SELECT ${names.join(', ')} FROM ${relation} LIMIT ${seenRows})`;
}

/**
 * Rows `n` per window `w` and value, of all columns in one scan; `g` tells which column a row is of
 * (`groupOf`), and only that one of `v0` ... counts. The values are grouped as they lie in the file,
 * which keeps dictionaries and small integers cheap, and converted once each.
 *
 * @param window SQL: a row's window; undefined: one for all, which is left out of the groups.
 * @param most no more rows than this and one.
 */
export function valuesQuery(
  relation: string,
  window: string | undefined,
  columns: readonly WatchedColumn[],
  most: number,
  sql: SqlText,
): string {
  const values = columns.map((_, i) => sql.identifier(`v${i}`));
  const raw = columns.map(({ name }, i) => `${sql.identifier(name)} AS ${values[i]}`);
  const shown = columns.map((column, i) => {
    const grouped = { ...column, name: `v${i}` };
    const isLine = column.kind === 'number' || column.kind === 'time';
    const value = isLine ? onLine(grouped, sql) : `CAST(${values[i]} AS VARCHAR)`;
    return `${value} AS ${values[i]}`;
  });
  const key = window === undefined ? [] : ['w'];
  const sets = values.map((value) => `(${[...key, value].join(', ')})`);
  return [
    `SELECT ${['g', 'n', ...key, ...shown].join(', ')} FROM`,
    `(SELECT GROUPING(${values.join(', ')}) AS g, ${[...key, ...values].join(', ')}, count(*) AS n`,
    `FROM (SELECT ${[...key.map(() => `${window} AS w`), ...raw].join(', ')} FROM ${relation})`,
    `GROUP BY GROUPING SETS (${sets.join(', ')}) LIMIT ${most + 1})`,
  ].join(' ');
}

/** What `GROUPING` says of the rows of column `index`: a bit for each column that is not grouped by. */
export function groupOf(index: number, columns: number): number {
  return 2 ** columns - 1 - 2 ** (columns - 1 - index);
}
