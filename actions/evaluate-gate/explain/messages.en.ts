import { describeMetric, type MetricName } from '../../../shared/domain/metric.ts';
import { count, counted, percent } from '../messages.en.ts';
import type { Explanation } from './explain.ts';

export const messages = {
  noMetric: 'No metric of the policy can be computed from what the model answers.',
  noScore: (metric: MetricName) =>
    `Importance could not be told: ${describeMetric(metric).title} has no value on the sampled rows.`,
  tooManyColumns: (columns: number) =>
    `The model has ${count(columns)} features; the first 30 are explained. Name others with evaluate.explain.columns.`,
  problem: (message: string) => `Explanation: ${message}${/[.?]$/u.test(message) ? '' : '.'}`,
  weighing: (who: string, columns: number) =>
    `Explaining: importance of ${counted(columns, 'column')} to the ${who}`,
  tracing: (column: string) => `Explaining: dependence on ${column}`,
  scores: 'The policy asks for an explanation, but scores of answers cannot be asked again.',
  needsModel:
    'The policy asks for an explanation, but predictions files cannot be asked again: give the model itself (an .onnx file, a model folder or an endpoint) as challenger, with the data.',
};

export const tables = {
  importance: (metric: MetricName) => `What the model goes by (${describeMetric(metric).title})`,
  importanceNote: ({ metric, rows, repeats, level }: Explanation) =>
    `How much worse ${describeMetric(metric).title} gets where a column is shuffled, on ${counted(rows, 'row')}; mean of ${count(repeats)} shuffles with its ${percent(level)} interval. Columns that say the same stand in for each other, and each may look unimportant.`,
  dependence: 'Where the models answer differently',
  dependenceNote:
    'The widest distance between the partial dependence of challenger and champion: the mean answer where every row is given one value.',
};

export const seriesTitles = {
  importance: 'Permutation importance',
  worse: (metric: MetricName) => `${describeMetric(metric).title}, worse by`,
  dependence: (column: string, of?: string) =>
    `Dependence on ${column}${of === undefined ? '' : `, class ${of}`}`,
  answer: 'mean answer',
};
