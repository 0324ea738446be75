import type { Estimate } from './interval.ts';
import { type Proportion, wilson } from './wilson.ts';

/**
 * The ratio of two independent proportions, a ÷ b, with the interval that Donner and Zou's method of
 * variance estimates recovery makes of Wilson's: the ratio's counterpart of `newcombe`.
 *
 * @returns `high` may be Infinity where b may well be 0; the estimate is NaN where b has no hits
 * @throws RangeError as `wilson`
 * @see A. Donner & G. Zou, Closed-form confidence intervals for functions of the normal mean and
 * standard deviation, Statistical Methods in Medical Research 21 (2012), section 3.3
 */
export function ratioOfShares(a: Proportion, b: Proportion, level = 0.95): Estimate {
  const above = wilson(a, level);
  const below = wilson(b, level);
  const estimate = above.estimate / below.estimate;
  const product = above.estimate * below.estimate;
  const bound = (numerator: number, denominator: number, sign: 1 | -1): number => {
    const x = numerator * (2 * above.estimate - numerator);
    const y = denominator * (2 * below.estimate - denominator);
    if (y <= 0) return sign === 1 ? Number.POSITIVE_INFINITY : 0;
    return (product + sign * Math.sqrt(Math.max(0, product * product - x * y))) / y;
  };
  return {
    estimate,
    low: Math.max(0, bound(above.low, below.high, -1)),
    high: bound(above.high, below.low, 1),
  };
}
