import { requireCount } from './counts.ts';

/**
 * Chance that at least so many rows of a second sample lie below or above all rows of a first one,
 * where both come from one population: some always do, about 2 of every n + 1. Exact for values
 * without ties, else too large, so never an alarm too many.
 *
 * P(K = k) = (k + 1) C(n + m − 2 − k, m − k) / C(n + m, m): a beta-binomial with parameters 2, n − 1.
 *
 * @param reference rows of the first sample, ≥ 2
 * @param current rows of the second sample
 * @param outside how many of those lie outside the first sample's range
 * @throws RangeError on impossible counts
 * @see S. S. Wilks, Determination of sample sizes for setting tolerance limits (1941)
 */
export function outsideRangeP(reference: number, current: number, outside: number): number {
  requireCount(reference, 'reference', 2);
  requireCount(current, 'current');
  requireCount(outside, 'outside');
  if (outside > current) throw new RangeError(`${outside} of ${current} rows are outside`);
  if (outside === 0) return 1;
  // Upwards from `outside`: the ratio of neighbours is a quotient of small numbers.
  let term = Math.exp(logProbability(reference, current, outside));
  let sum = 0;
  for (let k = outside; k <= current && term > 0; k++) {
    sum += term;
    if (term < 1e-17 * sum) break;
    term *= ((k + 2) / (k + 1)) * ((current - k) / (reference + current - 2 - k));
  }
  return Math.min(1, sum);
}

function logProbability(n: number, m: number, k: number): number {
  // C(n+m−2−k, m−k) / C(n+m, m) = n (n−1) / ((n+m)(n+m−1)) × Π_{i<k} (m − i) / (n+m−2−i)
  let log = Math.log(k + 1) + Math.log(n / (n + m)) + Math.log((n - 1) / (n + m - 1));
  for (let i = 0; i < k; i++) {
    log += Math.log((m - i) / (n + m - 2 - i));
    if (log < -745) return Number.NEGATIVE_INFINITY;
  }
  return log;
}
