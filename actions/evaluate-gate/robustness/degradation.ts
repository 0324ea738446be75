import { describeMetric, type MetricName } from '../../../shared/domain/metric.ts';
import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import {
  type NonInferiorityVerdict,
  nonInferiority,
} from '../../../shared/stats/non-inferiority.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import { advisory, holdToHolm, orient, type Tested, twoSidedP, verdictOf } from '../judge.ts';
import { notComputableFor } from '../messages.ts';
import { compareMetric } from '../metrics/compare.ts';
import { type MethodOptions, NotComputable } from '../metrics/comparison.ts';
import { allowedInUnits, isComputable } from '../policy.ts';
import type { GateRows } from '../rows.ts';
import { type Answers, rowsAnswered } from './answers.ts';
import { differenceOfChanges } from './difference-of-changes.ts';
import { messages } from './messages.ts';
import type { AllowedLosses } from './policy.ts';

/** A model's answers to the same rows as they are, and spoilt. */
export interface AnswerPair {
  readonly clean: Answers;
  readonly spoilt: Answers;
}

/** The answers to one perturbation, or why there are none. */
export interface Spoilt {
  /** What was done to the features, for a person. */
  readonly name: string;
  readonly limits: AllowedLosses;
  readonly changedRows: number;
  readonly challenger?: AnswerPair;
  readonly champion?: AnswerPair;
  readonly problem?: string;
  /** The policy asks for what cannot be done: a failure also without a limit. */
  readonly isImpossible?: boolean;
  /** The model refused what nobody asked to try: a warning also where a limit is set. */
  readonly isExcused?: boolean;
}

interface Limited {
  /** undefined: nothing limits it. */
  readonly outcome?: NonInferiorityVerdict;
  readonly limit?: number;
}

/** What one perturbation costs by one metric. */
export interface JudgedDegradation {
  readonly name: string;
  readonly metric: MetricName;
  readonly changedRows: number;
  readonly clean?: number;
  readonly spoilt?: number;
  /** Spoilt minus clean, paired by row. */
  readonly change?: Estimate & Limited;
  /** The champion's own change, where there is one. */
  readonly championChange?: number;
  /** The challenger's change minus the champion's, on the same rows. */
  readonly versus?: Estimate & Limited;
  readonly problem?: string;
  readonly verdict: Verdict;
}

export interface DegradationQuestion {
  readonly metrics: readonly MetricName[];
  readonly regressions: AllowedLosses;
  readonly required: boolean;
}

type Measured = Omit<JudgedDegradation, 'verdict'> & { readonly isLimited: boolean };

/**
 * How much each perturbation costs the challenger, by every metric: paired on the same rows, and
 * against what it costs the champion. Beyond a limit only where the claim survives Holm's
 * correction over all limits together; what keeps to its limit needs no correction, as all must.
 */
export function judgeDegradation(
  rows: GateRows,
  spoilt: readonly Spoilt[],
  { metrics, regressions, required }: DegradationQuestion,
  options: MethodOptions,
): JudgedDegradation[] {
  const measured = spoilt.flatMap((one) =>
    metrics.map((metric) => measure(rows, one, metric, regressions, options)),
  );
  return correct(measured, options.level).map((one) => {
    const { isLimited: _, ...judged } = one;
    const worst = verdictFor(one);
    return { ...judged, verdict: required ? worst : advisory(worst) };
  });
}

function verdictFor({ change, versus, problem, isLimited }: Measured): Verdict {
  if (problem !== undefined) return isLimited ? 'fail' : 'warn';
  const outcomes = [change?.outcome, versus?.outcome].filter((outcome) => outcome !== undefined);
  return worstVerdict(outcomes.map((outcome) => verdictOf[outcome]));
}

