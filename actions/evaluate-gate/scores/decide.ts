import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import { compareMeasure } from './compare.ts';
import {
  type CaseChanges,
  caseChanges,
  type JudgeReport,
  judgeReport,
  type RepeatCounts,
  repeatCounts,
} from './flips.ts';
import { type JudgedMeasure, judgeMeasures } from './judge.ts';
import { type Measure, measuresOf } from './measures.ts';
import { type PairedCases, pairCases } from './pair-cases.ts';
import type { ScoreRule, ScoresPolicy } from './policy.ts';
import type { SideResults } from './side.ts';
import { judgeScoreSlices, type SliceReport } from './slices.ts';

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
  readonly slices?: SliceReport;
  /** The measure that slices are to be judged by, and that the results do not hold. */
  readonly slicesProblem?: string;
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
  const compared = found.map((measure) => ({
    measure,
    rule: ruleFor(measure, found, policy),
    ...compareMeasure(measure, level),
  }));
  const measures = judgeMeasures(compared, level);
  const known = found.map(({ name }) => name);
  const missing = Object.entries(policy.metrics)
    .filter(([name]) => !known.includes(name))
    .map(([name, { required }]) => ({ name, required }));
  const judgedAny = measures.some(({ judgements }) => judgements.length > 0);
  const judges = judgeReport(challenger, champion);
  const slicing = decideSlices(paired.cases, compared, policy, level);
  return {
    verdict: worstVerdict([
      ...measures.map(({ verdict }) => verdict),
      ...missing.map(({ required }): Verdict => (required ? 'fail' : 'warn')),
      judgedAny ? 'pass' : 'warn',
      slicing.slices === undefined ? 'pass' : verdictOfSlices(slicing.slices),
      slicing.slicesProblem === undefined ? 'pass' : 'fail',
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
    ...slicing,
    added: paired.added,
    unscored: { challenger: challenger.unscored, champion: champion?.unscored ?? 0 },
  };
}

/** By the measure the policy names, else by the first one that must be kept. */
function decideSlices(
  cases: PairedCases['cases'],
  compared: readonly { readonly measure: Measure; readonly rule: ScoreRule }[],
  { slices }: ScoresPolicy,
  level: number,
): Pick<ScoresDecision, 'slices' | 'slicesProblem'> {
  const { metric } = slices;
  const isJudged = ({ rule }: { readonly rule: ScoreRule }) => rule.required;
  const chosen =
    metric === undefined
      ? (compared.find(isJudged) ?? compared[0])
      : compared.find(({ measure }) => measure.name === metric);
  if (chosen === undefined) return metric === undefined ? {} : { slicesProblem: metric };
  const report = judgeScoreSlices(cases, { ...chosen, slices, level });
  return report === undefined ? {} : { slices: report };
}

function verdictOfSlices({ judged, missing }: SliceReport): Verdict {
  const isWorse = judged.some(({ outcome }) => outcome === 'worse');
  return isWorse || missing.length > 0 ? 'fail' : 'pass';
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
