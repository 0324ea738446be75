import type { SqlText } from '../../../shared/domain/column.ts';
import {
  type CorrelationMethod,
  leastCorrelated,
  type MeasuredCorrelation,
  spearmanFromSums,
} from '../../../shared/stats/correlation.ts';

export type ColumnPair = readonly [string, string];

/** Every pair of columns once, in their order. */
export function pairsOf(columns: readonly string[]): ColumnPair[] {
  return columns.flatMap((a, i) => columns.slice(i + 1).map((b): ColumnPair => [a, b]));
}

/** Squares of larger numbers leave the range of a double, and the engine stops there. */
const largest = 1e100;

function usable(name: string, sql: SqlText): string {
  const x = `CAST(${sql.identifier(name)} AS DOUBLE)`;
  return `CASE WHEN abs(${x}) < ${largest} THEN ${x} END`;
}

/** Pearson's correlations of all pairs in one scan: `r0`, `n0`, `r1` ... */
export function pearsonQuery(
  relation: string,
  columns: readonly string[],
  pairs: readonly ColumnPair[],
  sql: SqlText,
): string {
  const position = new Map(columns.map((name, i) => [name, i]));
  const values = columns.map((name, i) => `${usable(name, sql)} AS x${i}`);
  const parts = pairs.flatMap(([a, b], i) => {
    const both = `x${position.get(a)}, x${position.get(b)}`;
    return [`corr(${both}) AS r${i}`, `regr_count(${both}) AS n${i}`];
  });
  return `SELECT ${parts.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`;
}

export function pearsonOf(
  row: Readonly<Record<string, unknown>>,
  index: number,
): MeasuredCorrelation | undefined {
  const value = row[`r${index}`];
  const rows = Number(row[`n${index}`]);
  if (typeof value !== 'number' || !Number.isFinite(value) || rows < leastCorrelated) {
    return undefined;
  }
  // The engine adds in the order its threads come: the last digits are not the data's.
  const steady = Number(value.toPrecision(9));
  return { value: Math.max(-1, Math.min(1, steady)), rows };
}

/** Sums of the doubled ranks of two columns over the rows that have both: whole numbers. */
export function rankSumsQuery(relation: string, [a, b]: ColumnPair, sql: SqlText): string {
  const rank = (column: string): string =>
    `CAST(2 * rank() OVER (ORDER BY ${column}) + count(*) OVER (PARTITION BY ${column}) - 1 AS HUGEINT)`;
  const both = `SELECT ${usable(a, sql)} AS x, ${usable(b, sql)} AS y FROM ${relation}`;
  const sums = ['x', 'y', 'x * x', 'y * y', 'x * y'].map(
    (term, i) => `CAST(coalesce(sum(${term}), 0) AS VARCHAR) AS s${i}`,
  );
  return [
    `WITH paired AS (SELECT x, y FROM (${both}) WHERE x IS NOT NULL AND y IS NOT NULL),`,
    `ranked AS (SELECT ${rank('x')} AS x, ${rank('y')} AS y FROM paired)`,
    `SELECT count(*) AS n, ${sums.join(', ')} FROM ranked`,
  ].join(' ');
}

export function spearmanOf(
  row: Readonly<Record<string, unknown>>,
): MeasuredCorrelation | undefined {
  const whole = (name: string): bigint => BigInt(String(row[name] ?? 0));
  const rows = Number(row.n);
  if (rows < leastCorrelated) return undefined;
  const sums = { x: whole('s0'), y: whole('s1'), xx: whole('s2'), yy: whole('s3') };
  const value = spearmanFromSums({ ...sums, xy: whole('s4'), rows: BigInt(rows) });
  return value === null ? undefined : { value, rows };
}

/** A pair of columns, measured on the data and, where it is asked about, on the reference. */
export interface MeasuredPair {
  readonly pair: ColumnPair;
  readonly method: CorrelationMethod;
  readonly current: MeasuredCorrelation | undefined;
  readonly reference: MeasuredCorrelation | undefined;
}
