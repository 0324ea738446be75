import type { TableInput } from '../../shared/domain/cell.ts';
import type { Metric, Series } from '../../shared/domain/record.ts';
import type {
  Deployment,
  DeploymentEvent,
  LabelledAnswers,
  Stage,
} from '../../shared/domain/rollout.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { newcombe } from '../../shared/stats/newcombe.ts';
import {
  compareLatency,
  isFastEnough,
  isSlower,
  type RolloutPolicy,
  sumOf,
  testErrors,
} from './decide.ts';
import { messages, quantileName } from './messages.ts';
import { currentRollout } from './plan.ts';
import { type JudgedRule, judgeQuality } from './quality/judge.ts';

/** What was seen in a rollout, as a reader wants it. */
export interface Seen {
  readonly stages: readonly Stage[];
  readonly stepCount: number;
  /** The verdict of the last stage; the ones before it were passed. */
  readonly last: Verdict;
  readonly answers: LabelledAnswers;
}

/** Errors over all stages and latency in the last one, each against stable. */
export function rolloutMetrics(seen: Seen, policy: RolloutPolicy): Metric[] {
  const { stages, stepCount, answers } = seen;
  const [last] = stages.slice(-1);
  const { canary, stable } = sumOf(stages);
  if (last === undefined || canary.requests === 0 || stable.requests === 0) return [];
  const { alpha } = policy.errors;
  const judged = judgeQuality({ stage: last, answers }, policy.quality, { alpha, stepCount });
  return [
    ...errorMetrics(stages, policy),
    ...latencyMetrics(last, policy, stepCount),
    ...judged.map(ruleMetric),
  ];
}

/** A rule of the gate's policy, as it held under live traffic. */
function ruleMetric({ rule, value, baseline, difference, level, verdict }: JudgedRule): Metric {
  const interval = difference ?? value;
  return {
    name: rule.name,
    value: value.estimate,
    ...(baseline === undefined ? {} : { baseline: baseline.estimate }),
    ...(difference === undefined ? {} : { delta: difference.estimate }),
    low: finite(interval.low),
    high: finite(interval.high),
    level,
    better: rule.better,
    verdict,
  };
}

function errorMetrics(stages: readonly Stage[], policy: RolloutPolicy): Metric[] {
  const { canary, stable } = sumOf(stages);
  const of = ({ requests, errors }: typeof canary) => ({ hits: errors, rows: requests });
  const level = 0.95;
  const change = newcombe(of(stable), of(canary), level);
  const test = testErrors(stages, policy.errors);
  const baseline = stable.errors / stable.requests;
  const verdict = test.rollBack ? 'fail' : 'pass';
  return [
    {
      name: 'error-rate',
      value: canary.errors / canary.requests,
      baseline,
      delta: change.estimate,
      low: change.low,
      high: change.high,
      level,
      better: 'lower',
      verdict,
    },
    { name: 'error-e-value', value: finite(test.eValue), better: 'lower', verdict },
  ];
}

function latencyMetrics(last: Stage, policy: RolloutPolicy, stepCount: number): Metric[] {
  const compared = compareLatency(last, policy, stepCount);
  if (compared === undefined) return [];
  const { canary, stable, ratio, quantile } = compared;
  const name = `${quantileName(quantile)}-latency`;
  const notSlower = isFastEnough(compared, policy) ? 'pass' : 'inconclusive';
  return [
    {
      name,
      value: canary.estimate,
      baseline: stable.estimate,
      delta: canary.estimate - stable.estimate,
      better: 'lower',
      unit: 'ms',
    },
    {
      name: `${name}-ratio`,
      value: ratio.estimate,
      low: ratio.low,
      high: finite(ratio.high),
      level: 1 - (2 * policy.errors.alpha) / Math.max(1, stepCount),
      better: 'lower',
      verdict: isSlower(compared, policy) ? 'fail' : notSlower,
    },
  ];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** One row a stage: what each version answered, and how well. */
export function stageTable({ stages, stepCount, last }: Seen, policy: RolloutPolicy): TableInput {
  const rows = stages.map((stage, i) => {
    const latency = compareLatency(stage, policy, stepCount);
    return [
      { kind: 'verdict' as const, verdict: i < stages.length - 1 ? ('pass' as const) : last },
      { kind: 'share' as const, value: stage.weight / 100 },
      stage.canary.requests,
      stage.canary.errors,
      finiteOr(latency?.canary.estimate),
      stage.stable.requests,
      stage.stable.errors,
      finiteOr(latency?.stable.estimate),
      latency === undefined ? '' : quantileName(latency.quantile),
    ];
  });
  const titles = messages.tables.steps;
  const count = (title: string) => ({ title, align: 'right' as const, digits: 0 });
  const latency = (title: string) => ({ title, align: 'right' as const, unit: 'ms' });
  return {
    id: 'steps',
    title: titles.title,
    columns: [
      { title: titles.verdict },
      { title: titles.weight, align: 'right' },
      count(titles.canaryRequests),
      count(titles.canaryErrors),
      latency(titles.canaryLatency),
      count(titles.stableRequests),
      count(titles.stableErrors),
      latency(titles.stableLatency),
      { title: titles.quantile },
    ],
    rows,
  };
}

const finiteOr = (value: number | undefined): number | null =>
  value === undefined ? null : finite(value);

/** What happened when, oldest first. */
export function timelineTable(deployment: Deployment): TableInput {
  const titles = messages.tables.timeline;
  return {
    id: 'timeline',
    title: titles.title,
    folded: true,
    columns: [
      { title: titles.when },
      { title: titles.what },
      { title: titles.version },
      { title: titles.traffic, align: 'right' },
      { title: titles.why },
    ],
    rows: currentRollout(deployment).map((happened) => [
      happened.at,
      messages.events[happened.event],
      happened.model?.label ?? '',
      { kind: 'share', value: shareOf(happened) / 100 },
      messages.reason(happened.reason),
    ]),
  };
}

/** Traffic of the model an event is about: a promotion gives it all. */
function shareOf({ event, weight }: DeploymentEvent): number {
  return event === 'promoted' || event === 'rolled-back' ? 100 : weight;
}

/** How the weights moved, in seconds since the rollout began. They add up to 100 at every point. */
export function weightSeries(deployment: Deployment): Series[] {
  const events = currentRollout(deployment);
  const [first] = events;
  if (first === undefined) return [];
  const began = Date.parse(first.at);
  const titles = messages.tables.weights;
  const seconds = events.map(({ at }) => (Date.parse(at) - began) / 1000);
  const canary = events.map(shareOf);
  // Before the first model is served there is no traffic to share.
  const isFirst = events.every(({ event, from }) => event !== 'weighted' && from === null);
  return [
    {
      id: 'weights',
      title: titles.title,
      kind: 'step',
      x: { title: titles.seconds, values: seconds },
      y: { title: titles.percent },
      lines: [
        { name: titles.canary, values: canary },
        { name: titles.stable, values: canary.map((weight) => (isFirst ? 0 : 100 - weight)) },
      ],
    },
  ];
}

/** Which model answered, as the answers themselves say. */
export function answerTable(answered: ReadonlyMap<string, number>): TableInput {
  const titles = messages.tables.answered;
  return {
    id: 'answered-by',
    title: titles.title,
    note: titles.note,
    folded: true,
    columns: [{ title: titles.model }, { title: titles.answers, align: 'right', digits: 0 }],
    rows: [...answered].map(([model, count]) => [{ kind: 'code', text: model }, count]),
  };
}
