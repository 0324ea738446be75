import {
  chiSquaredCdf,
  chiSquaredTails,
  lowerGammaSum,
  type Tails,
  upperGammaSum,
} from './chi-squared-distribution.ts';
import { requireOpenProbability } from './counts.ts';
import { findRoot } from './find-root.ts';
import { normalCdf } from './normal.ts';
import { poissonProbability } from './saddle-point.ts';

/** From here the integral over one normal and one central part takes over from the mixture. */
const LARGE = 2_000;

/**
 * Both tails of the noncentral chi-squared distribution: as the Poisson mixture of central ones for
 * small λ; for large λ, where the mixture has √λ terms, as an integral whose cost does not grow (a
 * PSI of 0.1 over 1e8 rows has λ = 5e6). The smaller tail is accurate to 1e-9 relative down to
 * about 1e-20.
 *
 * @param x value, ≥ 0
 * @param degreesOfFreedom whole number ≥ 1
 * @param noncentrality λ ≥ 0
 * @throws RangeError on NaN, a negative noncentrality or impossible degrees of freedom
 * @see Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), chapter 29
 */
export function noncentralChiSquaredTails(
  x: number,
  degreesOfFreedom: number,
  noncentrality: number,
): Tails {
  if (!(noncentrality >= 0 && Number.isFinite(noncentrality))) {
    throw new RangeError(`noncentrality is ${noncentrality}, but must be finite and ≥ 0`);
  }
  const central = chiSquaredTails(x, degreesOfFreedom);
  if (noncentrality === 0 || central.lower === 0 || x === Number.POSITIVE_INFINITY) return central;
  if (noncentrality >= LARGE) return normalIntegral(x, degreesOfFreedom, noncentrality);
  const mixture = { x: x / 2, shape: degreesOfFreedom / 2, rate: noncentrality / 2 };
  if (x < degreesOfFreedom + noncentrality) {
    const lower = lowerMixture(mixture);
    return { lower, upper: 1 - lower };
  }
  const upper = upperMixture(mixture);
  return { lower: 1 - upper, upper };
}

/** P(X ≤ x). */
export function noncentralChiSquaredCdf(x: number, df: number, noncentrality: number): number {
  return noncentralChiSquaredTails(x, df, noncentrality).lower;
}

/** P(X > x). */
export function noncentralChiSquaredSf(x: number, df: number, noncentrality: number): number {
  return noncentralChiSquaredTails(x, df, noncentrality).upper;
}

/**
 * The noncentrality at which a value as small as x has probability p: inverts the distribution
 * function in λ, in which it falls. Zero where even λ = 0 makes x that unlikely.
 *
 * @throws RangeError where p is not strictly between 0 and 1
 */
export function noncentralityAt(x: number, degreesOfFreedom: number, p: number): number {
  requireOpenProbability(p, 'probability');
  if (chiSquaredCdf(x, degreesOfFreedom) <= p) return 0;
  const excess = (noncentrality: number) =>
    noncentralChiSquaredCdf(x, degreesOfFreedom, noncentrality) - p;
  let high = x + 4 * Math.sqrt(x) + 4;
  while (excess(high) > 0) high *= 2;
  return findRoot(excess, 0, high);
}

interface Mixture {
  readonly x: number;
  readonly shape: number;
  readonly rate: number;
}

/** Poisson weights outside carry less than 1e-30 together. */
function weightWindow(rate: number): { first: number; last: number } {
  const reach = 12 * Math.sqrt(rate) + 60;
  return { first: Math.max(0, Math.floor(rate - reach)), last: Math.ceil(rate + reach) };
}

/** Downwards, because P(a, x) = P(a+1, x) + term only ever adds positive numbers. */
function lowerMixture({ x, shape, rate }: Mixture): number {
  const { first, last } = weightWindow(rate);
  let tail = lowerGammaSum(shape + last, x);
  let term = poissonProbability(shape + last, x);
  let weight = poissonProbability(last, rate);
  let sum = 0;
  for (let j = last; j >= first; j--) {
    sum += weight * tail;
    weight *= j / rate;
    term *= (shape + j) / x;
    tail += term;
    // Far out in the tail the running products start at zero; restart them where they are not.
    if (weight === 0) weight = poissonProbability(j - 1, rate);
    if (term === 0) term = poissonProbability(shape + j - 1, x);
  }
  return Math.min(1, sum);
}

/** Upwards, because Q(a+1, x) = Q(a, x) + term only ever adds positive numbers. */
function upperMixture({ x, shape, rate }: Mixture): number {
  const { first, last } = weightWindow(rate);
  let tail = upperGammaSum(shape + first, x);
  let term = poissonProbability(shape + first, x);
  let weight = poissonProbability(first, rate);
  let sum = 0;
  for (let j = first; j <= last; j++) {
    sum += weight * tail;
    tail += term;
    weight *= rate / (j + 1);
    term *= x / (shape + j + 1);
    if (weight === 0) weight = poissonProbability(j + 1, rate);
    if (term === 0) term = poissonProbability(shape + j + 1, x);
  }
  return Math.min(1, sum);
}

/**
 * X is (Z + √λ)² plus an independent central part Y with one degree of freedom less, so P(X ≤ x) is
 * the mean of Φ(√(x−Y) − √λ). Over u = ln Y the integrand is smooth and dies out on both sides, and
 * equal steps converge exponentially fast. The other root, Φ(−√(x−Y) − √λ), is below 1e-400 here.
 */
function normalIntegral(x: number, degreesOfFreedom: number, noncentrality: number): Tails {
  const root = Math.sqrt(noncentrality);
  const centralDegrees = degreesOfFreedom - 1;
  if (centralDegrees === 0) {
    const z = Math.sqrt(x) - root;
    return { lower: normalCdf(z), upper: normalCdf(-z) };
  }
  const shape = centralDegrees / 2;
  const step = 0.25 * Math.min(1, 1 / Math.sqrt(shape));
  // Below, the density of u falls as exp(shape · u); above, as exp(−exp(u) / 2).
  const from = Math.log(2 * shape) - 40 / shape - 12 / Math.sqrt(shape);
  const to = Math.log(2 * shape + 14 * Math.sqrt(shape) + 120);
  let lower = 0;
  let upper = 0;
  let weights = 0;
  for (let u = from; u <= to; u += step) {
    const y = Math.exp(u);
    const weight = Math.exp(shape * (u - Math.log(2 * shape)) - (y - 2 * shape) / 2);
    weights += weight;
    if (y >= x) {
      upper += weight;
      continue;
    }
    const z = Math.sqrt(x - y) - root;
    lower += weight * normalCdf(z);
    upper += weight * normalCdf(-z);
  }
  return { lower: lower / weights, upper: upper / weights };
}
