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
 * (`groupOf`). Its value is the number `x`, in whose order the rows come, or the text `t`; where it
 * is missing, both are. The values are grouped as they lie in the file, which keeps dictionaries and
 * small integers cheap, and converted once each.
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
  const key = window === undefined ? [] : ['w'];
  const sets = values.map((value) => `(${[...key, value].join(', ')})`);
  // One column of numbers and one of text: most of a column for each would be empty.
  const x = choose(columns, (i) => lineOf(columns, i, sql));
  const t = choose(columns, (i) => textOf(columns, i, sql));
  return [
    `SELECT CAST(g AS DOUBLE) AS g, CAST(n AS DOUBLE) AS n,`,
    ...key.map((name) => `CAST(${name} AS DOUBLE) AS ${name},`),
    `CAST(${x} AS DOUBLE) AS x, CAST(${t} AS VARCHAR) AS t FROM`,
    `(SELECT GROUPING(${values.join(', ')}) AS g, ${[...key, ...values].join(', ')}, count(*) AS n`,
    `FROM (SELECT ${[...key.map(() => `${window} AS w`), ...raw].join(', ')} FROM ${relation})`,
    `GROUP BY GROUPING SETS (${sets.join(', ')}) LIMIT ${most + 1}) ORDER BY x`,
  ].join(' ');
}

export function isOnLine({ kind }: WatchedColumn): boolean {
  return kind === 'number' || kind === 'time';
}

function lineOf(columns: readonly WatchedColumn[], i: number, sql: SqlText): string | undefined {
  const column = columns[i];
  if (column === undefined || !isOnLine(column)) return undefined;
  return onLine({ ...column, name: `v${i}` }, sql);
}

function textOf(columns: readonly WatchedColumn[], i: number, sql: SqlText): string | undefined {
  const column = columns[i];
  if (column === undefined || isOnLine(column)) return undefined;
  return `CAST(${sql.identifier(`v${i}`)} AS VARCHAR)`;
}

/** SQL: the expression that is given for the column a row is of; NULL where none is. */
function choose(
  columns: readonly WatchedColumn[],
  expressionOf: (index: number) => string | undefined,
): string {
  const cases = columns.flatMap((_, i) => {
    const expression = expressionOf(i);
    return expression === undefined
      ? []
      : [`WHEN ${groupOf(i, columns.length)} THEN ${expression}`];
  });
  return cases.length === 0 ? 'NULL' : `CASE g ${cases.join(' ')} END`;
}

/** What `GROUPING` says of the rows of column `index`: a bit for each column that is not grouped by. */
export function groupOf(index: number, columns: number): number {
  return 2 ** columns - 1 - 2 ** (columns - 1 - index);
}
