import { describeMetric } from '../../../shared/domain/metric.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import type { NonInferiorityVerdict } from '../../../shared/stats/non-inferiority.ts';
import { count, counted, digitsFor, limitText, percent, signed } from '../messages.en.ts';
import type { JudgedShare, RobustnessReport } from './check.ts';
import type { JudgedDegradation } from './degradation.ts';
import {
  type DirectionRule,
  type InvarianceRule,
  type Perturbation,
  type PlainValue,
  shareOf,
} from './policy.ts';

/** `5 % of values × 1,000 in income`. */
export function perturbationName(perturbation: Perturbation): string {
  const { columns } = perturbation;
  const where = columns === undefined ? '' : ` in ${columns.join(', ')}`;
  return `${spoilingOf(perturbation)}${where}`;
}

function spoilingOf(perturbation: Perturbation): string {
  const share = percent(shareOf(perturbation));
  switch (perturbation.kind) {
    case 'noise': {
      const size = `noise of ${limitText(perturbation.deviations ?? 0.1)} standard deviations`;
      return shareOf(perturbation) === 1 ? size : `${size} in ${share} of values`;
    }
    case 'missing':
      return `${share} of values missing`;
    case 'unit':
      return `${share} of values ${factorText(perturbation.factor ?? 1000)}`;
    case 'swapped':
      return `${share} of categories swapped`;
    case 'out-of-range':
      return `${share} of values out of range`;
    case 'typos':
      return `typos in ${share} of texts`;
  }
}

function factorText(factor: number): string {
  const isFraction = Math.abs(factor) < 1 && Number.isInteger(Number((1 / factor).toPrecision(12)));
  return isFraction ? `÷ ${count(Math.round(1 / factor))}` : `× ${count(factor)}`;
}

const plain = (value: PlainValue): string => String(value);

/** `sex: F ↔ M`. */
export function invarianceName({ columns, swap, values }: InvarianceRule): string {
  const what = columns.join(', ');
  if (swap !== undefined) return `${what}: ${swap.map(plain).join(' ↔ ')}`;
  return `${what}: ${values === undefined ? 'every other value' : values.map(plain).join(', ')}`;
}

/** `income +10 %: must increase`. */
export function directionName({ column, by, expect, class: of }: DirectionRule): string {
  const step =
    typeof by === 'number'
      ? `${by > 0 ? '+' : ''}${count(by).replace('-', '−')}`
      : by.replace(/\s*%$/u, ' %').replace('-', '−');
  const must = expect.startsWith('not-')
    ? `must not ${expect.slice('not-'.length)}`
    : `must ${expect}`;
  return `${column} ${step}: ${of === undefined ? '' : `${plain(of)} `}${must}`;
}

/** More names than this are no help. */
const mostNames = 10;

