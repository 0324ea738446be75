import type { SqlText } from '../../../shared/domain/column.ts';
import { onLine, type WatchedColumn } from '../plan.ts';

/** More distinct values than this are not held in memory. */
export const mostDistinct = 5_000_000;

/** NannyML's number of reference pieces; rows left over make one more. */
const pieces = 10;

function comparable(column: WatchedColumn, sql: SqlText): string {
  return column.kind === 'number' ? onLine(column, sql) : sql.identifier(column.name);
}

/** `v` (a number, or a category's rank in text order), reference rows `a`, current rows `b`. */
export function valueCountsQuery(
  relations: { readonly reference: string; readonly current: string },
  column: WatchedColumn,
  window: { readonly label: string; readonly name: string } | undefined,
  sql: SqlText,
): string {
  const v = comparable(column, sql);
  const where = window === undefined ? '' : `WHERE ${window.label} = ${sql.literal(window.name)}`;
  const shown = column.kind === 'number' ? 'v' : 'row_number() OVER (ORDER BY v) - 1 AS v';
  return [
    `SELECT ${shown}, a, b FROM`,
    '(SELECT v, CAST(sum(a) AS DOUBLE) AS a, CAST(sum(b) AS DOUBLE) AS b FROM (',
    `SELECT ${v} AS v, count(*) AS a, 0 AS b FROM ${relations.reference} GROUP BY 1`,
    `UNION ALL SELECT ${v}, 0, count(*) FROM ${relations.current} ${where} GROUP BY 1`,
    `) WHERE v IS NOT NULL GROUP BY v) ORDER BY v LIMIT ${mostDistinct + 1}`,
  ].join(' ');
}

/** Rows per distinct value of the reference: `v` and `a`, as above. */
export function referenceValuesQuery(
  relation: string,
  column: WatchedColumn,
  sql: SqlText,
): string {
  const shown = column.kind === 'number' ? 'v' : 'row_number() OVER (ORDER BY v) - 1 AS v';
  return [
    `SELECT ${shown}, CAST(a AS DOUBLE) AS a FROM`,
    `(SELECT ${comparable(column, sql)} AS v, count(*) AS a FROM ${relation} GROUP BY 1)`,
    `WHERE v IS NOT NULL ORDER BY v LIMIT ${mostDistinct + 1}`,
  ].join(' ');
}

/**
 * The reference in ten pieces as it lies in its files, and one of what is left over: `piece`, the
 * value's place `i` among those of `referenceValuesQuery`, and rows `n`.
 */
export function piecesQuery(relation: string, column: WatchedColumn, sql: SqlText): string {
  return [
    `WITH sized AS (SELECT greatest(1, count(*) // ${pieces}) AS size FROM ${relation}),`,
    `numbered AS (SELECT ${comparable(column, sql)} AS v, row_number() OVER () - 1 AS r FROM ${relation}),`,
    'counted AS (SELECT v, r // size AS piece, count(*) AS n FROM numbered, sized WHERE v IS NOT NULL GROUP BY 1, 2)',
    'SELECT piece, dense_rank() OVER (ORDER BY v) - 1 AS i, CAST(n AS DOUBLE) AS n FROM counted',
    `ORDER BY piece, i LIMIT ${mostDistinct + 1}`,
  ].join(' ');
}
