/**
 * Poisson, binomial and hypergeometric probabilities that keep full relative accuracy with counts
 * in the hundreds of millions, where log-gamma differences have lost every digit.
 *
 * @see C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000)
 */

/** Error of Stirling's formula: ln Γ(x+1) − [(x+½) ln x − x + ½ ln 2π], for real x > 0. */
export function stirlingError(x: number): number {
  if (x < SMALL_ERRORS.length && Number.isInteger(x)) return SMALL_ERRORS[x] as number;
  return computeStirlingError(x);
}

function computeStirlingError(x: number): number {
  let shifted = x;
  let error = 0;
  // The series needs x of about 16; below, step up with Γ(x+2) = (x+1) Γ(x+1).
  for (; shifted < 16; shifted++) error += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const inverse = 1 / (shifted * shifted);
  const series =
    1 / 12 -
    inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188))));
  return error + series / shifted;
}

const SMALL_ERRORS: readonly number[] = Array.from({ length: 64 }, (_, x) =>
  x === 0 ? Number.POSITIVE_INFINITY : computeStirlingError(x),
);

const HALF_LN_TWO_PI = 0.9189385332046728;

/** ln n! for whole n ≥ 0. */
export function lnFactorial(n: number): number {
  if (n === 0) return 0;
  return (n + 0.5) * Math.log(n) - n + HALF_LN_TWO_PI + stirlingError(n);
}

/** Deviance x ln(x/m) + m − x of an observed x from a mean m, without cancellation near x = m. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** λ^x e^−λ / Γ(x+1) for real x ≥ 0 and λ ≥ 0: the Poisson probability where x is whole. */
export function poissonProbability(x: number, mean: number): number {
  if (mean === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}

/** Probability of k successes in n trials of probability p, for whole 0 ≤ k ≤ n. */
export function binomialProbability(k: number, n: number, p: number): number {
  const q = 1 - p;
  if (p === 0) return k === 0 ? 1 : 0;
  if (q === 0) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/**
 * Probability of k marked items among `draws` drawn without replacement from `marked` and
 * `unmarked` ones. Zero outside the support.
 */
export function hypergeometricProbability(
  k: number,
  marked: number,
  unmarked: number,
  draws: number,
): number {
  if (k < 0 || k > marked || draws - k < 0 || draws - k > unmarked) return 0;
  const p = draws / (marked + unmarked);
  if (p === 0 || p === 1) return 1;
  return (
    (binomialProbability(k, marked, p) * binomialProbability(draws - k, unmarked, p)) /
    binomialProbability(draws, marked + unmarked, p)
  );
}