export const messages = {
  unanswered: (rows: number) =>
    `the model answers ${counted(rows, 'row')} with something that is not a number`,
  refused: (reason: string) => `the model refused these inputs: ${reason.replace(/\.$/u, '')}`,
  noFeature: (name: string, known: string) => `the model has no feature "${name}". ${known}`,
  wrongKind: (name: string, kind: 'text' | 'number', needs: 'texts' | 'numbers') =>
    `the feature "${name}" holds ${kind === 'text' ? 'texts' : 'numbers'}, and this needs ${needs}`,
  valueUnknown: (
    value: string,
    column: string,
    names: readonly string[],
    near: string | undefined,
  ) => {
    const more = names.length > mostNames ? ', …' : '';
    const known = `It has ${names.slice(0, mostNames).join(', ')}${more}.`;
    return `no row has "${value}" in the feature "${column}". ${near === undefined ? known : `Did you mean "${near}"?`}`;
  },
  onlyOneValue: (column: string) =>
    `the feature "${column}" has only one value in these rows, so there is no other to try`,
  tooManyValues: (column: string, values: number) =>
    `the feature "${column}" has ${count(values)} values, too many to try each; name some with swap or values`,
  classUnnamed: (known: readonly string[], isLabels: boolean) =>
    `with several ${isLabels ? 'labels' : 'classes'} the test must say whose probability it is about: class: ${known[0] ?? ''}. Known: ${known.join(', ')}`,
  classUnknown: (name: string, known: readonly string[], isLabels: boolean) =>
    `the model has no probability of the ${isLabels ? 'label' : 'class'} "${name}". Known: ${known.join(', ')}`,
  noRowsTested: (kind: JudgedShare['kind']) =>
    kind === 'adversarial'
      ? 'no row of the sample was answered right, so there is no decision to flip'
      : 'no row of the sample has a value that this test changes',
  noDecisions:
    'scores are no decisions until somebody sets a threshold; give a model of probabilities',
  noNumbers: 'the model has no numeric feature that varies',
  attackName: (deviations: number, tolerance: number | undefined) => {
    const what =
      tolerance === undefined
        ? 'right decisions flipped'
        : `answers moved by more than ${limitText(tolerance)}`;
    return `${what} within ${limitText(deviations)} standard deviations`;
  },
  /** A row counts where all its labels are right, and is flipped where one no longer is. */
  labelAttackName: (deviations: number) =>
    `label sets all right, of which a label flipped within ${limitText(deviations)} standard deviations`,
  attackNote: (predictions: number, column: string | undefined, rows: number) =>
    [
      `${counted(predictions, 'answer')} asked`,
      column === undefined
        ? 'no column flips any by itself'
        : `by itself "${column}" flips most (${count(rows)})`,
    ].join('; '),
  asTheyAre: 'as they are',
  progress: (what: string) => `Robustness: ${what}`,
  attackProgress: (done: number, budget: number) =>
    `Robustness: adversarial search, ${count(done)} of at most ${counted(budget, 'answer')}`,
};

const outcomeText: Readonly<Record<NonInferiorityVerdict, string>> = {
  better: 'holds',
  'no-worse': 'holds',
  inconclusive: 'inconclusive',
  worse: 'loses too much',
};

/** What a limit's cell says where there is none. */
export const words = { notLimited: 'no limit' };

/** The words in a verdict cell: `loses too much (allowed 0.02)`. */
export function degradationText({ change, versus, problem }: JudgedDegradation): string {
  if (problem !== undefined) return 'not judged';
  const parts: string[] = [];
  if (change?.outcome !== undefined) {
    parts.push(`${outcomeText[change.outcome]} (allowed ${limitText(change.limit ?? 0)})`);
  }
  if (versus?.outcome !== undefined) {
    const said = `${outcomeText[versus.outcome]} against the champion`;
    parts.push(`${said} (allowed ${limitText(versus.limit ?? 0)})`);
  }
  return parts.length === 0 ? words.notLimited : parts.join(', ');
}

export function shareText({ limit, problem, verdict }: JudgedShare): string {
  if (problem !== undefined) return 'not judged';
  if (limit === undefined) return words.notLimited;
  const said = { pass: 'holds', warn: 'breaks', fail: 'breaks', inconclusive: 'inconclusive' };
  return `${said[verdict]} (allowed ${percent(limit)})`;
}

export const tables = {
  degradation: (broken: number, unjudged: number, tested: number) =>
    `Robustness: ${tally(broken, unjudged, counted(tested, 'perturbation'), 'cost more than allowed')}`,
  degradationNote: ({ rows, of, level, predictions }: RobustnessReport) =>
    `${sampleText(rows, of)}, each with and without the perturbation; intervals cover ${percent(level)}, and "loses too much" holds for all limits together (Holm). Each model gave ${counted(predictions, 'answer')}.`,
  shares: (broken: number, unjudged: number, tested: number) =>
    `Expectations: ${tally(broken, unjudged, counted(tested, 'test'), 'broken beyond what is allowed')}`,
  sharesNote: ({ rows, of, level, isClustered }: RobustnessReport) =>
    `${sampleText(rows, of)}; rows that the test applies to, and how many break it, with a ${percent(level)} interval${isClustered ? ' that takes rows as independent, also where they come in clusters, and is too narrow then' : ''}. What a search flips can be flipped; what it does not may still.`,
};

