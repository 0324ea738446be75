import { binomialQuantile } from './binomial-distribution.ts';
import { requireOpenProbability } from './counts.ts';
import type { Estimate } from './interval.ts';

/**
 * A quantile of independent observations with a distribution-free interval: between two order
 * statistics, as the number of observations below the true quantile is binomial. Covers at least
 * `level` whatever the distribution.
 *
 * @param sorted observations in ascending order
 * @param share 0.95 for the 95th percentile
 * @returns undefined where they are too few for the interval to have two ends
 * @throws RangeError where share or level is not in (0, 1)
 * @see H. David and H. Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1
 */
export function quantileInterval(
  sorted: Float64Array,
  share: number,
  level = 0.95,
): Estimate | undefined {
  requireOpenProbability(share, 'share');
  requireOpenProbability(level, 'level');
  const n = sorted.length;
  if (n === 0) return undefined;
  const tail = (1 - level) / 2;
  // 1-based ranks: P(rank `from` lies above) and P(rank `to` lies below) are at most a tail each.
  const from = binomialQuantile(tail, n, share);
  const to = binomialQuantile(1 - tail, n, share) + 1;
  if (from < 1 || to > n) return undefined;
  const at = (rank: number): number => sorted[rank - 1] as number;
  return { low: at(from), estimate: at(Math.max(1, Math.ceil(n * share))), high: at(to) };
}

/** The fewest observations for which `quantileInterval` has two ends. */
export function observationsFor(share: number, level = 0.95): number {
  const tail = (1 - level) / 2;
  const outer = Math.max(share, 1 - share);
  // All of n observations lie on one side with probability outer^n.
  return Math.ceil(Math.log(tail) / Math.log(outer));
}
