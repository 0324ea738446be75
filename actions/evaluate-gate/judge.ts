import { describeMetric, type JudgedName } from '../../shared/domain/metric.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { holm } from '../../shared/stats/holm.ts';
import type { Estimate } from '../../shared/stats/interval.ts';
import { type NonInferiorityVerdict, nonInferiority } from '../../shared/stats/non-inferiority.ts';
import { normalCdf, twoSidedZ } from '../../shared/stats/normal.ts';
import { lawPValue } from '../../shared/stats/sampling-law.ts';
import type { MetricComparison } from './metrics/comparison.ts';
import { allowedInUnits, improvementInUnits, type MetricRule } from './policy.ts';

/** One thing the policy asks of a metric, and whether it holds. */
export interface Judgement {
  readonly kind: 'regression' | 'improvement' | 'floor' | 'ceiling';
  readonly outcome: NonInferiorityVerdict;
  /** The allowed regression, the improvement, the floor or the ceiling, in units of the metric. */
  readonly limit: number;
  /** Rows that would decide, where the outcome is inconclusive and any number would. */
  readonly rowsToDecide?: number;
}

export interface JudgedMetric {
  readonly name: JudgedName;
  readonly required: boolean;
  /** undefined: it could not be computed, and `problem` says why. */
  readonly comparison?: MetricComparison;
  readonly problem?: string;
  readonly judgements: readonly Judgement[];
  readonly verdict: Verdict;
}

export interface ComparedMetric {
  readonly name: JudgedName;
  readonly rule: MetricRule;
  readonly comparison?: MetricComparison;
  readonly problem?: string;
}

/** What an outcome means for whoever must keep to the rule. */
export const verdictOf: Readonly<Record<NonInferiorityVerdict, Verdict>> = {
  better: 'pass',
  'no-worse': 'pass',
  inconclusive: 'inconclusive',
  worse: 'fail',
};

/**
 * Judge metrics by their rules.
 *
 * `better` and `worse` are claims about one of several metrics, so over the required metrics they
 * must survive Holm's correction; a claim that does not is taken back to what the interval still
 * says. `no-worse` needs no correction: the gate passes only if every required metric does, and such
 * an intersection of tests errs at most as often as one of them.
 *
 * @param level of the two-sided intervals
 * @param rows that both models were judged on
 * @param others required metrics of another kind that the claims must hold together with
 * @see R. Berger, Multiparameter Hypothesis Testing and Acceptance Sampling, Technometrics 24 (1982)
 */
export function judgeMetrics(
  compared: readonly ComparedMetric[],
  level: number,
  rows: number,
  others?: Family,
): JudgedMetric[] {
  const adjusted = holdWith(familyOf(compared, level, rows), others, level);
  return compared.map(({ name, rule, comparison, problem }, i) => {
    const judgements = adjusted[i] ?? [];
    const worst =
      comparison === undefined
        ? 'fail'
        : worstVerdict(judgements.map(({ outcome }) => verdictOf[outcome]));
    return {
      name,
      required: rule.required,
      ...(comparison === undefined ? {} : { comparison }),
      ...(problem === undefined ? {} : { problem }),
      judgements,
      verdict: rule.required ? worst : advisory(worst),
    };
  });
}

/** What is advisory warns where it would fail, and does not hold anything up. */
export function advisory(verdict: Verdict): Verdict {
  return verdict === 'fail' ? 'warn' : 'pass';
}

function judgeOne(
  { name, rule, comparison }: ComparedMetric,
  level: number,
  rows: number,
): Judgement[] {
  if (comparison === undefined) return [];
  const { better } = describeMetric(name);
  const { challenger, champion, difference } = comparison;
  const judgements: Judgement[] = [];
  const allowed = rule['max-regression'];
  if (allowed !== undefined && champion !== undefined && difference !== undefined) {
    const limit = allowedInUnits(allowed, champion);
    const outcome = outcomeOf({ difference, level, better, limit, rows });
    judgements.push({ kind: 'regression', limit, ...outcome });
  }
  const wanted = rule['min-improvement'];
  if (wanted !== undefined && champion !== undefined && difference !== undefined) {
    const limit = improvementInUnits(wanted, champion);
    const beyond = shift(orient(difference, better), -limit);
    const question = { difference: beyond, level, better: 'higher', limit: 0, rows } as const;
    judgements.push({ kind: 'improvement', limit, ...outcomeOf(question) });
  }
  for (const kind of ['floor', 'ceiling'] as const) {
    const limit = kind === 'floor' ? rule.min : rule.max;
    if (limit !== undefined) judgements.push(judgeLimit(challenger, kind, limit, level, rows));
  }
  return judgements;
}

