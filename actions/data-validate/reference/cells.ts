import type { ColumnType, SqlText, TableColumn } from '../../../shared/domain/column.ts';

/** Rows per cell on both sides; cells of a number ascend. */
export interface CellCounts {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** A value for each cell, ascending; absent for categories. */
  readonly values?: readonly number[];
}

/** Categories counted one by one; rarer ones share a cell. */
const mostCategories = 200;

/** How a column's values are compared: along a line, or one by one. */
export function formOf(type: ColumnType): 'line' | 'categories' | undefined {
  if (type === 'string' || type === 'boolean') return 'categories';
  return type === 'other' ? undefined : 'line';
}

/** SQL: a value on a line; what is not finite counts as missing. */
export function onLine({ name, type }: TableColumn, sql: SqlText): string {
  const column = sql.identifier(name);
  const isTime = type === 'date' || type === 'timestamp';
  const x = isTime ? `epoch(${column})` : `CAST(${column} AS DOUBLE)`;
  return `CASE WHEN isfinite(${x}) THEN ${x} END`;
}

/**
 * Rows of both sides per cell of a line, `a` of the reference and `b` of the data, with the smallest
 * and largest value of the cell. Cells are quantiles of the reference: each starts with a value of
 * the reference; below and above all of its values there is one more. From rows per distinct
 * value: sorting those can spill to disk, which an exact quantile aggregate cannot.
 *
 * @param cells how many cells of about equal counts; fewer come back where values repeat
 */
export function lineCellsQuery(
  reference: Side,
  current: Side,
  cells: number,
  sql: SqlText,
): string {
  const side = ({ relation, column }: Side, a: string, b: string): string =>
    `SELECT ${onLine(column, sql)} AS v, ${a} AS a, ${b} AS b FROM ${relation} GROUP BY v`;
  const both = `${side(reference, 'count(*)', '0')} UNION ALL ${side(current, '0', 'count(*)')}`;
  const last = 'max(v) FILTER (WHERE a > 0) OVER ()';
  return [
    `WITH counted AS (SELECT v, sum(a) AS a, sum(b) AS b FROM (${both}) WHERE v IS NOT NULL GROUP BY v),`,
    `cumulated AS (SELECT v, a, b, sum(a) OVER (ORDER BY v) AS upto, sum(a) OVER () AS total, ${last} AS last FROM counted)`,
    'SELECT sum(a) AS a, sum(b) AS b, min(v) AS low, max(v) AS high FROM cumulated',
    `GROUP BY CASE WHEN v > last THEN ${cells + 1} ELSE ceil(upto * ${cells}.0 / total) END ORDER BY low`,
  ].join(' ');
}

/** A column of one table. */
export interface Side {
  readonly relation: string;
  readonly column: TableColumn;
}

/** Cells from the rows of `lineCellsQuery`, each standing at its middle. */
export function lineCells(rows: readonly Readonly<Record<string, unknown>>[]): CellCounts {
  return {
    reference: rows.map(({ a }) => Number(a)),
    current: rows.map(({ b }) => Number(b)),
    // Within a cell rows are not told apart.
    values: rows.map(({ low, high }) => middle(Number(low), Number(high))),
  };
}

/** Never below `low`, so that the middles of cells ascend as the cells do. */
function middle(low: number, high: number): number {
  const span = high - low;
  return Number.isFinite(span) ? low + span / 2 : low / 2 + high / 2;
}

/** Upper ends of cells of about equal counts as `edge`, ascending, and their `rows`. */
export function quantileCellsQuery(
  { relation, column }: Side,
  cells: number,
  sql: SqlText,
): string {
  return [
    `WITH counted AS (SELECT ${onLine(column, sql)} AS v, count(*) AS n FROM ${relation} GROUP BY v),`,
    'cumulated AS (SELECT v, n, sum(n) OVER (ORDER BY v) AS upto, sum(n) OVER () AS total FROM counted WHERE v IS NOT NULL)',
    'SELECT max(v) AS edge, sum(n) AS rows FROM cumulated',
    `GROUP BY ceil(upto * ${cells}.0 / total) ORDER BY edge`,
  ].join(' ');
}

