import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import { meanOfCases } from '../../../shared/stats/mean-of-cases.ts';
import {
  type CaseChanges,
  caseChanges,
  type JudgeReport,
  judgeReport,
  type RepeatCounts,
  repeatCounts,
} from './flips.ts';
import { type ComparedMeasure, type JudgedMeasure, judgeMeasures } from './judge.ts';
import { isUnchanged, type Measure, measuresOf } from './measures.ts';
import { type PairedCases, pairCases } from './pair-cases.ts';
import type { ScoreRule, ScoresPolicy } from './policy.ts';
import type { SideResults } from './side.ts';

export interface ScoresDecision {
  readonly verdict: Verdict;
  readonly level: number;
  readonly cases: number;
  readonly hasChampion: boolean;
  /** Every score, pass and fail of every case is the champion's. */
  readonly identical: boolean;
  readonly judgedAny: boolean;
  readonly measures: readonly JudgedMeasure[];
  /** What the policy names and the files do not hold. */
  readonly missing: readonly { readonly name: string; readonly required: boolean }[];
  readonly known: readonly string[];
  readonly changes: CaseChanges;
  readonly repeats: RepeatCounts;
  readonly judges?: JudgeReport;
  readonly added: PairedCases['added'];
  readonly unscored: { readonly challenger: number; readonly champion: number };
}

/**
 * Judge a model by repeated scores of cases. Pure: the same results and policy give the same decision.
 *
 * @throws ActionError (usage) where the two sides' cases cannot be paired
 */
export function decideScores(
  challenger: SideResults,
  champion: SideResults | undefined,
  policy: ScoresPolicy,
  level: number,
): ScoresDecision {
  const paired = pairCases(challenger, champion);
  const found = measuresOf(paired, policy);
  const compared = found.map((measure) => compare(measure, ruleFor(measure, found, policy), level));
  const measures = judgeMeasures(compared, level);
  const known = found.map(({ name }) => name);
  const missing = Object.entries(policy.metrics)
    .filter(([name]) => !known.includes(name))
    .map(([name, { required }]) => ({ name, required }));
  const judgedAny = measures.some(({ judgements }) => judgements.length > 0);
  const judges = judgeReport(challenger, champion);
  return {
    verdict: worstVerdict([
      ...measures.map(({ verdict }) => verdict),
      ...missing.map(({ required }): Verdict => (required ? 'fail' : 'warn')),
      judgedAny ? 'pass' : 'warn',
    ]),
    level,
    cases: paired.cases.length,
    hasChampion: champion !== undefined,
    identical: measures.every(({ measure, unchanged }) => measure.kind === 'resource' || unchanged),
    judgedAny,
    measures,
    missing,
    known,
    changes: caseChanges(paired.cases),
    repeats: repeatCounts(paired),
    ...(judges === undefined ? {} : { judges }),
    added: paired.added,
    unscored: { challenger: challenger.unscored, champion: champion?.unscored ?? 0 },
  };
}

const shownOnly: ScoreRule = { required: false };

/**
 * Without a policy no score may get worse: the criteria are judged, or the pass rate where there is
 * nothing else. What answers take is shown only.
 */
function ruleFor(
  measure: Measure,
  found: readonly Measure[],
  { metrics }: ScoresPolicy,
): ScoreRule {
  const own = Object.hasOwn(metrics, measure.name) ? metrics[measure.name] : undefined;
  if (own !== undefined) {
    const isSilent =
      own.min === undefined && own.max === undefined && own['max-regression'] === undefined;
    return isSilent ? { ...own, 'max-regression': 0 } : own;
  }
  if (Object.keys(metrics).length > 0 || measure.kind === 'resource') return shownOnly;
  const hasCriteria = found.some(({ kind }) => kind === 'criterion');
  return measure.kind === 'pass-rate' && hasCriteria
    ? shownOnly
    : { 'max-regression': 0, required: true };
}

function compare(measure: Measure, rule: ScoreRule, level: number): ComparedMeasure {
  const { cases, range } = measure;
  const own = cases.map(({ challenger }) => ({ challenger }));
  const challenger = meanOfCases({ cases: own, level, range });
  const old = cases.flatMap(({ champion }) =>
    champion === undefined ? [] : { challenger: champion },
  );
  if (old.length < cases.length) return { measure, rule, challenger, unchanged: false };
  const difference = meanOfCases({ cases, level, range });
  const unchanged = isUnchanged(measure);
  return {
    measure,
    rule,
    challenger,
    champion: meanOfCases({ cases: old, level, range }).estimate,
    difference: unchanged ? { ...difference, low: 0, high: 0 } : difference,
    unchanged,
  };
}
