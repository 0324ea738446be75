import { describeMetric, type JudgedName, type MetricName } from '../../shared/domain/metric.ts';
import type { NonInferiorityVerdict } from '../../shared/stats/non-inferiority.ts';
import type { Decision } from './decide.ts';
import type { JudgedMeasure } from './fairness.ts';
import type { AnyMeasure } from './fairness-measures.ts';
import { type JudgedMetric, type Judgement, verdictOf } from './judge.ts';
import { basisOf, type Needed, neededFor, unitOf } from './measured-texts.ts';
import { count, counted, digitsFor, fixed, limitText, percent, signed } from './number-texts.ts';
import { kindsOf } from './policy.ts';
import type { GateRows } from './rows.ts';
import type { Reversal } from './simpson.ts';
import type { SlicedBy } from './sliced-by.ts';
import type { JudgedSlice } from './slices.ts';

export { count, counted, digitsFor, fixed, limitText, percent, signed };

/** `+0.0121 (95 % interval +0.0098 to +0.0144)`, or the value where there is no champion. */
function estimateText({ name, comparison }: JudgedMetric, level: number, change: boolean): string {
  const shown = change ? comparison?.difference : comparison?.challenger;
  if (shown === undefined) return 'not computed';
  const { estimate, low, high } = shown;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (change ? signed(value, digits) : fixed(value, digits));
  const unit = unitOf(name);
  const value = unit === undefined ? write(estimate) : `${write(estimate)} ${unit}`;
  // What is counted, not estimated: the size of a file.
  if (comparison?.basis?.unit === 'file') return value;
  return `${value} (${percent(level)} interval ${write(low)} to ${write(high)})`;
}

const regressionText: Readonly<Record<NonInferiorityVerdict, string>> = {
  better: 'better',
  'no-worse': 'no worse',
  inconclusive: 'inconclusive',
  worse: 'worse',
};

/** The words in a verdict cell: `no worse (allowed 0.002)`, `below the floor 0.6`. */
export function judgementText({ kind, outcome, limit }: Judgement): string {
  if (kind === 'regression') {
    const allowed = limit > 0 && outcome !== 'better' ? ` (allowed ${limitText(limit)})` : '';
    return regressionText[outcome] + allowed;
  }
  if (kind === 'improvement') {
    const said = {
      better: 'better by at least',
      'no-worse': 'better by at least',
      inconclusive: 'not surely better by',
      worse: 'not better by',
    };
    return `${said[outcome]} ${limitText(limit)}`;
  }
  const side = kind === 'floor' ? ['above', 'below'] : ['below', 'above'];
  const where = `the ${kind} ${limitText(limit)}`;
  if (outcome === 'inconclusive') return `too close to ${where}`;
  return `${outcome === 'worse' ? side[1] : side[0]} ${where}`;
}

/** What a verdict cell says of a metric that no rule judged. */
export const words = {
  notJudged: 'not judged',
  notComputed: 'not computed',
  advisory: 'advisory',
};

/** The end of the sentence about the deciding number; `unit` is what there would have to be more of. */
export function conclusion(
  { kind, outcome, limit, rowsToDecide }: Judgement,
  unit: Needed = 'rows',
): string {
  const more =
    rowsToDecide === undefined
      ? `more ${unit} are needed to decide`
      : `about ${count(roundUp(rowsToDecide))} ${unit} would decide`;
  if (kind === 'regression') {
    const limitName = limit > 0 ? `the allowed regression of ${limitText(limit)}` : 'no regression';
    switch (outcome) {
      case 'better':
        return 'better than the champion';
      case 'no-worse':
        return `no worse than the champion${limit > 0 ? ` (allowed ${limitText(limit)})` : ''}`;
      case 'worse':
        return `worse than the champion${limit > 0 ? ` by more than the allowed ${limitText(limit)}` : ''}`;
      case 'inconclusive':
        return limit > 0
          ? `inconclusive, as the interval reaches beyond ${limitName}; ${more}`
          : `inconclusive, as the interval contains zero and no regression is allowed; ${more}`;
    }
  }
  return `${judgementText({ kind, outcome, limit })}${outcome === 'inconclusive' ? `; ${more}` : ''}`;
}

/** Whether it is about the change from the champion, not about the value. */
function isOfChange({ kind }: Judgement): boolean {
  return kind === 'regression' || kind === 'improvement';
}

/** Two significant digits are all that a forecast of rows deserves. */
export function roundUp(rows: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1);
  return Math.ceil(rows / unit) * unit;
}

