import stdlibNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** P(Z ≤ z) of the standard normal; accurate in both tails when asked with the sign that is small. */
export function normalCdf(z: number): number {
  return stdlibNormalCdf(z, 0, 1);
}

/** Two-sided p-value of a z statistic: P(|Z| ≥ |z|). */
export function normalTwoSidedP(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}

/**
 * z with P(Z ≤ z) = p. stdlib's quantile is wrong in the 7th digit at p = 1e-12 and infinite at
 * 1e-50, so below 1e-8 two Newton steps on ln Φ start from the asymptotic tail instead.
 *
 * @throws RangeError where p is not in [0, 1]
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${p} is not in [0, 1]`);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1e-8) return stdlibNormalQuantile(p, 0, 1);
  const target = Math.log(p);
  let z = -Math.sqrt(-2 * target - Math.log(-4 * Math.PI * target));
  for (let step = 0; step < 6; step++) {
    const cdf = normalCdf(z);
    const hazard = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / cdf;
    z -= (Math.log(cdf) - target) / hazard;
  }
  return z;
}

/**
 * The half-width multiplier of a two-sided interval: 1.96 for level 0.95.
 *
 * @throws RangeError where level is not strictly between 0 and 1
 */
export function twoSidedZ(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  return -normalQuantile((1 - level) / 2);
}
