import { findRoot } from './find-root.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { poissonProbability } from './saddle-point.ts';

/**
 * Lower and upper tail of the chi-squared distribution with a whole number of degrees of freedom.
 *
 * Own code, for two reasons: stdlib offers no upper tail (1 − cdf is 0 from about 1e-16 on, where
 * drift p-values live), and its cdf is off by 0.016 at 5,000 degrees of freedom, which a column
 * with thousands of categories has. With whole degrees of freedom both tails are sums of positive
 * Poisson terms, so no digit cancels.
 *
 * @see Abramowitz & Stegun 26.4.4, 26.4.5, 6.5.22
 */
export interface Tails {
  /** P(X ≤ x) */
  readonly lower: number;
  /** P(X > x) */
  readonly upper: number;
}

/** Both tails at x ≥ 0. @throws RangeError where df is no whole number ≥ 1 or x is NaN */
export function chiSquaredTails(x: number, degreesOfFreedom: number): Tails {
  requireDegrees(degreesOfFreedom);
  if (Number.isNaN(x)) throw new RangeError('chi-squared statistic is NaN');
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const shape = degreesOfFreedom / 2;
  const half = x / 2;
  if (half < shape) {
    const lower = lowerGammaSum(shape, half);
    return { lower, upper: 1 - lower };
  }
  const upper = upperGammaSum(shape, half);
  return { lower: 1 - upper, upper };
}

/** P(X > x): the p-value of a chi-squared statistic. */
export function chiSquaredSf(x: number, degreesOfFreedom: number): number {
  return chiSquaredTails(x, degreesOfFreedom).upper;
}

/** P(X ≤ x). */
export function chiSquaredCdf(x: number, degreesOfFreedom: number): number {
  return chiSquaredTails(x, degreesOfFreedom).lower;
}

/** x with P(X > x) = p. @throws RangeError where p is not strictly between 0 and 1 */
export function chiSquaredUpperQuantile(p: number, degreesOfFreedom: number): number {
  requireDegrees(degreesOfFreedom);
  if (!(p > 0 && p < 1)) throw new RangeError(`probability ${p} is not between 0 and 1`);
  const target = Math.log(p);
  const excess = (x: number) => Math.log(chiSquaredSf(x, degreesOfFreedom)) - target;
  const spread = Math.sqrt(2 * degreesOfFreedom) * (2 + Math.abs(normalQuantile(p)));
  let high = degreesOfFreedom + spread;
  while (excess(high) > 0) high *= 2;
  return findRoot(excess, 0, high);
}

/**
 * Regularised lower incomplete gamma P(shape, x) for whole or half-whole shape, by its series of
 * Poisson terms from `shape` upwards. Efficient and exact where x is not far above shape.
 */
export function lowerGammaSum(shape: number, x: number): number {
  if (x === 0) return 0;
  let term = poissonProbability(shape, x);
  let sum = term;
  for (let y = shape + 1; term > 0; y++) {
    term *= x / y;
    sum += term;
    if (y > x && term < sum * 1e-18) break;
  }
  return Math.min(1, sum);
}

/** Regularised upper incomplete gamma Q(shape, x), by Poisson terms from shape − 1 downwards. */
export function upperGammaSum(shape: number, x: number): number {
  let sum = Number.isInteger(shape) ? 0 : 2 * normalCdf(-Math.sqrt(2 * x));
  if (shape < 1) return sum;
  let term = poissonProbability(shape - 1, x);
  for (let y = shape - 1; y >= 0; y--) {
    sum += term;
    term *= y / x;
    if (y < x && term < sum * 1e-18) break;
  }
  return Math.min(1, sum);
}

function requireDegrees(degreesOfFreedom: number): void {
  if (!Number.isSafeInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(`degrees of freedom are ${degreesOfFreedom}, but must be whole and ≥ 1`);
  }
}
