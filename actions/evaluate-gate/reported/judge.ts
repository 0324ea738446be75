import { describeMetric, isMetric } from '../../../shared/domain/metric.ts';
import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts';
import { twoSidedZ } from '../../../shared/stats/normal.ts';
import {
  advisory,
  type Family,
  holdWith,
  type Judgement,
  judgeLimit,
  orient,
  twoSidedP,
  verdictOf,
} from '../judge.ts';
import { allowedInUnits, improvementInUnits, type MetricRule, withDefault } from '../policy.ts';
import type { ReportedMetric, ReportedMetrics } from './read.ts';

export interface ReportedRule extends MetricRule {
  /** Of names that are no standard metric. */
  readonly better?: 'higher' | 'lower' | undefined;
}

export interface ReportedPolicy {
  readonly rules: Readonly<Record<string, ReportedRule | undefined>>;
  readonly level: number;
  readonly acceptsPoints: boolean;
}

export interface JudgedReport {
  readonly name: string;
  readonly title: string;
  readonly better: 'higher' | 'lower';
  readonly required: boolean;
  /** undefined: the challenger's file does not have it. */
  readonly challenger?: Estimate;
  readonly champion?: number;
  /** Challenger minus champion. */
  readonly difference?: Estimate;
  /** Whether a judgement had to do without an interval. */
  readonly isPoint: boolean;
  /** The policy compares it with the champion, whose file does not have it. */
  readonly lacksChampion: boolean;
  readonly judgements: readonly Judgement[];
  readonly verdict: Verdict;
}

/** Without rows nobody can say how many would decide; one stands for an unknown number. */
const unknownRows = 1;

/** The half of an interval at this level, on either side; undefined: the file says nothing of it. */
function reachOf(
  { value, standardError, interval }: ReportedMetric,
  level: number,
): { readonly below: number; readonly above: number } | undefined {
  const z = twoSidedZ(level);
  if (standardError !== undefined) return { below: z * standardError, above: z * standardError };
  if (interval === undefined) return undefined;
  const scale = z / twoSidedZ(interval.level);
  return { below: scale * (value - interval.low), above: scale * (interval.high - value) };
}

function estimateOf(metric: ReportedMetric, level: number): Estimate {
  const { below, above } = reachOf(metric, level) ?? { below: 0, above: 0 };
  const { value } = metric;
  return { estimate: value, low: value - below, high: value + above };
}

/** As of two models measured apart: wider than a comparison row by row would be. */
function differenceOf(own: ReportedMetric, old: ReportedMetric, level: number): Estimate {
  const [a, b] = [reachOf(own, level), reachOf(old, level)];
  const estimate = own.value - old.value;
  return {
    estimate,
    low: estimate - Math.hypot(a?.below ?? 0, b?.above ?? 0),
    high: estimate + Math.hypot(a?.above ?? 0, b?.below ?? 0),
  };
}

export interface Reported {
  readonly challenger: ReportedMetrics;
  /** undefined: a first run. */
  readonly champion: ReportedMetrics | undefined;
  readonly policy: ReportedPolicy;
}

/**
 * Judge metrics that a file reports, by the rules that metrics of rows are judged by. What comes
 * without an interval is inconclusive, unless the policy takes such values as exact.
 *
 * @param others required metrics that the claims must hold together with
 */
export function judgeReported(reported: Reported, others?: Family): JudgedReport[] {
  const first = judgeEach(reported);
  const adjusted = holdWith(familyOf(first, reported.policy.level), others, reported.policy.level);
  return first.map((metric, i) => conclude({ ...metric, judgements: adjusted[i] ?? [] }));
}

/** What these metrics bring to a correction over several kinds of metrics. */
export function reportedFamily(reported: Reported): Family {
  return familyOf(judgeEach(reported), reported.policy.level);
}

type Unconcluded = Omit<JudgedReport, 'verdict'>;

function judgeEach({ challenger, champion, policy }: Reported): Unconcluded[] {
  return Object.entries(policy.rules).flatMap(([name, rule]) => {
    if (rule === undefined) return [];
    const [own, old] = [challenger.get(name), champion?.get(name)];
    return [judgeOne(name, rule, { own, old, isFirstRun: champion === undefined }, policy)];
  });
}

