import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireOpenProbability } from './counts.ts';
import { normalTwoSidedP } from './normal.ts';
import { stirlingError } from './saddle-point.ts';

/**
 * The half-width multiplier of a two-sided interval of Student's t: 2.0096 for 49 degrees of freedom
 * and level 0.95. ν/(ν + T²) has a beta distribution with parameters ν/2 and 1/2.
 *
 * @param degreesOfFreedom ν > 0
 * @throws RangeError on an impossible level or degrees of freedom
 * @see M. Abramowitz & I. Stegun, Handbook of Mathematical Functions, 26.7.1
 */
export function twoSidedT(level: number, degreesOfFreedom: number): number {
  requireOpenProbability(level, 'level');
  requireDegrees(degreesOfFreedom);
  const x = betaQuantile(1 - level, degreesOfFreedom / 2, 0.5);
  return Math.sqrt((degreesOfFreedom * (1 - x)) / x);
}

/**
 * Two-sided p-value of a t statistic: P(|T| ≥ |t|), with all its digits where it is small.
 *
 * @param degreesOfFreedom ν > 0, also a fraction
 * @throws RangeError on impossible degrees of freedom, or a NaN statistic
 * @see M. Abramowitz & I. Stegun, 26.5.8 and 26.7.1
 */
export function studentTwoSidedP(t: number, degreesOfFreedom: number): number {
  requireDegrees(degreesOfFreedom);
  if (Number.isNaN(t)) throw new RangeError('t statistic is NaN');
  // So near to the normal law that the two agree in every digit that is kept.
  if (degreesOfFreedom > 1e12) return normalTwoSidedP(t);
  const square = t * t;
  if (square === 0) return 1;
  if (square === Number.POSITIVE_INFINITY) return 0;
  const half = degreesOfFreedom / 2;
  const inside = square / (degreesOfFreedom + square);
  const outside = degreesOfFreedom / (degreesOfFreedom + square);
  // x^a (1 − x)^½ / B(a, ½), which both continued fractions start from.
  const front = Math.exp(
    -half * Math.log1p(square / degreesOfFreedom) + Math.log(inside) / 2 - lnBetaOfHalf(half),
  );
  const isTail = outside < (half + 1) / (half + 2.5);
  return isTail
    ? (front / half) * betaFraction(half, 0.5, outside)
    : 1 - (front / 0.5) * betaFraction(0.5, half, inside);
}

/** ln B(a, ½), without the cancellation of two large ln Γ. */
function lnBetaOfHalf(a: number): number {
  const ratio =
    a * Math.log1p(1 / (2 * a)) - 0.5 + Math.log(a) / 2 + stirlingError(a + 0.5) - stirlingError(a);
  return Math.log(Math.PI) / 2 - ratio;
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) break;
  }
  return value;
}

function requireDegrees(degreesOfFreedom: number): void {
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(`degrees of freedom are ${degreesOfFreedom}, but must be above 0`);
  }
}
