import type { Interval } from './interval.ts';
import { studentTwoSidedP, twoSidedT } from './student-t.ts';

/**
 * How an estimate that is a mean of independent rows varies: what its interval and its p-values come
 * from, so that the two agree at every level.
 */
export interface SamplingLaw {
  /** Above 0, in units of the estimate. */
  readonly standardError: number;
  /** Of the standard error; Welch's and Satterthwaite's where there are strata. */
  readonly degreesOfFreedom: number;
  /** A sixth of the skewness of the estimate. */
  readonly acceleration: number;
  /**
   * The covariance of the sample's skewness with its own mean, both in standard errors, ≥ 0. In a
   * sample that an outlier pulls up the skewness is up as well, and a correction by it would move the
   * interval with the error instead of against it.
   */
  readonly lean: number;
}

/**
 * The two-sided interval of a mean: Hall's transformation takes the skewness out of the studentised
 * mean, Student's t stands for the error of its standard error, and the reach grows by what the
 * lean of the skewness takes away. To second order it is the BCa interval; it holds further out in
 * the tails, which multiple tests need.
 *
 * @param level in (0, 1)
 * @returns an interval that contains the estimate
 * @see P. Hall, On the Removal of Skewness by Transformation, JRSS B 54 (1992); X. Zhou & S. Gao,
 *   One-Sided Confidence Intervals for Means of Positively Skewed Distributions, The American
 *   Statistician 54 (2000)
 */
export function lawInterval(estimate: number, law: SamplingLaw, level: number): Interval {
  const t = twoSidedT(level, law.degreesOfFreedom);
  const reach = t * widening(t, law.lean);
  return {
    low: estimate - law.standardError * Math.max(0, skewed(reach, law.acceleration)),
    high: estimate - law.standardError * Math.min(0, skewed(-reach, law.acceleration)),
  };
}

/** Two-sided p-value of a true mean of `value`: 1 − level where it is an end of that interval. */
export function lawPValue(estimate: number, law: SamplingLaw, value: number): number {
  if (estimate === value) return 1;
  const { acceleration: a, lean, degreesOfFreedom } = law;
  const t = (estimate - value) / law.standardError;
  const straight = t + a * (1 + 2 * t * t) + (4 / 3) * a * a * t ** 3;
  return studentTwoSidedP(narrowed(Math.abs(straight), lean), degreesOfFreedom);
}

/** By how much an interval of this t reaches further, as its skewness leans with the mean. */
function widening(t: number, lean: number): number {
  return 1 + (lean * (2 * t * t + 1)) / 6;
}

/** The t whose reach, with its widening, is `reach`: the one real root of a cubic. */
function narrowed(reach: number, lean: number): number {
  if (lean < 1e-12) return reach;
  // t³ + p t = q
  const p = (3 * (1 + lean / 6)) / lean;
  const q = (3 * reach) / lean;
  const root = Math.sqrt(p / 3);
  return 2 * root * Math.sinh(Math.asinh((1.5 * q) / (p * root)) / 3);
}

/** The studentised mean that Hall's transformation takes to `straight`. */
function skewed(straight: number, a: number): number {
  if (Math.abs(a) < 1e-9) return straight;
  return (Math.cbrt(1 + 6 * a * (straight - a)) - 1) / (2 * a);
}
