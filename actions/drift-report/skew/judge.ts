import type { RowPlace } from '../../../shared/domain/column.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { wilson } from '../../../shared/stats/wilson.ts';

/** One feature over the joined rows. */
interface ComparedFeature {
  readonly name: string;
  readonly rows: number;
  readonly differing: number;
  /** Of these, rows with a value on one side only. */
  readonly oneSided: number;
  /** Of numbers that differ. */
  readonly meanGap: number | undefined;
  readonly largestGap: number | undefined;
}

export type SkewState = 'same' | 'within' | 'undecided' | 'skewed';

export interface JudgedFeature extends ComparedFeature {
  readonly share: Estimate;
  readonly state: SkewState;
  readonly examples: readonly RowPlace[];
}

/**
 * The share of rows that differ, with Wilson's interval. With no share allowed one row is enough:
 * the two were to be the same.
 *
 * @param feature at least one row
 */
export function judgeFeature(feature: ComparedFeature, maxShare: number): JudgedFeature {
  const share = wilson({ hits: feature.differing, rows: feature.rows }, 0.95);
  return { ...feature, share, state: stateOf(share, feature.differing, maxShare), examples: [] };
}

function stateOf(share: Estimate, differing: number, maxShare: number): SkewState {
  if (differing === 0) return 'same';
  if (share.low > maxShare) return 'skewed';
  return share.high > maxShare ? 'undecided' : 'within';
}
