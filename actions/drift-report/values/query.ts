import type { SqlText } from '../../../shared/domain/column.ts';
import { type LineCells, onLine, type WatchedColumn } from '../plan.ts';
import type { Conversion } from './units.ts';

export interface NumberColumn {
  /** Whether some cell grew so much that a single value may be behind it. */
  readonly mayHaveSpike: boolean;
  readonly column: WatchedColumn;
  readonly cells: LineCells;
}

/** Of each column: rows outside the reference's range `o`, largest value `u`, mean `m`, spread `s`, a common value `t`. */
export function extremesQuery(
  relation: string,
  columns: readonly NumberColumn[],
  sql: SqlText,
): string {
  const values = columns.map(({ column }, i) => `${onLine(column, sql)} AS x${i}`);
  const parts = columns.map(({ cells, mayHaveSpike }, i) => {
    const [low, high] = [cells.lowest, cells.edges.at(-1) ?? cells.lowest].map((end) =>
      sql.literal(String(end)),
    );
    return [
      `count_if(x${i} < CAST(${low} AS DOUBLE) OR x${i} > CAST(${high} AS DOUBLE)) AS o${i}`,
      `max(x${i}) AS u${i}, avg(x${i}) AS m${i}, stddev_pop(x${i}) AS s${i}`,
      // A sketch, but one that cannot miss a value this common; it costs more than all the others.
      mayHaveSpike ? `approx_top_k(x${i}, 1)[1] AS t${i}` : `NULL AS t${i}`,
    ].join(', ');
  });
  return `SELECT ${parts.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`;
}

/** Mean `m` and spread `s` of each column. */
export function momentsQuery(
  relation: string,
  columns: readonly NumberColumn[],
  sql: SqlText,
): string {
  const parts = columns.map(
    ({ column }, i) =>
      `avg(${onLine(column, sql)}) AS m${i}, stddev_pop(${onLine(column, sql)}) AS s${i}`,
  );
  return `SELECT ${parts.join(', ')} FROM ${relation}`;
}

/** Rows `k` that hold exactly the value, of each column. */
export function valueQuery(
  relation: string,
  columns: readonly { readonly column: WatchedColumn; readonly value: number }[],
  sql: SqlText,
): string {
  const parts = columns.map(
    ({ column, value }, i) =>
      `count_if(${onLine(column, sql)} = CAST(${sql.literal(String(value))} AS DOUBLE)) AS k${i}`,
  );
  return `SELECT ${parts.join(', ')} FROM ${relation}`;
}

/** Rows per cell `h` after the values are converted back. */
export function convertedQuery(
  relation: string,
  { column, cells }: NumberColumn,
  { factor, offset }: Conversion,
  sql: SqlText,
): string {
  const edges = cells.edges.map((edge) => `CAST(${sql.literal(String(edge))} AS DOUBLE)`);
  const x = `(${onLine(column, sql)} - ${sql.literal(offset)}) / CAST(${sql.literal(String(factor))} AS DOUBLE)`;
  // A converted edge may come out a last digit above the edge it was.
  const nudged = `(${x}) - abs(${x}) * 1e-12`;
  return `SELECT map_values(histogram(${nudged}, [${edges.join(', ')}])) AS h FROM ${relation}`;
}
