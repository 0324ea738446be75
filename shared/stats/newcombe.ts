import type { Estimate } from './interval.ts';
import { type Proportion, wilson } from './wilson.ts';

/**
 * Newcombe's hybrid score interval of the difference of two independent proportions, b − a.
 *
 * @throws RangeError as `wilson`
 * @see R. Newcombe, Interval estimation for the difference between independent proportions,
 * Statistics in Medicine 17 (1998), method 10
 */
export function newcombe(a: Proportion, b: Proportion, level = 0.95): Estimate {
  const before = wilson(a, level);
  const after = wilson(b, level);
  const estimate = after.estimate - before.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(after.estimate - after.low, before.high - before.estimate),
    high: estimate + Math.hypot(after.high - after.estimate, before.estimate - before.low),
  };
}
