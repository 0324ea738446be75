import type { Estimate } from './interval.ts';
import { intervalDifference } from './interval-difference.ts';
import { twoSidedZ } from './normal.ts';

/** `spearman` is Pearson's correlation of the ranks: it sees any monotonic relation. */
export type CorrelationMethod = 'pearson' | 'spearman';

/** Rows with both values below which Fisher's interval has no width to speak of. */
export const leastCorrelated = 4;

/** A correlation measured on some rows. */
export interface MeasuredCorrelation {
  /** In [-1, 1]. */
  readonly value: number;
  /** Rows that have both values, at least `leastCorrelated`. */
  readonly rows: number;
}

/**
 * Fisher's interval of a correlation, through z = atanh r. The variance of z is 1/(n − 3) for
 * Pearson's and (1 + r²/2)/(n − 3) for Spearman's, which plain Fisher makes too narrow.
 *
 * @param level two-sided confidence
 * @throws RangeError where the value is not in [-1, 1], or there are fewer than 4 rows
 * @see R. A. Fisher (1921); D. Bonett & T. Wright, Sample size requirements for estimating Pearson,
 * Kendall and Spearman correlations, Psychometrika 65 (2000)
 */
export function correlationInterval(
  { value, rows }: MeasuredCorrelation,
  method: CorrelationMethod,
  level = 0.95,
): Estimate {
  if (!(value >= -1 && value <= 1)) throw new RangeError(`correlation ${value} is not in [-1, 1]`);
  if (!(rows >= leastCorrelated)) {
    throw new RangeError(`${rows} rows; an interval needs at least ${leastCorrelated}`);
  }
  if (Math.abs(value) === 1) return { estimate: value, low: value, high: value };
  const variance = (method === 'spearman' ? 1 + value ** 2 / 2 : 1) / (rows - 3);
  const reach = twoSidedZ(level) * Math.sqrt(variance);
  const z = Math.atanh(value);
  return { estimate: value, low: Math.tanh(z - reach), high: Math.tanh(z + reach) };
}

/**
 * How much a correlation has changed between two independent samples, current minus reference, with
 * the interval that follows from both samples' own intervals.
 *
 * @throws RangeError as `correlationInterval`
 * @see G. Zou, Toward using confidence intervals to compare correlations, Psychological Methods 12
 * (2007)
 */
export function correlationDifference(
  reference: MeasuredCorrelation,
  current: MeasuredCorrelation,
  method: CorrelationMethod,
  level = 0.95,
): Estimate {
  return intervalDifference(
    correlationInterval(reference, method, level),
    correlationInterval(current, method, level),
  );
}

/** Sums over rows of two columns' ranks, each doubled so that the rank of ties is whole. */
export interface RankSums {
  readonly rows: bigint;
  readonly x: bigint;
  readonly y: bigint;
  readonly xx: bigint;
  readonly yy: bigint;
  readonly xy: bigint;
}

/**
 * Spearman's correlation from sums of whole numbers, so that it does not depend on the order of the
 * rows. SciPy's `spearmanr`.
 *
 * @returns null where a column has one value only
 * @see C. Spearman (1904); M. Kendall, Rank Correlation Methods (1948), 3.2 for ties
 */
export function spearmanFromSums({ rows, x, y, xx, yy, xy }: RankSums): number | null {
  const spreadX = Number(rows * xx - x * x);
  const spreadY = Number(rows * yy - y * y);
  if (spreadX === 0 || spreadY === 0) return null;
  const shared = Number(rows * xy - x * y);
  const value = shared / (Math.sqrt(spreadX) * Math.sqrt(spreadY));
  return Math.max(-1, Math.min(1, value));
}
