import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { SideName } from '../layout.ts';
import type { Attempt, CriterionScore, Metadata } from './attempt.ts';
import * as errors from './errors.ts';
import { isPass, type ScoresPolicy, scaleOf, worstScore } from './policy.ts';

/** One repeat of a case: everything said of one answer. */
interface Answer {
  passed: boolean | undefined;
  failed: boolean;
  scores: CriterionScore[];
  readonly latency: number[];
  readonly tokens: number[];
  readonly cost: number[];
  readonly metadata: Metadata[];
}

/** A case's repeats by one model. */
export interface CaseResults {
  /** By criterion, a number a repeat: the mean over its judges. */
  readonly scores: ReadonlyMap<string, readonly number[]>;
  /** Whether all was well, one a repeat. */
  readonly passes: readonly boolean[];
  readonly latency: readonly number[];
  readonly tokens: readonly number[];
  readonly cost: readonly number[];
  /** As each answer's row has it. */
  readonly metadata: readonly Metadata[];
}

export interface JudgedAnswer {
  readonly case: string;
  readonly criterion: string;
  /** Score and whether it passes, by judge. */
  readonly judges: ReadonlyMap<string, { readonly score: number; readonly passed: boolean }>;
}

/** One model's results by case. */
export interface SideResults {
  readonly cases: ReadonlyMap<string, CaseResults>;
  /** In the order of the file. */
  readonly criteria: readonly string[];
  /** Answers that ended in an error or without a score. */
  readonly unscored: number;
  /** Answers that several judges scored. */
  readonly judged: readonly JudgedAnswer[];
}

/**
 * Gather one side's answers by case and repeat.
 *
 * An answer without a score counts as the challenger's worst, and is left out for the champion:
 * neither may make the challenger look better than it is. What the champion has no score of at all
 * cannot be compared, and is left out for the challenger too.
 *
 * @param files the attempts of each file: without repeat numbers, the same case again is a repeat
 * @param champion the other side, when this is the challenger's
 * @throws ActionError (usage): `several-variants`, `variant-unknown`, `repeat-twice`,
 *   `score-out-of-range`
 */
export function gatherSide(
  side: SideName,
  files: readonly (readonly Attempt[])[],
  policy: ScoresPolicy,
  champion?: SideResults,
): SideResults {
  const wanted = policy.variant[side === 'champion' ? 'champion' : 'challenger'];
  const chosen = chooseVariant(side, files, wanted);
  const answers = new Map<string, Map<string, Answer>>();
  chosen.forEach((attempts, file) => {
    addAnswers(side, answers, attempts, file);
  });
  const criteria = [
    ...new Set(chosen.flat().flatMap(({ scores }) => scores.map(({ criterion }) => criterion))),
  ];
  const gathered: Gathered = { side, policy, champion, criteria, judged: [], unscored: 0 };
  const cases = new Map<string, CaseResults>();
  for (const [name, repeats] of answers) {
    const results = summarise(name, [...repeats.values()], gathered);
    if (results !== undefined) cases.set(name, results);
  }
  const { judged, unscored } = gathered;
  return { cases, criteria, judged, unscored };
}

function chooseVariant(
  side: SideName,
  files: readonly (readonly Attempt[])[],
  wanted: string | undefined,
): readonly (readonly Attempt[])[] {
  const variants = [...new Set(files.flat().flatMap(({ variant }) => variant ?? []))];
  if (wanted === undefined) {
    if (variants.length > 1) throw errors.severalVariants(side, variants);
    return files;
  }
  if (!variants.includes(wanted)) throw errors.variantUnknown(side, wanted, variants);
  return files.map((attempts) => attempts.filter(({ variant }) => variant === wanted));
}

function addAnswers(
  side: SideName,
  cases: Map<string, Map<string, Answer>>,
  attempts: readonly Attempt[],
  file: number,
): void {
  const seen = new Map<string, number>();
  for (const attempt of attempts) {
    const answers = cases.get(attempt.case) ?? new Map<string, Answer>();
    cases.set(attempt.case, answers);
    const repeat = attempt.repeat ?? nextRepeat(seen, attempt);
    const key = `${file} ${repeat}`;
    const answer = answers.get(key) ?? emptyAnswer();
    answers.set(key, answer);
    for (const score of attempt.scores) {
      const twice = answer.scores.some(
        ({ criterion, judge }) => criterion === score.criterion && judge === score.judge,
      );
      if (twice) throw errors.repeatTwice(side, attempt.case, repeat);
      answer.scores.push(score);
    }
    if (attempt.passed !== undefined) answer.passed = (answer.passed ?? true) && attempt.passed;
    answer.failed ||= attempt.failed ?? false;
    if (attempt.metadata !== undefined) answer.metadata.push(attempt.metadata);
    for (const name of ['latency', 'tokens', 'cost'] as const) {
      const value = attempt[name];
      if (value !== undefined) answer[name].push(value);
    }
  }
}

