import type { SamplingLaw } from './sampling-law.ts';

/** A confidence interval, in the units of the estimate. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An estimate with its confidence interval. */
export interface Estimate extends Interval {
  readonly estimate: number;
  /** How it varies, where that is known beyond the level of the interval. */
  readonly law?: SamplingLaw;
}
