import { differenceOfEstimates } from '../../../shared/stats/difference-of-estimates.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import type { Cohort } from './cohorts.ts';
import { betterOf, type FollowedMetric } from './measure.ts';

export interface PerformancePolicy {
  readonly metric: FollowedMetric;
  /** How much worse than the reference matters, in units of the metric. */
  readonly maxRegression: number | undefined;
  /** What the metric must not be worse than. */
  readonly limit: number | undefined;
}

export type PerformanceState =
  /** Worse than allowed, for sure. */
  | 'dropped'
  /** Worse for sure, but within what is allowed. */
  | 'worse'
  | 'held'
  | 'undecided'
  /** A figure, but nothing to hold it against. */
  | 'shown'
  /** Neither labels nor an estimate. */
  | 'unknown';

export interface JudgedCohort extends Cohort {
  readonly source: 'realised' | 'estimated' | 'none';
  readonly value: Estimate | undefined;
  /** Value minus the reference's. */
  readonly difference: Estimate | undefined;
  /** Largest change to the worse side, as a positive number. */
  readonly allowed: number | undefined;
  readonly state: PerformanceState;
}

/** Of a bounded metric. */
const defaultRegression = 0.05;
/** Of a loss, as a share of the reference's. */
const defaultRelativeRegression = 0.1;

export function allowedRegression(
  { metric, maxRegression }: PerformancePolicy,
  baseline: Estimate,
): number {
  if (maxRegression !== undefined) return maxRegression;
  const isLoss = ['rmse', 'mae', 'mape', 'log-loss', 'brier'].includes(metric);
  return isLoss ? defaultRelativeRegression * baseline.estimate : defaultRegression;
}

/** One window against the reference and the limit. */
export function judgeCohort(
  cohort: Cohort,
  source: JudgedCohort['source'],
  value: Estimate | undefined,
  baseline: Estimate | undefined,
  policy: PerformancePolicy,
): JudgedCohort {
  if (value === undefined) {
    const none = { difference: undefined, allowed: undefined, state: 'unknown' as const };
    return { ...cohort, source: 'none', value, ...none };
  }
  const difference = baseline && differenceOfEstimates(baseline, value);
  const allowed = baseline && allowedRegression(policy, baseline);
  const states: PerformanceState[] = [
    ...(difference === undefined || allowed === undefined
      ? []
      : [stateOf(policy.metric, difference, allowed)]),
    ...(policy.limit === undefined ? [] : [againstLimit(policy.metric, value, policy.limit)]),
  ];
  const judged = cohort.maturity !== 'few' || source === 'estimated';
  const state = judged ? worstState(states) : 'shown';
  return { ...cohort, source, value, difference, allowed, state };
}

function stateOf(
  metric: FollowedMetric,
  { low, high }: Estimate,
  allowed: number,
): PerformanceState {
  // Both turned so that larger is worse.
  const [least, most] = betterOf(metric) === 'higher' ? [-high, -low] : [low, high];
  if (least > allowed) return 'dropped';
  if (most > allowed) return 'undecided';
  return least > 0 ? 'worse' : 'held';
}

function againstLimit(
  metric: FollowedMetric,
  { low, high }: Estimate,
  limit: number,
): PerformanceState {
  const [isBeyond, isSafe] =
    betterOf(metric) === 'higher' ? [high < limit, low >= limit] : [low > limit, high <= limit];
  if (isBeyond) return 'dropped';
  return isSafe ? 'held' : 'undecided';
}

const byBadness: readonly PerformanceState[] = ['shown', 'held', 'worse', 'undecided', 'dropped'];

function worstState(states: readonly PerformanceState[]): PerformanceState {
  const worst = Math.max(0, ...states.map((state) => byBadness.indexOf(state)));
  return byBadness[worst] ?? 'shown';
}
