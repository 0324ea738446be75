import { stepTitles } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';

function plural(count: number, singular: string, many = `${singular}s`): string {
  return count === 1 ? singular : many;
}

/** `1 row`, `12 rows`. */
function counted(count: number, singular: string, many?: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+$)/gu, ',');
  return `${digits} ${plural(count, singular, many)}`;
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  warn: 'warning',
  inconclusive: 'inconclusive',
  fail: 'fail',
};

export const messages = {
  stepTitles,
  verdictWords,
  /** The word that begins a headline. */
  verdictHead: (verdict: Verdict): string => {
    const word = verdictWords[verdict];
    return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  },
  notJudged: 'not judged',
  better: 'better',
  noWorse: 'no worse',
  worse: 'worse',
  metricCount: (count: number): string => counted(count, 'metric'),
  fileCount: (count: number): string => counted(count, 'file'),
  stepCount: (count: number): string => counted(count, 'step'),
  pageCount: (count: number): string => counted(count, 'page'),
  errorCount: (count: number): string => counted(count, 'error'),
  warningCount: (count: number): string => counted(count, 'warning'),
  rowCount: (count: number): string => counted(count, 'row'),
  moreRows: (count: number): string => counted(count, 'more row'),
} as const;

export const headlines = {
  progress: (ran: number, all: number, outdated: number): string =>
    outdated === 0
      ? `${ran} of ${all} steps have run.`
      : `${ran} of ${all} steps have run for this commit, ${outdated} for an older one only.`,
  /** The verdict of one step, where no gate has judged the whole. */
  ofStep: (title: string, word: string): string => `${title}: ${word}`,
  others: (count: number, names: readonly string[]): string =>
    `${counted(count, 'more thing')} to look at: ${names.join(', ')}.`,
  named: (title: string, word: string): string => `${title} (${word})`,
  detail: (text: string): string => ` (${text})`,
  deciding: (number: string, detail: string, progress: string): string =>
    `**${number}**${detail}. ${progress}`,
  notRun: 'not run',
  steps: (count: number): string => `${count} steps`,
  table: { step: 'step', decided: 'what decided it' },
  judged: (word: string, summary: string): string => `**${word}**: ${summary}`,
  notRunYet: (names: string): string => `**not run yet**: ${names}`,
  hasNotRun: '**not run yet** for this change',
  runningHead: 'Running',
  underWay: (steps: readonly string[]): string =>
    steps.length === 1 ? `${steps[0]} is under way` : `${steps.join(', ')} are under way`,
  runningSince: (time: string): string => `**running** since ${time}`,
  otherVersion: 'written by another version of the suite: see below',
  was: (word: string, commit: string, summary: string): string =>
    `**outdated**, ${word} for ${commit}: ${summary}`,
  outdatedFold: (title: string, commit: string, word: string): string =>
    `<b>${title}</b>, outdated: ${word} for the older commit ${commit}`,
  unknownCommit: 'unknown',
};

export const sections = {
  severities: { error: 'Error', warning: 'Warning', info: 'Note' },
  inReport: 'in the full report of this run',
  inLinkedReport: (url: string): string => `in the [full report](${url})`,
  took: (duration: string, finished: string): string => `Took ${duration}, finished ${finished}.`,
  moreFindings: (count: number, where: string): string =>
    `${counted(count, 'more finding')} ${plural(count, 'is', 'are')} ${where}`,
  inColumn: (column: string): string => ` in ${column}`,
  untitled: 'Table without a title',
  leftOut: (
    { rows, of, columns }: { rows: number; of: number; columns: number },
    where: string,
  ): string => {
    const parts = [
      rows > 0 && `${counted(rows, 'more row')} of ${counted(of, 'row')}`,
      columns > 0 && counted(columns, 'more column'),
    ].filter(Boolean);
    return `${parts.join(' and ')} ${where}.`;
  },
  damaged: 'Its details were damaged; run the step again to restore them.',
  tooLarge: 'Its details did not fit into this comment; they are in the full report.',
  moreParts: (count: number, where: string): string =>
    `${count} more ${plural(count, 'part is', 'parts are')} ${where}.`,
  fullReport: 'full report',
  run: 'run',
  updated: (at: string): string => `updated ${at}`,
  updatedFor: (at: string, commit: string): string => `updated ${at} for ${commit}`,
};

export const evidence = {
  summary: '<b>Evidence</b>: commit, digests, how to repeat',
  what: 'what',
  which: 'which',
  rows: {
    code: 'code',
    data: 'data',
    model: 'model',
    environment: 'environment',
    repeat: 'repeat',
    commit: 'commit',
  } as Readonly<Record<string, string>>,
  noCommit: 'not in a commit',
  dirty: ' with uncommitted changes',
  clean: ' (clean)',
  title: 'Evidence',
  note: 'what exactly was judged, with which inputs, and when',
  inputs: 'Inputs',
};

export const facts = {
  interval: 'interval',
  levelInterval: (level: string): string => `${level} % interval`,
  range: (low: string, high: string): string => `${low} to ${high}`,
  inSlice: (slice: string): string => `in ${slice}`,
  ofColumn: (column: string): string => `of ${column}`,
  value: (text: string): string => `value ${text}`,
  baseline: (text: string): string => `baseline ${text}`,
  change: (text: string): string => `change ${text}`,
  withInterval: (text: string): string => `interval ${text}`,
};

export const metricTables = {
  metric: 'metric',
  value: 'value',
  interval: 'interval',
  change: 'change',
  verdict: 'verdict',
  champion: 'champion',
  challenger: 'challenger',
  baseline: 'baseline',
  now: 'now',
  scale: (interval: string): string => `worse ◂ ${interval} ▸ better`,
  gateTitle: 'Champion → challenger',
  title: 'Baseline → now',
  files: 'Files',
  file: 'file',
  size: 'size',
};

export const pages = {
  language: 'en',
  title: 'Model report',
  titleOf: (models: string): string => `${models}: model report`,
  footer: 'mlops-actions · made from the records of these steps and nothing else',
  nothingYet: 'No step has left a record yet',
  stepsLabel: 'Steps',
  moreBelow: (count: number): string => `${count} more below, in the numbers`,
  numbers: 'The numbers',
  columns: 'Column by column',
  columnsNote: (pages: string): string => `${pages}, those that moved most first`,
  byWindow: 'By window',
  moreInRecord: (count: number): string =>
    `${counted(count, 'more row')} in the record of this step.`,
  series: (count: number, first: string, last: string, most: string): string =>
    `${count} values from ${first} to ${last}, at most ${most}`,
  noValues: 'no values',
  figures: 'Figures',
  figure: 'figure',
  window: 'window',
  before: 'before',
  better: (direction: 'higher' | 'lower'): string => `${direction} is better`,
  allowed: (value: string): string => `up to ${value} worse is allowed`,
  chart: (title: string, y: string, x: string): string => `${title}: ${y} by ${x}`,
};

export const issues = {
  noAlert: 'No alert',
  foot: 'Written by drift-report, and rewritten by each of its runs: answer in a comment. It closes by itself when the drift is gone.',
  inReport: 'in the report of the run',
  more: (count: number): string => `, and ${count} more`,
  nothing: 'nothing drifted',
  none: 'none',
  timeline: 'Timeline',
  run: 'run',
  alert: 'alert',
  drifted: 'drifted or broke',
};
