import { count, messages as shared } from '../messages.en.ts';
import type { JudgedCohort, PerformanceState } from './judge.ts';
import type { FollowedMetric } from './measure.ts';
import { titleOf } from './measure.ts';
import type { Obstacle } from './subject.ts';

const { percent, figure, plural } = shared;

const day = 86_400;

function span(seconds: number): string {
  if (seconds >= 2 * day) return `${Math.round(seconds / day)} days`;
  if (seconds >= 2 * 3_600) return `${Math.round(seconds / 3_600)} hours`;
  return `${Math.round(seconds / 60)} minutes`;
}

const stateWords: Readonly<Record<PerformanceState, string>> = {
  dropped: 'worse than allowed',
  worse: 'a little worse, for sure',
  held: 'held',
  undecided: 'undecided: too few labels',
  shown: 'shown only',
  unknown: 'not known',
};

const obstacles: Readonly<Record<Obstacle, string>> = {
  'task-not-followed':
    'performance is followed for binary, multiclass, regression and forecasting tasks only',
  'label-not-numeric': 'the label is not a number, as this task needs',
  'prediction-not-numeric': 'the prediction is not a number, as this task needs',
  'too-many-classes':
    'the label has more classes than the task allows; set the task to regression if it is a number',
  'positive-unknown':
    'which label counts as positive is not clear; name it with drift.labels.positive',
  'one-class': 'the label has one single class in all of the data',
  'no-labels': 'no label has arrived yet',
};

function cohortName({ window }: { readonly window: string }): string {
  return window === '' ? 'the current data' : window;
}

function change(metric: FollowedMetric, { value, difference }: JudgedCohort): string {
  const now = value?.estimate ?? null;
  const before = difference === undefined || now === null ? undefined : now - difference.estimate;
  const from = before === undefined ? '' : `, from ${figure(before)} in the reference`;
  const band =
    value === undefined ? '' : ` (between ${figure(value.low)} and ${figure(value.high)})`;
  return `${titleOf(metric)} ${figure(now)}${band}${from}`;
}

/** Every sentence on performance a person can read. */
export const messages = {
  stateWords,
  undecided: 'undecided',
  overdue: (words: string): string => `${words}; labels overdue`,
  tooFew: 'too few labels to judge',
  overTime: (title: string): string => `${title} over time`,
  lines: { realised: 'realised', estimated: 'estimated', reference: 'reference', labels: 'labels' },
  cohortName,
  span,
  dropped: (metric: FollowedMetric, cohort: JudgedCohort): string =>
    `Performance dropped in ${cohortName(cohort)}: ${change(metric, cohort)}, on ${plural(cohort.labelled, 'label')}.`,
  estimatedDrop: (metric: FollowedMetric, cohort: JudgedCohort): string =>
    `Performance has probably dropped in ${cohortName(cohort)}, where labels have not arrived: estimated ${change(metric, cohort)}.`,
  blind: (method: 'CBPE' | 'DLE'): string =>
    `Estimated figures (${method}) follow from the features and predictions alone: they assume that the relation of features and label is still that of the reference, and cannot see a change of it.`,
  notEstimated: (why: string): string =>
    `Performance is not estimated where labels are missing: ${why}.`,
  noProbabilities:
    'that takes a probability of each class, and the prediction is a class or a score',
  fewReferenceLabels: 'the reference has too few labelled predictions to learn from',
  waiting: (names: readonly string[]): string =>
    `Labels of ${names.join(', ')} have not all arrived: the metric is not judged by the part that has.`,
  late: (names: readonly string[], share: number): string =>
    `Labels of ${names.join(', ')} are overdue: fewer than ${percent(share, 0)} arrived within the delay. Check what delivers them.`,
  noLabels: (label: string): string =>
    `No label has arrived in column ${label}: performance of the current data is not known.`,
  few: (names: readonly string[], min: number): string =>
    `${names.join(', ')}: fewer than ${count(min)} labels, shown but not judged.`,
  noBaseline:
    'The reference has no labelled predictions, so performance has nothing to be compared with. Give the labelled predictions of a test set as the reference, or set drift.labels.limit.',
  obstacle: (obstacle: Obstacle): string => `Performance is not followed: ${obstacles[obstacle]}.`,
  metricUnfit: (metric: string, possible: readonly string[]): string =>
    `Performance is not followed: ${metric} cannot be computed from these predictions. Possible: ${possible.join(', ')}.`,
  notDefined: (metric: FollowedMetric, names: readonly string[]): string =>
    `${titleOf(metric)} is not defined in ${names.join(', ')}: the labels that arrived have one single class.`,
  percentScores: (column: string, side: string, high: number): string =>
    `${column} lies between 0 and ${figure(high)} in the ${side} data: it looks like percent. Divide it by 100; until then it is only used to rank rows.`,
  outOfRange: (column: string, side: string, low: number, high: number): string =>
    `${column} is no probability in the ${side} data (${figure(low)} to ${figure(high)}): it is only used to rank rows.`,
  scaleChanged: (column: string): string =>
    `${column} is a probability in the reference and is not in the current data: what makes the predictions has changed its scale.`,
  missingPredictions: (column: string, share: number, side: string): string =>
    `${percent(share)} of the ${side} rows have no prediction in column ${column}; they are left out.`,
  tableNote: (metric: FollowedMetric, level: number, allowed: number | undefined): string => {
    const limit =
      allowed === undefined ? '' : ` It may be ${figure(allowed)} worse than the reference.`;
    return `${titleOf(metric)} of each window with its ${percent(level, 0)} interval, realised where the labels have arrived and estimated where not.${limit}`;
  },
} as const;
