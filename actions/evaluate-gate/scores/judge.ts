import type { Verdict } from '../../../shared/domain/verdict.ts';
import { worstVerdict } from '../../../shared/domain/verdict.ts';
import type { MeanOfCases } from '../../../shared/stats/mean-of-cases.ts';
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts';
import {
  advisory,
  holdToHolm,
  type Judgement,
  judgeLimit,
  orient,
  twoSidedP,
  verdictOf,
} from '../judge.ts';
import { allowedInUnits } from '../policy.ts';
import type { Measure } from './measures.ts';
import type { ScoreRule } from './policy.ts';

/** A measure of both models, and of their difference over the same cases. */
export interface ComparedMeasure {
  readonly measure: Measure;
  readonly rule: ScoreRule;
  readonly challenger: MeanOfCases;
  readonly champion?: number;
  /** Challenger minus champion. */
  readonly difference?: MeanOfCases;
  /** No answer's number differs: there is nothing to test. */
  readonly unchanged: boolean;
}

export interface JudgedMeasure extends ComparedMeasure {
  readonly judgements: readonly Judgement[];
  readonly verdict: Verdict;
}

/**
 * Judge measures by their rules, as the gate judges metrics of rows: by non-inferiority, with `better`
 * and `worse` held to Holm's correction over the required ones.
 *
 * @param level of the two-sided intervals
 */
export function judgeMeasures(
  compared: readonly ComparedMeasure[],
  level: number,
): JudgedMeasure[] {
  const judged = compared.map((measure) => judgeOne(measure, level));
  const adjusted = correct(compared, judged, level);
  return compared.map((measure, i) => {
    const judgements = adjusted[i] ?? [];
    const worst = worstVerdict(judgements.map(({ outcome }) => verdictOf[outcome]));
    return { ...measure, judgements, verdict: measure.rule.required ? worst : advisory(worst) };
  });
}

function judgeOne(compared: ComparedMeasure, level: number): Judgement[] {
  const { rule, measure, challenger, champion, difference, unchanged } = compared;
  const rows = measure.cases.length;
  const judgements: Judgement[] = [];
  const allowed = rule['max-regression'];
  if (allowed !== undefined && champion !== undefined && difference !== undefined) {
    const limit = allowedInUnits(allowed, champion);
    const { verdict, rowsToDecide } = unchanged
      ? { verdict: 'no-worse' as const, rowsToDecide: undefined }
      : nonInferiority({
          difference,
          level,
          better: measure.better,
          allowedRegression: limit,
          rows,
        });
    judgements.push({
      kind: 'regression',
      outcome: verdict,
      limit,
      ...(rowsToDecide === undefined ? {} : { rowsToDecide }),
    });
  }
  for (const kind of ['floor', 'ceiling'] as const) {
    const limit = kind === 'floor' ? rule.min : rule.max;
    if (limit !== undefined) judgements.push(judgeLimit(challenger, kind, limit, level, rows));
  }
  return judgements;
}

/** Take back what does not survive Holm's correction over the required measures. */
function correct(
  compared: readonly ComparedMeasure[],
  judged: readonly (readonly Judgement[])[],
  level: number,
): Judgement[][] {
  const tested = compared.flatMap(({ rule, difference, measure }, i) => {
    const regression = judged[i]?.find(({ kind }) => kind === 'regression');
    if (!rule.required || regression === undefined || difference === undefined) return [];
    const oriented = orient(difference, measure.better);
    const atZero = twoSidedP(oriented, 0, level);
    return [{ i, atZero, atLimit: twoSidedP(oriented, -regression.limit, level) }];
  });
  return holdToHolm(judged, tested, level);
}
