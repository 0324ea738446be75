import { describeMetric } from '../../shared/domain/metric.ts';
import { orient } from './judge.ts';
import type { MetricComparison } from './metrics/comparison.ts';
import type { SliceReport } from './slices.ts';

/** All rows together say the opposite of every slice of a column (Simpson's paradox). */
export interface Reversal {
  readonly column: string;
  readonly slices: number;
  /** What all rows together say of the challenger. */
  readonly overall: 'better' | 'worse';
}

/** Slices that hold less of the rows than this do not speak for all of them. */
const leastShare = 0.8;

/**
 * Columns in whose every slice the challenger changed the other way than over all rows, where the
 * overall change is beyond chance. A mean over rows cannot do that on the same rows; AUC and F1 can.
 */
export function findReversals(
  { metric, judged }: SliceReport,
  overall: MetricComparison | undefined,
  rows: number,
): Reversal[] {
  const { better } = describeMetric(metric);
  if (overall?.difference === undefined) return [];
  const { estimate, low, high } = orient(overall.difference, better);
  if (low <= 0 && high >= 0) return [];
  return [...new Set(judged.map(({ column }) => column))].flatMap((column): Reversal[] => {
    const slices = judged.filter((slice) => slice.column === column);
    const held = slices.reduce((sum, slice) => sum + slice.rows, 0);
    const isOpposite = slices.every(({ comparison: { difference } }) => {
      const change = difference === undefined ? 0 : orient(difference, better).estimate;
      return change * estimate < 0;
    });
    if (slices.length < 2 || held < leastShare * rows || !isOpposite) return [];
    return [{ column, slices: slices.length, overall: estimate > 0 ? 'better' : 'worse' }];
  });
}
