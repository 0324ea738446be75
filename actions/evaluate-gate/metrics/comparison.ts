import type { Estimate } from '../../../shared/stats/interval.ts';
import type { MeanDifferenceMethod } from '../../../shared/stats/paired-bootstrap.ts';

/** One metric of a challenger, and of a champion on the same rows where there is one. */
export interface MetricComparison {
  readonly challenger: Estimate;
  readonly champion?: number;
  /** Challenger minus champion. */
  readonly difference?: Estimate;
  /** What the numbers rest on, where that is not the held-out rows. */
  readonly basis?: {
    readonly count: number;
    readonly unit: 'file' | 'run' | 'request' | 'batch';
  };
  /** Two-sided p-value of no difference, where the method has an exact one. */
  readonly exactP?: number;
}

/** What each kind of answer to a row is worth, in any unit; a cost is negative. */
export type Worth = Readonly<
  Record<'true-positive' | 'false-positive' | 'true-negative' | 'false-negative', number>
>;

/** What every method needs to know beside the rows. */
export interface MethodOptions {
  /** Of the two-sided intervals. */
  readonly level: number;
  /** The probability from which a row counts as predicted positive. */
  readonly threshold: number;
  /** The quantile that predictions are of, for the pinball loss. Default 0.5. */
  readonly quantile?: number | undefined;
  /** For the business value. */
  readonly worth?: Worth | undefined;
  /** Of the bootstrap, where one is needed. */
  readonly seed: number;
  readonly replicates: number;
  /** How means of rows get their interval. Default `auto`: by how many rows there are. */
  readonly method?: MeanDifferenceMethod | 'auto';
}

/** The metric has no value on these rows; the message says why, for a person. */
export class NotComputable extends Error {}
