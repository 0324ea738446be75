import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { Judgement } from '../judge.ts';
import { conclusion, digitsFor, fixed, percent, signed } from '../messages.en.ts';
import type { JudgedReport } from './judge.ts';

export const errors = {
  twice: (file: string, name: string): ActionError =>
    usageError(
      'metrics-file-invalid',
      `${file} has the metric "${name}" more than once.`,
      'Leave one value of each metric: the last one, of the model under review.',
    ),
  notANumber: (file: string, name: string, key: string, value: unknown): ActionError =>
    usageError(
      'metrics-file-invalid',
      `${file}: ${key} of "${name}" is ${JSON.stringify(value)}, not a number that can be judged.`,
      'Write every metric as a number, or leave out what could not be computed.',
    ),
  notAnInterval: (file: string, name: string): ActionError =>
    usageError(
      'metrics-file-invalid',
      `${file}: the interval of "${name}" does not contain its value.`,
      'low must not lie above the value, nor high below it; level lies between 0 and 1.',
    ),
  noRules: (names: readonly string[]): ActionError =>
    usageError(
      'no-rules-for-metrics',
      `The challenger is a metrics file (${names.join(', ')}), and the policy says nothing of any of these.`,
      'Say in evaluate.metrics, or with a direction in evaluate.custom, what they must keep.',
    ),
  championIsNoMetricsFile: (file: string): ActionError =>
    usageError(
      'champion-is-no-metrics-file',
      `The challenger is a metrics file, and ${file} of the champion is not.`,
      "Give the champion's metrics as a file of the same form, or both models' predictions.",
    ),
  customWithoutFile: (name: string): ActionError =>
    usageError(
      'custom-without-metrics-file',
      `The policy has a rule for "${name}" in evaluate.custom, and there is no metrics file, so nothing would be judged by it.`,
      'Give the file with the input "metrics" or evaluate.metrics-file, or name a metric that this step computes in evaluate.metrics.',
    ),
  noMetricsFile: (file: string): ActionError =>
    usageError(
      'metrics-file-invalid',
      `${file} is no metrics file.`,
      'Give JSON of names and numbers, {"auc": 0.9}, or of names and {"value", "standard-error"}, or CSV with the columns name and value.',
    ),
  notForMetricsFile: (section: string): ActionError =>
    usageError(
      'not-for-metrics-file',
      `The policy has evaluate.${section}, which needs predictions row by row, and the challenger is a metrics file.`,
      'Give predictions files, or take the section out of the policy.',
    ),
};

/** Which rows of a table were not computed from predictions. */
export function besideNote(titles: readonly string[]): string {
  return titles.length === 0
    ? ''
    : `From metrics files, not computed here: ${titles.join(', ')}; both models as measured apart.`;
}

export const tables = {
  title: (hasChampion: boolean): string =>
    hasChampion ? 'Champion → challenger, as reported' : 'Challenger, as reported',
  note: (level: number, hasChampion: boolean): string =>
    `Read from metrics files, not computed here. Intervals cover ${percent(level)} each${hasChampion ? ', and take both models as measured apart: predictions files compare row by row, which is sharper' : ''}.`,
};

export const findings = {
  noInterval: (titles: readonly string[], accepted: boolean): string =>
    accepted
      ? `No interval came with ${titles.join(', ')}: as the policy says (accept-point-estimates), the bare values are judged as if they were exact.`
      : `No interval can be given for ${titles.join(', ')}, as the metrics file has bare values: add a standard-error, or low and high, or give predictions files. accept-point-estimates: true judges them as if they were exact.`,
  noChampionMetrics: (name: string) =>
    `Nothing is known of the champion's ${name} on these rows, so it could not be compared. Name its metrics file in evaluate.metrics-file.champion; from the next run on the record has it.`,
  missing: (name: string, side: string, known: readonly string[]): string =>
    `The policy names ${name}, which the ${side}'s metrics file does not have. ${didYouMean(name, known)}`,
  firstRun:
    'There is no champion: this is a first run. Give its metrics file with the input "champion" from the next run on.',
};

/** `AUC +0.0121 (95 % interval +0.0098 to +0.0144) as reported: better than the champion`. */
export function sentence(metric: JudgedReport, judgement: Judgement, level: number): string {
  const isChange = judgement.kind === 'regression' || judgement.kind === 'improvement';
  const shown = isChange ? metric.difference : metric.challenger;
  const title = metric.title.charAt(0).toUpperCase() + metric.title.slice(1);
  if (shown === undefined) return `${title} is not in the metrics file`;
  const { estimate, low, high } = shown;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (isChange ? signed(value, digits) : fixed(value, digits));
  if (metric.isPoint && judgement.outcome === 'inconclusive') {
    return `${title} ${write(estimate)} as reported: inconclusive, as no interval can be given for a bare value`;
  }
  const range = metric.isPoint
    ? 'a bare value, taken as exact'
    : `${percent(level)} interval ${write(low)} to ${write(high)}`;
  return `${title} ${write(estimate)} (${range}) as reported: ${conclusion(judgement)}`;
}

export const summaries = {
  nothingJudged: 'Nothing was judged: the policy compares with a champion, and there is none yet',
};
