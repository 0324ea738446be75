import type { Judgement } from '../judge.ts';
import {
  conclusion,
  count,
  counted,
  digitsFor,
  fixed,
  limitText,
  percent,
  signed,
} from '../messages.en.ts';
import type { ScoresDecision } from './decide.ts';
import { listed, shown } from './errors.en.ts';
import type { CaseShares, RepeatCounts } from './flips.ts';
import type { JudgedMeasure } from './judge.ts';
import type { Measure } from './measures.ts';

/** `pass rate`, `latency (s)`, or the criterion's own name. */
export function measureTitle({ name, kind, unit }: Measure): string {
  if (kind === 'pass-rate') return 'pass rate';
  return unit === undefined || unit === name ? name : `${name} (${unit})`;
}

/** `50 cases × 5 repeats`, or `× 3 to 5 repeats` where they differ. */
export function sizeText(cases: number, { challenger, champion }: RepeatCounts): string {
  const all = [...challenger, ...(champion ?? [])];
  const [fewest, most] = [Math.min(...all), Math.max(...all)];
  const repeats = fewest === most ? counted(most, 'repeat') : `${fewest} to ${most} repeats`;
  return `${counted(cases, 'case')} × ${repeats}`;
}

/** `2 newly fail, 3 newly pass, 3 are flaky`; empty where nothing changed. */
function changesText({ changes: { broken, fixed: mended, flaky } }: ScoresDecision): string {
  const parts = [
    broken.length > 0 ? `${count(broken.length)} newly fail${broken.length === 1 ? 's' : ''}` : '',
    mended.length > 0 ? `${count(mended.length)} newly pass${mended.length === 1 ? 'es' : ''}` : '',
    flaky.length > 0 ? `${count(flaky.length)} ${flaky.length === 1 ? 'is' : 'are'} flaky` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** `Pass rate −0.0120 (95 % interval …) on 50 cases × 5 repeats (2 newly fail): inconclusive, …`. */
export function measureSentence(
  judged: JudgedMeasure,
  judgement: Judgement | undefined,
  decision: ScoresDecision,
): string {
  const { measure, challenger, difference } = judged;
  const isChange = judgement === undefined ? false : judgement.kind === 'regression';
  const { estimate, low, high } = isChange && difference !== undefined ? difference : challenger;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (isChange ? signed(value, digits) : fixed(value, digits));
  const title = measureTitle(measure);
  const name =
    measure.kind === 'criterion' ? title : title.charAt(0).toUpperCase() + title.slice(1);
  const interval = `${percent(decision.level)} interval ${write(low)} to ${write(high)}`;
  const size = sizeText(measure.cases.length, decision.repeats);
  const start = `${name} ${write(estimate)} (${interval}) on ${size}${changesText(decision)}`;
  return judgement === undefined ? start : `${start}: ${conclusion(judgement, 'cases')}`;
}

export const summaries = {
  identical: ({ cases, repeats }: ScoresDecision) =>
    `The challenger's scores are identical to the champion's on ${sizeText(cases, repeats)}`,
  firstRun: 'there is no champion yet, so only floors and ceilings were judged',
  nothingJudged: ({ hasChampion }: ScoresDecision) =>
    hasChampion
      ? 'the policy sets no rule for it, so nothing was judged'
      : 'there is no champion yet and the policy sets no floor, so nothing was judged',
};

export const tables = {
  metrics: (champion: boolean) => (champion ? 'Champion → challenger' : 'Challenger'),
  metricsNote: ({ level, cases, repeats, measures, hasChampion }: ScoresDecision) => {
    const required = measures.filter(
      ({ rule, judgements }) => rule.required && judgements.length > 0,
    );
    const size = sizeText(cases, repeats);
    const holm =
      hasChampion && required.length > 1
        ? ` "Better" and "worse" hold for all ${required.length} required ones together (Holm).`
        : '';
    return `Means over ${size}; a case counts once, however often it ran. Intervals cover ${percent(level)} each.${holm}`;
  },
  flips: (broken: number, mended: number) =>
    `Cases that changed: ${count(broken)} newly fail${broken === 1 ? 's' : ''}, ${count(mended)} newly pass${mended === 1 ? 'es' : ''}`,
  flipsNote: 'Passed in every repeat of one model, and in none of the other.',
  flaky: (cases: number) => `Flaky cases: ${count(cases)}`,
  flakyNote:
    'Repeats of the same model disagree about these cases, so a change of one of them alone is no regression. Passed repeats, largest drop first.',
  judges: (answers: number, disagreed: number) =>
    `Judges disagree on ${count(disagreed)} of ${counted(answers, 'answer')}`,
  judgesNote: 'Mean scores over the answers that several judges scored; the gate uses their mean.',
  passes: (share: number, repeats: number) =>
    `${count(Math.round(share * repeats))} of ${count(repeats)}`,
  broken: 'passed → failed',
  mended: 'failed → passed',
};

const names = (cases: readonly CaseShares[]) => listed(cases.map(({ name }) => name));

export const findings = {
  noPolicy: (judged: readonly string[]) =>
    `The policy names no metric, so ${judged.join(', ')} ${judged.length === 1 ? 'is' : 'are'} judged and may not get worse; set evaluate.scores.metrics to say what must hold.`,
  noChampion:
    'There is no champion: this is a first run. Give its results with the input "champion" from the next run on.',
  identical: (cases: number, level: number) => {
    const unseen = 1 - ((1 - level) / 2) ** (1 / cases);
    return `Every score equals the champion's. ${count(cases)} cases can still miss a change that affects up to ${limitText(unseen * 100)} % of all cases (${percent(level)} bound).`;
  },
  metricMissing: (name: string, known: readonly string[]) =>
    `The policy names ${shown(name)}, which the results do not hold for at least two cases. They hold: ${known.map(shown).join(', ')}.`,
  sliceMissing: (column: string, known: readonly string[]) =>
    `The policy slices cases by ${shown(column)}, which no case has. ${known.length === 0 ? 'The files hold nothing of the cases to slice by.' : `They have: ${listed(known)}.`}`,
  broken: (cases: readonly CaseShares[]) =>
    `${counted(cases.length, 'case')} passed in every repeat of the champion and ${cases.length === 1 ? 'fails' : 'fail'} in every repeat of the challenger: ${names(cases)}.`,
  flaky: (cases: readonly CaseShares[]) =>
    `${counted(cases.length, 'case')} ${cases.length === 1 ? 'is' : 'are'} flaky, as repeats of the same model disagree: ${names(cases)}. Make the check or the prompt firmer, or repeat more often.`,
  ranOnce:
    'Every case ran once, so a flaky case cannot be told from one that changed. Run each several times: `promptfoo eval --repeat 5`, or `--epochs 5` with Inspect AI.',
  repeatsDiffer: ({ challenger, champion }: RepeatCounts) => {
    const side = ([fewest, most]: readonly [number, number]) =>
      fewest === most ? String(most) : `${fewest} to ${most}`;
    const old = champion === undefined ? '' : ` and ${side(champion)} of the champion`;
    return `Cases have ${side(challenger)} repeats of the challenger${old}. Every case weighs the same; one with fewer repeats is known less exactly.`;
  },
  moreRepeats: (share: number) =>
    `${percent(Math.round(share * 100) / 100)} of the interval's variance comes from repeats that disagree: more repeats of the same cases narrow it too.`,
  added: (cases: readonly string[], failing: number) =>
    `${counted(cases.length, 'case')} ${cases.length === 1 ? 'is' : 'are'} new, without results of the champion, and not part of the comparison: ${listed(cases)}. ${failing === 0 ? 'None of them fails in every repeat.' : `${count(failing)} of them ${failing === 1 ? 'fails' : 'fail'} in every repeat.`}`,
  unscored: (challenger: number, champion: number) => {
    const parts = [
      challenger > 0
        ? `${counted(challenger, 'answer')} of the challenger, counted with the worst score where the champion has one`
        : '',
      champion > 0 ? `${counted(champion, 'answer')} of the champion, left out` : '',
    ].filter((part) => part !== '');
    return `Answers ended in an error or without a score: ${parts.join('; ')}.`;
  },
  judgesSplit:
    'Some judges see the challenger ahead of the champion and others behind: look at what they disagree about before trusting the mean.',
};
