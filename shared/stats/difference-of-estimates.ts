import type { Estimate } from './interval.ts';

/**
 * The difference of two independent estimates, b − a, with an interval put together from theirs: the
 * method of variance estimates recovery. Of two Wilson intervals it is Newcombe's.
 *
 * @see G. Zou & A. Donner, Statistics in Medicine 27 (2008)
 */
export function differenceOfEstimates(a: Estimate, b: Estimate): Estimate {
  const estimate = b.estimate - a.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(b.estimate - b.low, a.high - a.estimate),
    high: estimate + Math.hypot(b.high - b.estimate, a.estimate - a.low),
  };
}