function measure(
  rows: GateRows,
  { name, limits, changedRows, challenger, champion, problem, isImpossible, isExcused }: Spoilt,
  metric: MetricName,
  regressions: AllowedLosses,
  asked: MethodOptions,
): Measured {
  const options = { ...asked, seed: seedFor(asked.seed, name, metric) };
  const hasLimit = limits[metric] !== undefined || regressions[metric] !== undefined;
  const isLimited = isImpossible === true || (hasLimit && isExcused !== true);
  const base = { name, metric, changedRows, isLimited };
  const unusable = Math.max(challenger?.spoilt.unanswered ?? 0, challenger?.clean.unanswered ?? 0);
  if (challenger === undefined) return { ...base, problem: problem ?? '' };
  if (unusable > 0) return { ...base, problem: messages.unanswered(unusable) };
  try {
    const own = changeOf(rows, challenger, metric, options);
    const allowed = limits[metric];
    const limit = allowed === undefined ? undefined : allowedInUnits(allowed, own.clean);
    const change = { ...own.change, ...limited(own.change, metric, limit, rows, options.level) };
    const versus = versusOf(rows, challenger, champion, metric, regressions, options);
    return { ...base, clean: own.clean, spoilt: own.spoilt, change, ...versus };
  } catch (error) {
    if (error instanceof NotComputable) return { ...base, problem: error.message };
    throw error;
  }
}

/** @throws NotComputable */
function changeOf(
  rows: GateRows,
  { clean, spoilt }: AnswerPair,
  metric: MetricName,
  options: MethodOptions,
): { clean: number; spoilt: number; change: Estimate } {
  const paired = rowsAnswered(rows, spoilt, clean);
  if (!isComputable(metric, paired)) throw new NotComputable(notComputableFor(metric, paired));
  const { challenger, champion, difference } = compareMetric(metric, paired, options);
  if (champion === undefined || difference === undefined) {
    throw new TypeError('a comparison of two has a difference');
  }
  return { clean: champion, spoilt: challenger.estimate, change: difference };
}

function versusOf(
  rows: GateRows,
  challenger: AnswerPair,
  champion: AnswerPair | undefined,
  metric: MetricName,
  regressions: AllowedLosses,
  options: MethodOptions,
): Pick<JudgedDegradation, 'championChange' | 'versus'> {
  if (champion === undefined || champion.spoilt.unanswered + champion.clean.unanswered > 0) {
    return {};
  }
  const old = changeOf(rows, champion, metric, options);
  const versus = differenceOfChanges(
    rowsAnswered(rows, challenger.spoilt, challenger.clean),
    rowsAnswered(rows, champion.spoilt, champion.clean),
    metric,
    options,
  );
  const allowed = regressions[metric];
  const limit = allowed === undefined ? undefined : allowedInUnits(allowed, old.clean);
  const judged = limited(versus, metric, limit, rows, options.level);
  return { championChange: old.change.estimate, versus: { ...versus, ...judged } };
}

function limited(
  difference: Estimate,
  metric: MetricName,
  limit: number | undefined,
  rows: GateRows,
  level: number,
): Limited {
  if (limit === undefined) return {};
  const { better } = describeMetric(metric);
  const question = { difference, level, better, allowedRegression: limit };
  const { verdict } = nonInferiority({ ...question, rows: rows.labels.length });
  return { outcome: verdict, limit };
}

/** Take back what does not survive Holm's correction over everything that is limited. */
function correct(measured: readonly Measured[], level: number): Measured[] {
  const parts = measured.flatMap(({ metric, change, versus }, place) => {
    const { better } = describeMetric(metric);
    return [change, versus].map((one, part) => ({ place, part, one, better }));
  });
  const tested = parts.flatMap(({ one, better }, i): Tested[] => {
    if (one?.limit === undefined) return [];
    const oriented = orient(one, better);
    const atZero = twoSidedP(oriented, 0, level);
    const atLimit = one.limit === 0 ? atZero : twoSidedP(oriented, -one.limit, level);
    return [{ i, atZero, atLimit }];
  });
  const judgements = parts.map(({ one }) =>
    one?.outcome === undefined
      ? []
      : [{ kind: 'regression' as const, outcome: one.outcome, limit: one.limit ?? 0 }],
  );
  const held = holdToHolm(judgements, tested, level);
  return measured.map((one, place) => {
    const outcomeOf = (part: number) => held[2 * place + part]?.[0]?.outcome;
    const [change, versus] = [outcomeOf(0), outcomeOf(1)];
    return {
      ...one,
      ...(one.change && change && { change: { ...one.change, outcome: change } }),
      ...(one.versus && versus && { versus: { ...one.versus, outcome: versus } }),
    };
  });
}