function emptyAnswer(): Answer {
  const used = { latency: [], tokens: [], cost: [] };
  return { passed: undefined, failed: false, scores: [], ...used, metadata: [] };
}

/** Rows of one case without numbers: each criterion and judge counts for itself. */
function nextRepeat(seen: Map<string, number>, attempt: Attempt): string {
  const voices = attempt.scores.map(({ criterion, judge }) => [criterion, judge ?? null]);
  const key = JSON.stringify([attempt.case, voices]);
  const repeat = (seen.get(key) ?? 0) + 1;
  seen.set(key, repeat);
  return String(repeat);
}

interface Gathered {
  readonly side: SideName;
  readonly policy: ScoresPolicy;
  readonly champion: SideResults | undefined;
  readonly criteria: readonly string[];
  readonly judged: JudgedAnswer[];
  unscored: number;
}

/** A case's answers as numbers; undefined where none of the champion's has a score. */
function summarise(
  name: string,
  answers: readonly Answer[],
  gathered: Gathered,
): CaseResults | undefined {
  const scores = new Map<string, number[]>();
  const passes: boolean[] = [];
  for (const answer of answers) {
    const { failed, scores: given } = answer;
    const isUnscored = failed || given.every(({ score }) => score === null);
    if (isUnscored || given.some(({ score }) => score === null)) gathered.unscored += 1;
    if (isUnscored && gathered.side === 'champion') continue;
    const each = criteriaOf(name, answer, gathered);
    for (const { criterion, score } of each) {
      scores.set(criterion, [...(scores.get(criterion) ?? []), score]);
    }
    passes.push(!failed && (answer.passed ?? each.every(({ passed }) => passed)));
  }
  if (passes.length === 0) return undefined;
  const numbers = (part: 'latency' | 'tokens' | 'cost') =>
    answers.flatMap((answer) =>
      answer[part].length === 0 ? [] : exactMean(Float64Array.from(answer[part])),
    );
  const used = { latency: numbers('latency'), tokens: numbers('tokens'), cost: numbers('cost') };
  return { scores, passes, ...used, metadata: answers.flatMap(({ metadata }) => metadata) };
}

/** Each criterion's score of one answer, the mean over its judges. */
function criteriaOf(name: string, answer: Answer, gathered: Gathered) {
  const { failed, scores } = answer;
  const names = failed ? gathered.criteria : [...new Set(scores.map(({ criterion }) => criterion))];
  return names.flatMap((criterion) => {
    const scale = scaleOf(gathered.policy, criterion);
    const voices = failed ? [] : scoredBy(name, criterion, answer, gathered);
    const [first] = voices;
    if (first === undefined) {
      if (!hasCounterpart(name, criterion, gathered)) return [];
      return { criterion, score: worstScore(scale), passed: false };
    }
    if (voices.length === 1) return { criterion, ...first };
    const score = exactMean(Float64Array.from(voices, (voice) => voice.score));
    return { criterion, score, passed: isPass(score, scale) };
  });
}

/** Whether a score that the challenger lacks is missed: the champion has one, or there is none. */
function hasCounterpart(name: string, criterion: string, { side, champion }: Gathered): boolean {
  if (side === 'champion') return false;
  const old = champion?.cases.get(name);
  return old === undefined || old.scores.has(criterion);
}

function scoredBy(
  name: string,
  criterion: string,
  { scores }: Answer,
  { side, policy, judged }: Gathered,
): { score: number; passed: boolean }[] {
  const scale = scaleOf(policy, criterion);
  const [lowest, highest] = scale.range;
  const judges = new Map<string, { score: number; passed: boolean }>();
  for (const given of scores) {
    const { score, judge } = given;
    if (given.criterion !== criterion || score === null) continue;
    if (!(score >= lowest && score <= highest)) {
      throw errors.outOfRange(side, name, criterion, score, scale.range);
    }
    judges.set(judge ?? '', { score, passed: given.passed ?? isPass(score, scale) });
  }
  if (judges.size > 1) judged.push({ case: name, criterion, judges });
  return [...judges.values()];
}
