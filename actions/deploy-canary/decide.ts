import type { Finding } from '../../shared/domain/record.ts';
import {
  type LabelledAnswers,
  latencyBounds,
  type RolloutStep,
  type Stage,
  type VersionTraffic,
} from '../../shared/domain/rollout.ts';
import { errorShareTest } from '../../shared/stats/binomial-e-process.ts';
import {
  compareQuantiles,
  type QuantileComparison,
} from '../../shared/stats/quantile-from-histogram.ts';
import { wilson } from '../../shared/stats/wilson.ts';
import { messages } from './messages.ts';
import { judgeQuality, type QualityPolicy } from './quality/judge.ts';
import { ruleBroken } from './quality/messages.ts';

/** When a canary is good enough, bad, or not yet known. */
export interface RolloutPolicy {
  readonly minRequests: number;
  readonly patienceMs: number;
  readonly tooLittleData: 'pause' | 'roll-back' | 'promote';
  readonly errors: {
    readonly alpha: number;
    readonly allowedRatio: number;
    readonly maxRate: number | undefined;
  };
  readonly latency: {
    readonly quantile: number;
    readonly allowedRatio: number;
    readonly allowedIncreaseMs: number;
  };
  /** The gate's own policy, as far as live traffic can tell. */
  readonly quality: QualityPolicy;
}

/** Everything a decision rests on. */
export interface Observation {
  /** Stages passed, oldest first. */
  readonly passed: readonly Stage[];
  readonly current: Stage;
  readonly step: RolloutStep;
  /** Steps of the rollout: each may look at the latency once, so they share its error rate. */
  readonly stepCount: number;
  readonly elapsedMs: number;
  /** What the versions answered to rows whose label is known, since the rollout began. */
  readonly answers: LabelledAnswers;
  /** How the canary's server fares; `crashes` since the rollout began. */
  readonly canary: {
    readonly isFailed: boolean;
    readonly crashes: number;
    readonly error?: string;
  };
}

export type Decision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'advance'; readonly findings: readonly Finding[] }
  | { readonly kind: 'roll-back'; readonly finding: Finding }
  | { readonly kind: 'pause'; readonly finding: Finding };

/**
 * What to do with a canary, from counts alone. The test of its errors is valid however often one
 * looks, so it is asked all the time; latency and the gate's policy are judged once, at the end of
 * a step.
 */
export function decide(seen: Observation, policy: RolloutPolicy): Decision {
  const harm = harmOf(seen, policy);
  if (harm !== undefined) return { kind: 'roll-back', finding: harm };
  if (seen.elapsedMs < seen.step.forMs) return { kind: 'wait' };
  const { canary, stable } = seen.current;
  if (Math.min(canary.requests, stable.requests) >= policy.minRequests) {
    return atEndOfStep(seen, policy);
  }
  if (seen.elapsedMs < seen.step.forMs + policy.patienceMs) return { kind: 'wait' };
  const finding = messages.tooLittleData(seen.current, policy.minRequests, policy.tooLittleData);
  if (policy.tooLittleData === 'promote') return { kind: 'advance', findings: [finding] };
  return { kind: policy.tooLittleData, finding };
}

function atEndOfStep(seen: Observation, policy: RolloutPolicy): Decision {
  const slow = slownessOf(seen, policy);
  if (slow !== undefined) return { kind: 'roll-back', finding: slow };
  const judged = judgeQuality({ stage: seen.current, answers: seen.answers }, policy.quality, {
    alpha: policy.errors.alpha,
    stepCount: seen.stepCount,
  });
  const bad = judged.find(({ verdict }) => verdict === 'fail');
  if (bad !== undefined) return { kind: 'roll-back', finding: ruleBroken(bad) };
  const findings = judged.filter(({ verdict }) => verdict === 'warn').map(ruleBroken);
  return { kind: 'advance', findings };
}

