import { fisherExact } from './fisher-exact.ts';
import type { Estimate } from './interval.ts';
import { newcombe } from './newcombe.ts';
import type { Proportion } from './wilson.ts';

export interface ShareDifference extends Estimate {
  /** Fisher's exact two-sided p-value. */
  readonly pValue: number;
  readonly reference: number;
  readonly current: number;
}

/**
 * How much a share (of missing values, of categories never seen before) has changed: current minus
 * reference, with Newcombe's interval and Fisher's exact test.
 *
 * @throws RangeError without rows in either sample, or where hits are impossible
 * @see `newcombe`, `fisherExact`
 */
export function shareDifference(
  reference: Proportion,
  current: Proportion,
  level = 0.95,
): ShareDifference {
  return {
    ...newcombe(reference, current, level),
    pValue: fisherExact(reference, current),
    reference: reference.hits / reference.rows,
    current: current.hits / current.rows,
  };
}
