import type { LabelledAnswers, Stage } from '../../../shared/domain/rollout.ts';
import { latencyBounds } from '../../../shared/domain/rollout.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { differenceOfEstimates } from '../../../shared/stats/difference-of-estimates.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts';
import { quantileFromHistogram } from '../../../shared/stats/quantile-from-histogram.ts';
import { estimateMetric, isEstimated, type Reading } from './estimate.ts';

/** A rule of the gate's policy (`evaluate.metrics`), as the canary judges by it. */
export interface MetricRule {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** How much worse than stable the canary may be; both hold where both are given. */
  readonly maxRegression:
    | { readonly absolute: number | undefined; readonly relative: number | undefined }
    | undefined;
  readonly isRequired: boolean;
}

/** The gate's policy, as far as a canary can be held to it. */
export interface QualityPolicy {
  readonly rules: readonly MetricRule[];
  /** undefined: a task whose answers are not judged one by one. */
  readonly reading: Reading | undefined;
}

export interface JudgedRule {
  readonly rule: MetricRule;
  /** Canary's. */
  readonly value: Estimate;
  /** Stable's; absent where it could not be told. */
  readonly baseline: Estimate | undefined;
  /** Canary minus stable. */
  readonly difference: Estimate | undefined;
  /** Of the intervals, two-sided. */
  readonly level: number;
  readonly verdict: Verdict;
  /** Which part of the rule is surely broken. */
  readonly broken: 'floor' | 'ceiling' | 'regression' | undefined;
}

const latencyQuantiles: Readonly<Record<string, number>> = {
  'latency-p50': 0.5,
  'latency-p95': 0.95,
  'latency-p99': 0.99,
};

/** Whether a metric is told by any traffic, labelled or not. */
export const isLatency = (name: string): boolean => Object.hasOwn(latencyQuantiles, name);

/** Rules that live traffic, or labelled answers, can tell; and those they cannot. */
export function partition({ rules, reading }: QualityPolicy): {
  readonly judged: readonly MetricRule[];
  readonly left: readonly MetricRule[];
} {
  const canBeTold = ({ name }: MetricRule): boolean =>
    isLatency(name) || (reading !== undefined && isEstimated(reading.task, name));
  return {
    judged: rules.filter(canBeTold),
    left: rules.filter((rule) => !canBeTold(rule)),
  };
}

/**
 * The canary by the gate's policy: each rule once a step, so that steps and rules share the chance
 * `alpha` to ever turn away a canary that keeps them all.
 */
export function judgeQuality(
  seen: { readonly stage: Stage; readonly answers: LabelledAnswers },
  policy: QualityPolicy,
  { alpha, stepCount }: { readonly alpha: number; readonly stepCount: number },
): JudgedRule[] {
  const { judged } = partition(policy);
  const level = 1 - (2 * alpha) / (Math.max(1, stepCount) * Math.max(1, judged.length));
  return judged.flatMap((rule) => {
    const of = (side: 'canary' | 'stable'): Estimate | undefined => {
      const quantile = latencyQuantiles[rule.name];
      if (quantile !== undefined) return latency(seen.stage[side].latencies, quantile, level);
      return policy.reading && estimateMetric(rule.name, seen.answers[side], level, policy.reading);
    };
    const value = of('canary');
    return value === undefined ? [] : [judge(rule, value, of('stable'), level)];
  });
}

function latency(counts: readonly number[], quantile: number, level: number): Estimate | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  return quantileFromHistogram({ upperBounds: latencyBounds, counts }, quantile, level);
}

function judge(
  rule: MetricRule,
  value: Estimate,
  baseline: Estimate | undefined,
  level: number,
): JudgedRule {
  const difference = baseline && differenceOfEstimates(baseline, value);
  const outcomes = [
    rule.min === undefined
      ? undefined
      : ({ part: 'floor', outcome: side(value, rule.min, 1) } as const),
    rule.max === undefined
      ? undefined
      : ({ part: 'ceiling', outcome: side(value, rule.max, -1) } as const),
    rule.maxRegression === undefined
      ? undefined
      : ({ part: 'regression', outcome: regression(rule, baseline, difference, level) } as const),
  ].filter((one) => one !== undefined);
  const broken = outcomes.find(({ outcome }) => outcome === 'fail')?.part;
  const isSure = outcomes.every(({ outcome }) => outcome === 'pass');
  const verdict =
    broken !== undefined ? (rule.isRequired ? 'fail' : 'warn') : isSure ? 'pass' : 'inconclusive';
  return { rule, value, baseline, difference, level, verdict, broken };
}

/** On which side of a limit all of an interval lies. */
function side({ low, high }: Estimate, limit: number, sign: 1 | -1): Verdict {
  const [worst, best] = sign === 1 ? [low, high] : [-high, -low];
  if (worst >= limit * sign) return 'pass';
  return best < limit * sign ? 'fail' : 'inconclusive';
}

function regression(
  { better, maxRegression }: MetricRule,
  baseline: Estimate | undefined,
  difference: Estimate | undefined,
  level: number,
): Verdict {
  if (baseline === undefined || difference === undefined) return 'inconclusive';
  const { absolute, relative } = maxRegression ?? {};
  const allowed = [
    ...(absolute === undefined ? [] : [absolute]),
    ...(relative === undefined ? [] : [relative * Math.abs(baseline.estimate)]),
  ];
  const { verdict } = nonInferiority({
    difference,
    level,
    better,
    allowedRegression: Math.min(...allowed),
    rows: 1,
  });
  if (verdict === 'worse') return 'fail';
  return verdict === 'inconclusive' ? 'inconclusive' : 'pass';
}