/** Why a canary must go at once, if it must. */
function harmOf(
  { canary, current, passed }: Observation,
  { errors }: RolloutPolicy,
): Finding | undefined {
  if (canary.isFailed || canary.crashes > 0) return messages.canaryCrashed(canary.error);
  if (current.canary.strangers + current.stable.strangers > 0) {
    return messages.answeredByAnother(current);
  }
  const stages = [...passed, current];
  const { requests, errors: failed } = current.canary;
  // A canary that never failed cannot fail too often: the usual case costs nothing.
  if (sumOf(stages).canary.errors === 0) return undefined;
  const test = testErrors(stages, errors);
  if (test.rollBack) return messages.moreErrors(sumOf(stages), test, errors.alpha);
  if (errors.maxRate === undefined || requests === 0) return undefined;
  const rate = wilson({ hits: failed, rows: requests }, 1 - 2 * errors.alpha);
  return rate.low > errors.maxRate ? messages.tooManyErrors(rate, errors.maxRate) : undefined;
}

/** The anytime-valid test of the errors of all stages, each at its own weight. */
export function testErrors(stages: readonly Stage[], errors: RolloutPolicy['errors']) {
  const counts = stages.map(({ weight, canary, stable }) => ({
    canaryShare: weight / 100,
    canaryErrors: canary.errors,
    stableErrors: stable.errors,
  }));
  return errorShareTest(counts, { alpha: errors.alpha, allowedRatio: errors.allowedRatio });
}

/** Slower for sure, by more than the policy allows both as a ratio and in milliseconds. */
function slownessOf(seen: Observation, policy: RolloutPolicy): Finding | undefined {
  const compared = compareLatency(seen.current, policy, seen.stepCount);
  return compared !== undefined && isSlower(compared, policy)
    ? messages.slower(compared, compared.quantile, policy.latency.allowedRatio)
    : undefined;
}

export function isSlower({ ratio, canary, stable }: LatencyComparison, policy: RolloutPolicy) {
  const { allowedRatio, allowedIncreaseMs } = policy.latency;
  return ratio.low > allowedRatio && canary.low - stable.high > allowedIncreaseMs;
}

/** Whether the canary is, for sure, not slower than allowed. */
export function isFastEnough({ ratio, canary, stable }: LatencyComparison, policy: RolloutPolicy) {
  const { allowedRatio, allowedIncreaseMs } = policy.latency;
  return ratio.high <= allowedRatio || canary.high - stable.low <= allowedIncreaseMs;
}

export interface LatencyComparison extends QuantileComparison {
  readonly quantile: number;
}

/**
 * Latency of canary and stable at the quantile the policy asks for, or at the highest lower one
 * that so few requests can tell anything about: 50 requests say nothing about the slowest 1 %.
 *
 * @returns undefined where one of them answered nothing.
 */
export function compareLatency(
  { canary, stable }: Stage,
  { latency, errors }: RolloutPolicy,
  stepCount: number,
): LatencyComparison | undefined {
  const requests = Math.min(canary.requests, stable.requests);
  if (requests === 0) return undefined;
  const tail = errors.alpha / Math.max(1, stepCount);
  const quantile =
    [latency.quantile, 0.95, 0.9, 0.75]
      .filter((one) => one <= latency.quantile)
      .find((one) => requests >= requestsToBound(one, tail)) ?? 0.5;
  const histogram = ({ latencies }: VersionTraffic) => ({
    upperBounds: latencyBounds,
    counts: latencies,
  });
  const compared = compareQuantiles(histogram(canary), histogram(stable), quantile, 1 - 2 * tail);
  return { ...compared, quantile };
}

/** Requests from which on the largest latency seen bounds a quantile, but for a chance of `tail`. */
export function requestsToBound(quantile: number, tail: number): number {
  return Math.ceil(Math.log(tail) / Math.log(quantile));
}

/** Requests and errors of several stages together. */
export function sumOf(stages: readonly Stage[]) {
  const total = (side: 'canary' | 'stable', what: 'requests' | 'errors'): number =>
    stages.reduce((sum, stage) => sum + stage[side][what], 0);
  return {
    canary: { requests: total('canary', 'requests'), errors: total('canary', 'errors') },
    stable: { requests: total('stable', 'requests'), errors: total('stable', 'errors') },
  };
}
