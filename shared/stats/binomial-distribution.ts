import { requireCount } from './counts.ts';
import { binomialProbability } from './saddle-point.ts';

/**
 * P(X ≥ k) for X successes in n trials. Own code: stdlib has the lower tail only, and 1 − cdf
 * loses the small p-values that tests are made of. Sums from k away from the mean, O(√n) terms.
 *
 * @throws RangeError on a negative or fractional count, or p outside [0, 1]
 */
export function binomialUpperTail(k: number, n: number, p: number): number {
  requireCount(n, 'trials');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${p} is not in [0, 1]`);
  if (k <= 0) return 1;
  if (k > n) return 0;
  return k > n * p ? sumUpwards(k, n, p) : 1 - sumUpwards(n - k + 1, n, 1 - p);
}

/** P(X ≤ k). */
export function binomialLowerTail(k: number, n: number, p: number): number {
  return binomialUpperTail(n - k, n, 1 - p);
}

/**
 * Smallest k with P(X ≤ k) ≥ level.
 *
 * @throws RangeError where level is not in (0, 1)
 */
export function binomialQuantile(level: number, n: number, p: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialLowerTail(middle, n, p) >= level) high = middle;
    else low = middle;
  }
  return high;
}

function sumUpwards(from: number, n: number, p: number): number {
  let term = binomialProbability(from, n, p);
  let sum = 0;
  const odds = p / (1 - p);
  for (let k = from; k <= n; k++) {
    sum += term;
    term *= ((n - k) / (k + 1)) * odds;
    if (term < sum * 1e-18 && k > n * p) break;
  }
  return Math.min(1, sum);
}