/** Whether a value, with its interval, keeps to a floor or a ceiling. */
export function judgeLimit(
  value: Estimate,
  kind: 'floor' | 'ceiling',
  limit: number,
  level: number,
  rows: number,
): Judgement {
  const better = kind === 'floor' ? 'higher' : 'lower';
  const difference = shift(value, -limit);
  return { kind, limit, ...outcomeOf({ difference, level, better, limit: 0, rows }) };
}

interface Question {
  difference: Estimate;
  level: number;
  better: 'higher' | 'lower';
  limit: number;
  rows: number;
}

function outcomeOf({ difference, level, better, limit, rows }: Question) {
  const { verdict, rowsToDecide } = nonInferiority({
    difference,
    level,
    better,
    allowedRegression: limit,
    rows,
  });
  return { outcome: verdict, ...(rowsToDecide === undefined ? {} : { rowsToDecide }) };
}

function shift({ estimate, low, high }: Estimate, by: number): Estimate {
  return { estimate: estimate + by, low: low + by, high: high + by };
}

/** What was judged by itself, and what of it is tested. */
export interface Family {
  readonly judged: readonly (readonly Judgement[])[];
  readonly tested: readonly Tested[];
}

/** Metrics judged one by one, before any correction for their number. */
export function familyOf(compared: readonly ComparedMetric[], level: number, rows: number): Family {
  const judged = compared.map((metric) =>
    judgeOne(metric, level, metric.comparison?.basis?.count ?? rows),
  );
  const tested = compared.flatMap(({ rule, comparison, name }, i) => {
    const regression = judged[i]?.find(({ kind }) => kind === 'regression');
    if (!rule.required || regression === undefined || comparison?.difference === undefined) {
      return [];
    }
    const { better } = describeMetric(name);
    const oriented = orient(comparison.difference, better);
    const atZero = comparison.exactP ?? twoSidedP(oriented, 0, level);
    const atLimit = regression.limit === 0 ? atZero : twoSidedP(oriented, -regression.limit, level);
    return [{ i, atZero, atLimit }];
  });
  return { judged, tested };
}

/** What survives Holm's correction over a family and, where there are any, others beside it. */
export function holdWith(
  { judged, tested }: Family,
  others: Family | undefined,
  level: number,
): Judgement[][] {
  const beside = (others?.tested ?? []).map((test) => ({ ...test, i: test.i + judged.length }));
  const all = [...judged, ...(others?.judged ?? [])];
  return holdToHolm(all, [...tested, ...beside], level).slice(0, judged.length);
}

/** p-values of one required comparison: of no change, and of a change as large as allowed. */
export interface Tested {
  /** Its place among all that was judged. */
  readonly i: number;
  readonly atZero: number;
  readonly atLimit: number;
}

/** Keep `better` and `worse` only where they survive Holm's correction over all that was tested. */
export function holdToHolm(
  judged: readonly (readonly Judgement[])[],
  tested: readonly Tested[],
  level: number,
): Judgement[][] {
  const alpha = 1 - level;
  const better = holm(tested.map(({ atZero }) => atZero));
  const worse = holm(tested.map(({ atLimit }) => atLimit));
  const outcomes = judged.map((judgements) => [...judgements]);
  tested.forEach(({ i }, place) => {
    outcomes[i] = (outcomes[i] ?? []).map((judgement) => {
      if (judgement.kind !== 'regression') return judgement;
      const { outcome } = judgement;
      if (outcome === 'better' && (better[place] ?? 1) > alpha) {
        return { ...judgement, outcome: 'no-worse' };
      }
      if (outcome === 'worse' && (worse[place] ?? 1) > alpha) {
        return { ...judgement, outcome: 'inconclusive' };
      }
      return judgement;
    });
  });
  return outcomes;
}

/** The difference with its sign turned so that positive is better. */
export function orient(difference: Estimate, better: 'higher' | 'lower'): Estimate {
  if (better === 'higher') return difference;
  const { estimate, low, high, law } = difference;
  return {
    ...{ estimate: -estimate, low: -high, high: -low },
    ...(law === undefined ? {} : { law: { ...law, acceleration: -law.acceleration } }),
  };
}

/**
 * Two-sided p-value of a true difference of `value`: by the law of the estimate, where it has one,
 * which holds in the tails that corrections for many tests reach into. Else it is read off the
 * interval: below 1 − level exactly where that leaves `value` out.
 */
export function twoSidedP(difference: Estimate, value: number, level: number): number {
  const { estimate, low, high, law } = difference;
  if (law !== undefined) return lawPValue(estimate, law, value);
  const distance = Math.abs(estimate - value);
  if (distance === 0) return 1;
  const halfWidth = estimate > value ? estimate - low : high - estimate;
  if (halfWidth <= 0) return 0;
  return Math.min(1, 2 * normalCdf((-twoSidedZ(level) * distance) / halfWidth));
}
