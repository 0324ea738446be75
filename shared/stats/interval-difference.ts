import type { Estimate } from './interval.ts';

/**
 * The difference b − a of two estimates, from their own intervals alone: the distance to each end is
 * the root of the squared distances that matter there (MOVER). Where the two rise and fall together,
 * as measurements taken in turn do, it covers more than the level, never less.
 *
 * @see G. Zou and A. Donner, Construction of confidence limits about effect measures: a general
 * approach, Statistics in Medicine 27 (2008)
 */
export function intervalDifference(a: Estimate, b: Estimate): Estimate {
  const estimate = b.estimate - a.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(b.estimate - b.low, a.high - a.estimate),
    high: estimate + Math.hypot(b.high - b.estimate, a.estimate - a.low),
  };
}