/** `8 perturbations, 2 cost more than allowed, 1 not judged`. */
function tally(broken: number, unjudged: number, tested: string, what: string): string {
  const rest = unjudged === 0 ? '' : `, ${count(unjudged)} not judged`;
  return `${tested}, ${broken === 0 ? 'none' : count(broken)} ${what}${rest}`;
}

function sampleText(rows: number, of: number): string {
  return rows === of
    ? `All ${counted(rows, 'row')}`
    : `A random sample of ${count(rows)} of ${counted(of, 'row')}`;
}

/** `−0.0867 (95 % interval −0.1048 to −0.0684)`. */
function changeText({ estimate, low, high }: Estimate, level: number): string {
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => signed(value, digits);
  return `${write(estimate)} (${percent(level)} interval ${write(low)} to ${write(high)})`;
}

/** `AUC changes by −0.0184 (95 % interval …)`. */
export function lossText({ metric, change, versus }: JudgedDegradation, level: number): string {
  const { title } = describeMetric(metric);
  const isOwn = change?.outcome === 'inconclusive' || versus === undefined;
  const text = changeText((isOwn ? change : versus) ?? { estimate: 0, low: 0, high: 0 }, level);
  return `${title} changes by ${text}${isOwn ? '' : " more than the champion's"}`;
}

/** `broken in 4.6 % of rows (95 % interval 3.8 % to 5.6 %)`. */
export function brokenText({ share }: JudgedShare, level: number): string {
  const write = (value = 0) => percent(Number(value.toFixed(4)));
  const range = `${percent(level)} interval ${write(share?.low)} to ${write(share?.high)}`;
  return `broken in ${write(share?.estimate)} of rows (${range})`;
}

export const findings = {
  degradation: ({ name, metric, change, versus }: JudgedDegradation, level: number) => {
    const { title } = describeMetric(metric);
    return change?.outcome === 'worse'
      ? `With ${name}, ${title} changes by ${changeText(change, level)}, beyond the allowed loss of ${limitText(change.limit ?? 0)}.`
      : `With ${name}, ${title} changes by ${versus === undefined ? '' : changeText(versus, level)} more than the champion's, beyond the allowed ${limitText(versus?.limit ?? 0)}.`;
  },
  notJudged: (name: string, problem: string) =>
    `Robustness, ${name}: ${problem}${/[.?]$/u.test(problem) ? '' : '.'}`,
  share: ({ kind, name, rows, hits, limit = 0 }: JudgedShare) => {
    const many = `${count(hits)} of ${counted(rows, 'row')}`;
    const allowed = `beyond the allowed ${percent(limit)}`;
    switch (kind) {
      case 'invariance':
        return `${name}: the answer changes in ${many}, ${allowed}, though it must not depend on this.`;
      case 'direction':
        return `${name}, but it does not in ${many}, ${allowed}.`;
      case 'adversarial':
        return `${name}: ${many}, ${allowed}.`;
    }
  },
  skipped: (names: readonly string[]) =>
    `Not tried, as no feature is of the kind for it: ${names.join('; ')}.`,
  needsModel:
    'The policy asks for robustness, but predictions files cannot be asked again: give the model itself (an .onnx file, a model folder or an endpoint) as challenger, with the data.',
  scores:
    'The policy asks for robustness, but scores of answers cannot be asked again: take out evaluate.robustness, and let the evaluation tool score perturbed cases.',
  needsChampionModel:
    'The policy limits how much more than the champion the challenger may lose, but the champion is only predictions, which cannot be asked again. Give its model, or take out evaluate.robustness.max-regression.',
  inconclusive: (name: string, what: string) =>
    `Robustness, ${name}: ${what}, which is too close to what is allowed to tell on these rows; raise evaluate.robustness.rows`,
};
