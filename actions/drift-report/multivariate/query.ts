import type { SqlText } from '../../../shared/domain/column.ts';
import { onLine, type WatchedColumn } from '../plan.ts';

/**
 * Some rows of a relation, drawn by a hash of their number: the same ones on every run and with any
 * number of threads, and others on the other side of a comparison. Columns `c0` ..., and `place`,
 * the row's place in the files from 0 to 1. They come in the order of the hash, which is random.
 *
 * @param salt makes the draw of one side its own.
 */
export function sampleQuery(
  relation: string,
  columns: readonly WatchedColumn[],
  rows: number,
  salt: number,
  sql: SqlText,
): string {
  const names = columns.map((_, i) => `c${i}`);
  const values = columns.map((column, i) => {
    const text = `CAST(${sql.identifier(column.name)} AS VARCHAR)`;
    return `${column.kind === 'number' ? onLine(column, sql) : text} AS c${i}`;
  });
  return [
    `SELECT ${names.join(', ')}, r / n AS place FROM`,
    `(SELECT ${values.join(', ')}, CAST(row_number() OVER () AS DOUBLE) AS r FROM ${relation}),`,
    `(SELECT CAST(count(*) AS DOUBLE) AS n FROM ${relation})`,
    `ORDER BY hash(r, ${salt}), r LIMIT ${rows}`,
  ].join(' ');
}
