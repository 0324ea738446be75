import { requireCount, requireOpenProbability } from './counts.ts';
import type { Estimate } from './interval.ts';
import { normalQuantile, twoSidedZ } from './normal.ts';

export type NonInferiorityVerdict = 'better' | 'no-worse' | 'worse' | 'inconclusive';

export interface NonInferiorityInput {
  /** Challenger minus champion, with its two-sided interval, in units of the metric. */
  readonly difference: Estimate;
  /** Confidence level of the interval. */
  readonly level: number;
  /** Whether a larger or a smaller metric is the better one. */
  readonly better: 'higher' | 'lower';
  /** How much worse the challenger may be, ≥ 0, in units of the metric. */
  readonly allowedRegression: number;
  /** Rows that both models were judged on. */
  readonly rows: number;
}

export interface NonInferiority {
  readonly verdict: NonInferiorityVerdict;
  /**
   * Rows with which a difference as estimated would be decided 8 times in 10; only where the
   * verdict is inconclusive, and absent where the estimate lies on the limit itself, which no
   * number of rows decides.
   */
  readonly rowsToDecide?: number;
}

/** The chance that `rowsToDecide` rows decide, if the difference is what it now seems. */
const POWER = 0.8;

/**
 * Whether the challenger is no worse than the champion by more than an allowed regression, read off
 * the interval of their difference: `better` if all of it is above zero, `no-worse` if all of it is
 * at or above the allowed regression, `worse` if all of it is below, else `inconclusive`.
 *
 * @throws RangeError on a negative or NaN allowed regression, an interval that does not contain its
 * estimate, impossible rows or level
 * @see G. Piaggio et al., Reporting of Noninferiority and Equivalence Trials, JAMA 308 (2012)
 */
export function nonInferiority(input: NonInferiorityInput): NonInferiority {
  const { level, better, allowedRegression, rows } = input;
  requireOpenProbability(level, 'level');
  requireCount(rows, 'rows', 1);
  if (!(allowedRegression >= 0)) {
    throw new RangeError(`allowed regression is ${allowedRegression}, but must be 0 or more`);
  }
  const { low, estimate, high } = orient(input.difference, better);
  if (!(low <= estimate && estimate <= high)) {
    throw new RangeError(`interval [${low}, ${high}] does not contain its estimate ${estimate}`);
  }
  const limit = -allowedRegression;
  if (low > 0) return { verdict: 'better' };
  if (low >= limit) return { verdict: 'no-worse' };
  if (high < limit) return { verdict: 'worse' };
  const reserve = Math.abs(estimate - limit);
  if (reserve === 0) return { verdict: 'inconclusive' };
  const halfWidth = estimate > limit ? estimate - low : high - estimate;
  const z = twoSidedZ(level);
  const growth = ((halfWidth / reserve) * ((z + normalQuantile(POWER)) / z)) ** 2;
  return { verdict: 'inconclusive', rowsToDecide: Math.ceil(rows * growth) };
}

/** The difference with its sign turned so that positive is better. */
function orient(difference: Estimate, better: 'higher' | 'lower'): Estimate {
  if (better === 'higher') return difference;
  return { estimate: -difference.estimate, low: -difference.high, high: -difference.low };
}