function familyOf(first: readonly Unconcluded[], level: number): Family {
  const tested = first.flatMap(({ required, difference, better, judgements, isPoint }, i) => {
    const regression = judgements.find(({ kind }) => kind === 'regression');
    if (!required || isPoint || regression === undefined || difference === undefined) return [];
    const oriented = orient(difference, better);
    const atZero = twoSidedP(oriented, 0, level);
    return [{ i, atZero, atLimit: twoSidedP(oriented, -regression.limit, level) }];
  });
  return { judged: first.map(({ judgements }) => judgements), tested };
}

interface Sides {
  readonly own: ReportedMetric | undefined;
  readonly old: ReportedMetric | undefined;
  readonly isFirstRun: boolean;
}

function judgeOne(
  name: string,
  stated: ReportedRule,
  { own, old, isFirstRun }: Sides,
  { level, acceptsPoints }: ReportedPolicy,
): Omit<JudgedReport, 'verdict'> {
  const rule: ReportedRule = withDefault(stated);
  const known = isMetric(name) ? describeMetric(name) : undefined;
  const better = stated.better ?? known?.better ?? 'higher';
  const seen = { name, title: known?.title ?? name, better, required: rule.required };
  const asksForChampion =
    rule['max-regression'] !== undefined || rule['min-improvement'] !== undefined;
  const lacksChampion = !isFirstRun && old === undefined && asksForChampion;
  if (own === undefined) return { ...seen, isPoint: false, lacksChampion, judgements: [] };
  const difference = old === undefined ? undefined : differenceOf(own, old, level);
  const challenger = estimateOf(own, level);
  const rows = Math.min(own.rows ?? unknownRows, old?.rows ?? Number.POSITIVE_INFINITY);
  const judgements = [
    ...ofChange(rule, difference, old?.value, { level, better, rows }),
    ...(['floor', 'ceiling'] as const).flatMap((kind): Judgement[] => {
      const limit = kind === 'floor' ? rule.min : rule.max;
      return limit === undefined ? [] : [judgeLimit(challenger, kind, limit, level, rows)];
    }),
  ];
  const isPoint = [own, old].some((m) => m !== undefined && reachOf(m, level) === undefined);
  const said = judgements.map(({ kind, outcome, limit, rowsToDecide }): Judgement => {
    if (isPoint && !acceptsPoints) return { kind, outcome: 'inconclusive', limit };
    const more = own.rows === undefined ? undefined : rowsToDecide;
    return { kind, outcome, limit, ...(more === undefined ? {} : { rowsToDecide: more }) };
  });
  return {
    ...seen,
    challenger,
    ...(old === undefined ? {} : { champion: old.value }),
    ...(difference === undefined ? {} : { difference }),
    isPoint: isPoint && judgements.length > 0,
    lacksChampion,
    judgements: said,
  };
}

interface ChangeOptions {
  readonly level: number;
  readonly better: 'higher' | 'lower';
  readonly rows: number;
}

function ofChange(
  rule: MetricRule,
  difference: Estimate | undefined,
  champion: number | undefined,
  { level, better, rows }: ChangeOptions,
): Judgement[] {
  if (difference === undefined || champion === undefined) return [];
  const judgements: Judgement[] = [];
  const allowed = rule['max-regression'];
  if (allowed !== undefined) {
    const limit = allowedInUnits(allowed, champion);
    const question = { difference, level, better, allowedRegression: limit, rows };
    const { verdict, ...more } = nonInferiority(question);
    judgements.push({ kind: 'regression', outcome: verdict, limit, ...more });
  }
  const wanted = rule['min-improvement'];
  if (wanted !== undefined) {
    const limit = improvementInUnits(wanted, champion);
    const oriented = orient(difference, better);
    const judged = judgeLimit(oriented, 'floor', limit, level, rows);
    judgements.push({ ...judged, kind: 'improvement' });
  }
  return judgements;
}

function conclude(metric: Omit<JudgedReport, 'verdict'>): JudgedReport {
  const { challenger, lacksChampion, judgements, required } = metric;
  const worst =
    challenger === undefined || lacksChampion
      ? 'fail'
      : worstVerdict(judgements.map(({ outcome }) => verdictOf[outcome]));
  return { ...metric, verdict: required ? worst : advisory(worst) };
}