/** `AUC +0.0121 (95 % interval +0.0098 to +0.0144) on 412,033 held-out rows: better than …`. */
export function metricSentence(
  metric: JudgedMetric,
  judgement: Judgement,
  { rows, level }: Pick<Decision, 'rows' | 'level'>,
): string {
  const numbers = estimateText(metric, level, isOfChange(judgement));
  return `${startOf(metric)} ${numbers} ${basisOf(metric, rows)}: ${conclusion(judgement, neededFor(metric))}`;
}

/** `AUC 0.9030 (95 % interval 0.8783 to 0.9277) on 600 held-out rows`. */
export function valueSentence(
  metric: JudgedMetric,
  { rows, level }: Pick<Decision, 'rows' | 'level'>,
): string {
  return `${startOf(metric)} ${estimateText(metric, level, false)} ${basisOf(metric, rows)}`;
}

function startOf({ name }: JudgedMetric): string {
  const { title } = describeMetric(name);
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** A found segment's column is its whole description. */
export function sliceName({ column, value, isFound }: NamedSlice): string {
  return isFound === true ? column : `${column} = ${value ?? '(missing)'}`;
}

type NamedSlice = Pick<JudgedSlice, 'column' | 'value' | 'isFound'>;

/** ` −0.0396`, or nothing where there is no champion. */
function changeOf({ comparison: { difference } }: JudgedSlice): string {
  if (difference === undefined) return '';
  const { estimate, low, high } = difference;
  return ` ${signed(estimate, digitsFor((high - low) / 2, Math.abs(estimate)))}`;
}

/** Over bars that show a change: which side is good, and what the interval covers. */
export function intervalTitle(level: number): string {
  return `worse ◂ ${percent(level)} interval ▸ better`;
}

export const tables = {
  metrics: (champion: boolean) => (champion ? 'Champion → challenger' : 'Challenger'),
  /** @param level of intervals whose columns do not say it */
  metricsNote: (level: number | undefined, judged: number, clusters: Decision['clusters']) =>
    [
      level === undefined ? '' : `Intervals cover ${percent(level)} each.`,
      judged > 1
        ? `"Better" and "worse" hold for all ${judged} required metrics together (Holm).`
        : '',
      clusters === undefined
        ? ''
        : `Rows of one ${clusters.column} count as one observation (${counted(clusters.count, 'cluster')}).`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  slices: (count: number, worse: number, hasChampion: boolean) => {
    const all = counted(count, 'slice');
    if (!hasChampion) return `Slices: ${all}, no champion to compare with`;
    return worse === 0
      ? `Slices: none of ${count} worse beyond the allowed change`
      : `Slices: ${worse} of ${count} worse beyond the allowed change`;
  },
  found: (count: number, worse: number) =>
    worse === 0
      ? `Segments found: ${count}, none proven worse`
      : `Segments found: ${worse} of ${count} worse beyond the allowed change`,
  foundNote: (rows: number, features: readonly string[]) =>
    `Searched on one half of the rows where the challenger lost most against the champion, judged on the other half (${counted(rows, 'row')}), corrected for the number of segments. Columns searched: ${features.join(', ')}.`,
  weak: (count: number) => (count === 0 ? 'Weak segments: none proven' : `Weak segments: ${count}`),
  losses: {
    absolute: 'absolute error',
    log: 'log loss',
    wrong: 'share of wrong classes',
  },
  inside: (loss: string) => `${loss} inside`,
  weakNote: (loss: string, rows: number) =>
    `The challenger's ${loss} inside and outside of segments found on one half of the rows, on the other half (${counted(rows, 'row')}).`,
  slicesNote: (
    { title, unit }: SlicedBy,
    { tooSmall, least }: { readonly tooSmall: number; readonly least: number },
    hasChampion: boolean,
  ) =>
    [
      `${title.charAt(0).toUpperCase()}${title.slice(1)}, worst first${hasChampion ? '; "better" and "worse" hold for all together (Benjamini-Hochberg)' : ''}.`,
      tooSmall === 0
        ? ''
        : `${counted(tooSmall, 'slice')} with fewer than ${count(least)} ${unit}${unit === 'rows' ? ', or one class only,' : ''} not judged.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  calibration: 'Calibration',
  calibrationNote:
    'A slope below 1: too extreme (Cox). Brier score = reliability − resolution + uncertainty, in ten ranges.',
  fairness: (by: string, limited: number, broken: number) => {
    const kept =
      broken === 0
        ? `${counted(limited, 'limit')} kept`
        : `${broken} of ${counted(limited, 'limit')} not kept`;
    return `Fairness by ${by}: ${limited === 0 ? 'no limit set' : kept}`;
  },
  fairnessNote: (level: number, isClustered: boolean) =>
    `Largest difference between any two groups, with intervals that cover ${percent(level)} for all pairs.${isClustered ? ' Rows of one cluster count as related, not as independent.' : ''}`,
  groups: (by: string) => `Rates by ${by}`,
  noLimit: 'no limit',
  flips: 'Changed answers',
  flipsNote: (wrong: number, right: number) =>
    `${count(wrong)} right → wrong, ${count(right)} wrong → right.`,
};

export const seriesTitles = {
  roc: 'ROC',
  falsePositiveRate: 'false positive rate',
  truePositiveRate: 'true positive rate',
  calibration: 'Calibration',
  predicted: 'predicted probability',
  observed: 'observed share',
};

export const summaries = {
  identical: (rows: number) =>
    `The challenger's predictions are identical to the champion's on all ${counted(rows, 'held-out row')}`,
  firstRun: 'there is no champion yet, so only floors and ceilings were judged',
  nothingJudged: (value: string | undefined, { hasChampion }: Pick<Decision, 'hasChampion'>) => {
    const reason = hasChampion
      ? 'the policy sets no rule for it, so nothing was judged'
      : 'there is no champion yet and the policy sets no floor, so nothing was judged';
    return value === undefined ? `Not judged: ${reason}` : `${value}; ${reason}`;
  },
  notComputed: (metric: JudgedName, problem: string) =>
    `${describeMetric(metric).title} could not be computed: ${problem}.`,
  worseSlice: (slice: JudgedSlice, { title, unit }: SlicedBy, others: number) =>
    `Worse in ${sliceName(slice)} by ${title} (${counted(slice.rows, unit.slice(0, -1))})${others > 0 ? ` and in ${counted(others, 'other slice')}` : ''}, beyond the allowed change`,
};

/** Why a metric that the policy names cannot be had from these predictions. */
export function notComputableFor(name: MetricName, rows: GateRows): string {
  const { tasks, needs, title } = describeMetric(name);
  if (!tasks.includes(rows.task))
    return `${title} is a metric of ${tasks.join(' and ')} tasks, and this is a ${rows.task} one`;
  const given = kindsOf(rows).has('class') ? 'classes' : 'scores that are no probabilities';
  const wanted = {
    probability: 'probabilities',
    score: 'scores',
    class: 'classes',
    value: 'values',
  };
  return `${title} needs ${wanted[needs]}, and the predictions are ${given}`;
}

/** Why these predictions have no classes; undefined where they have. */
export function noClasses(rows: GateRows): string | undefined {
  if (rows.task !== 'binary')
    return `fairness is judged for binary tasks, and this is a ${rows.task} one`;
  const isScore = rows.challengerKind === 'score' || rows.championKind === 'score';
  return isScore
    ? 'fairness needs probabilities or classes, and the predictions are scores'
    : undefined;
}

/** `demographic parity difference`. */
export function measureTitle(measure: AnyMeasure): string {
  return measure.replaceAll('-', ' ');
}

/** `Demographic parity difference by sex 0.1312 (95 % interval …; F 0.4100, M 0.5412): above …`. */
export function fairnessSentence(by: string, judged: JudgedMeasure, level: number): string {
  const { measure, challenger, difference } = judged;
  const judgement =
    judged.judgements.find((one) => verdictOf[one.outcome] !== 'pass') ?? judged.judgements[0];
  const title = measureTitle(measure);
  const name = `${title.charAt(0).toUpperCase()}${title.slice(1)} by ${by}`;
  if (challenger === undefined || judgement === undefined) {
    return `${name} could not be computed: fewer than two groups have enough rows`;
  }
  if (judgement.kind === 'regression' && difference !== undefined) {
    const write = (value: number) => signed(value, 4);
    const range = `${percent(level)} interval ${write(difference.low)} to ${write(difference.high)}`;
    return `${name} changed by ${write(difference.estimate)} (${range}): ${judgementText(judgement)} against the champion`;
  }
  const { estimate, low, high, groups } = challenger;
  const range = `${percent(level)} interval ${fixed(low, 4)} to ${fixed(high, 4)}`;
  return `${name} ${fixed(estimate, 4)} (${range}; lowest ${groups[0]}, highest ${groups[1]}): ${judgementText(judgement)}`;
}

export const findings = {
  noPolicy: (metric: JudgedName) =>
    `The policy names no metric, so ${describeMetric(metric).title} is judged and may not get worse; set evaluate.metrics to say what must hold.`,
  noChampion:
    'There is no champion: this is a first run. Give its predictions with the input "champion" from the next run on.',
  identical: "Every prediction equals the champion's: the models answer alike.",
  missingSlice: (column: string) =>
    `The policy groups rows by "${column}", but no file has this column. Add it to the predictions or the data, or take it out of the policy.`,
  sliceTooFine: (column: string, limit: number) =>
    `Column "${column}" has more than ${count(limit)} values, too many to group rows by. Use a coarser column.`,
  slicesNotJudged: (metric: MetricName, problem: string) =>
    `The slices could not be judged by ${describeMetric(metric).title}: ${problem}.`,
  metricNotComputed: (metric: JudgedName, problem: string) =>
    `The policy names ${metric}, which could not be computed: ${problem}.`,
  unknownAnswers: (side: string, rows: number) =>
    `${counted(rows, 'prediction')} of the ${side} name${rows === 1 ? 's' : ''} a class that no label has, and count${rows === 1 ? 's' : ''} as wrong.`,
  reversal: ({ column, slices, overall }: Reversal, metric: MetricName) =>
    `By ${describeMetric(metric).title} the challenger is ${overall} over all rows together, but ${overall === 'better' ? 'worse' : 'better'} in each of the ${count(slices)} slices of "${column}": what changed is how these rank against each other (Simpson's paradox).`,
  notSearched:
    'No segments were searched for: with scores alone, no row is right or wrong by itself. Give probabilities, classes or values.',
  foundWorse: (slice: JudgedSlice, metric: MetricName) =>
    `${sliceName(slice)}: worse than the champion by ${describeMetric(metric).title}, beyond the allowed change (${counted(slice.rows, 'row')}). A search found this segment; name its columns in \`slices\` to make it count.`,
  foreignPolicy: (file: string, tool: string, notes: readonly string[]) =>
    `${file} is read as thresholds of ${tool}. ${notes.join(' ')}`,
  fewClusters: (column: string, clusters: number) =>
    `The rows come from only ${counted(clusters, 'value')} of "${column}": with fewer than 30, intervals are too narrow. Gather rows of more.`,
  fairnessNotJudged: (reason: string) => `Fairness could not be judged: ${reason}.`,
  smallGroups: (by: string, groups: readonly { name: string; rows: number }[], minRows: number) =>
    `Too small to judge fairness by ${by} (fewer than ${count(minRows)} rows): ${groups.map(({ name, rows }) => `${name} (${count(rows)})`).join(', ')}.`,
  worseSlice: (slice: JudgedSlice, { title, unit }: SlicedBy) =>
    `${sliceName(slice)}: worse than the champion by ${title}${changeOf(slice)}, beyond the allowed change (${counted(slice.rows, unit.slice(0, -1))}).`,
  otherWorseSlices: (names: readonly string[]) =>
    `${counted(names.length, 'more slice')} ${names.length === 1 ? 'is' : 'are'} worse beyond the allowed change: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`,
};

export const custody = {
  noValidation:
    'The policy requires validated data, but this report directory holds no record of data-validate. Run data-validate on the training data first, in this job or in one that it names under `needs:`.',
  validationFailed: (verdict: string) =>
    `The policy requires validated data, but data-validate ended with ${verdict}. Correct the data and train again.`,
  noTraining:
    'The policy requires a training record, but this report directory holds none. Train with train-on-gpu-runner first, in this job or in one that it names under `needs:`.',
  trainingFailed: (verdict: string) =>
    `The training record ends with ${verdict}: a model whose training failed is not promoted.`,
  otherData: (trained: string, validated: string) =>
    `The model was trained on data ${trained}, but the data that was validated is ${validated}. Validate the data the model learns from.`,
  unknownTrainingData:
    'The training record does not say which data the model learned from, so nothing shows that this data was validated. Name the data in training.',
  otherPredictions: (path: string) =>
    `${path} is not the file that the training record lists under this name: its content differs. Give the file that training wrote, or train again.`,
  unlistedPredictions:
    'The training record does not list what was judged, so nothing shows that it comes from the trained model. Let training write the predictions file, or give the model folder it wrote.',
};