/** Rows up to and including each edge, and above the last: `h` is a list, one longer than `edges`. */
export function lineCountsQuery(
  { relation, column }: Side,
  edges: readonly number[],
  sql: SqlText,
): string {
  // As text: a bare number is read as a decimal, and two edges a last digit apart become one.
  const list = edges.map((edge) => `CAST(${sql.literal(String(edge))} AS DOUBLE)`);
  const x = `(SELECT ${onLine(column, sql)} AS x FROM ${relation})`;
  return `SELECT map_values(histogram(x, [${list.join(', ')}])) AS h FROM ${x}`;
}

/** Rows per cell from the answer to `lineCountsQuery`. */
export function lineCounts(
  rows: readonly Readonly<Record<string, unknown>>[],
  edges: readonly number[],
): number[] {
  const list = rows[0]?.h;
  const counts: readonly unknown[] = Array.isArray(list) ? list : [];
  return Array.from({ length: edges.length + 1 }, (_, i) => Number(counts[i] ?? 0));
}

/** Rows per category, `a` of the reference and `b` of the data, commonest of the reference first. */
export function categoryCellsQuery(reference: Side, current: Side, sql: SqlText): string {
  const side = ({ relation, column }: Side, a: string, b: string): string =>
    `SELECT CAST(${sql.identifier(column.name)} AS VARCHAR) AS v, ${a} AS a, ${b} AS b FROM ${relation} GROUP BY v`;
  const both = `${side(reference, 'count(*)', '0')} UNION ALL ${side(current, '0', 'count(*)')}`;
  return [
    `WITH counted AS (SELECT v, sum(a) AS a, sum(b) AS b FROM (${both}) WHERE v IS NOT NULL GROUP BY v),`,
    `ranked AS (SELECT a, b, least(row_number() OVER (ORDER BY a DESC, v), ${mostCategories}) AS cell FROM counted)`,
    'SELECT sum(a) AS a, sum(b) AS b FROM ranked GROUP BY cell ORDER BY cell',
  ].join(' ');
}

/** Rows of each listed value, and of all others last: one row of `c0`, `c1` ... */
export function listedCountsQuery(
  { relation, column }: Side,
  values: readonly (string | number | boolean)[],
  sql: SqlText,
): string {
  const text = `CAST(${sql.identifier(column.name)} AS VARCHAR)`;
  const isNumber = column.type === 'integer' || column.type === 'number';
  const is = (value: string | number | boolean): string =>
    isNumber && typeof value === 'number'
      ? `${sql.identifier(column.name)} = ${sql.literal(value)}`
      : `${text} = ${sql.literal(String(value))}`;
  const counts = values.map((value, i) => `count_if(${is(value)}) AS c${i}`);
  return `SELECT ${[...counts, `count(${text}) AS total`].join(', ')} FROM ${relation}`;
}

/** Rows per value from the answer to `listedCountsQuery`. */
export function listedCounts(
  row: Readonly<Record<string, unknown>>,
  values: readonly unknown[],
): number[] {
  const counts = values.map((_, i) => Number(row[`c${i}`] ?? 0));
  return [...counts, Number(row.total ?? 0) - sum(counts)];
}

const leastExpected = 5;

/**
 * Categories too rare for a large-sample law share one cell, and where even that is too rare, it
 * joins the rarest of the others.
 */
export function poolRare({ reference, current }: CellCounts): CellCounts {
  const smaller = Math.min(sum(reference), sum(current)) / (sum(reference) + sum(current));
  const cells = reference
    .map((a, i) => ({ a, b: current[i] ?? 0 }))
    .filter(({ a, b }) => a + b > 0)
    .sort((x, y) => y.a + y.b - (x.a + x.b));
  const isCommon = ({ a, b }: { a: number; b: number }): boolean =>
    (a + b) * smaller >= leastExpected;
  const kept = cells.filter(isCommon);
  const rest = cells.filter((cell) => !isCommon(cell));
  const pool = { a: sum(rest.map(({ a }) => a)), b: sum(rest.map(({ b }) => b)) };
  const last = kept.at(-1);
  if (pool.a + pool.b > 0 && (isCommon(pool) || last === undefined)) kept.push(pool);
  else if (last !== undefined) {
    kept[kept.length - 1] = { a: last.a + pool.a, b: last.b + pool.b };
  }
  return { reference: kept.map(({ a }) => a), current: kept.map(({ b }) => b) };
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
