import type { ColumnType } from '../../shared/domain/column.ts';
import { isPeerMethod, type PeerMethod } from '../../shared/domain/drift-method.ts';
import { messages as peerMessages } from './compatibility/messages.en.ts';
import type { Alert, Comparison, JudgedColumn, State } from './decide.ts';
import type { Method } from './measure.ts';

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, one: string): string {
  return `${count(value)} ${one}${value === 1 ? '' : 's'}`;
}

function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

function figure(value: number | null): string {
  if (value === null) return 'not defined';
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(1);
  return value.toFixed(size !== 0 && size < 0.01 ? 4 : 3);
}

/** Names of the methods as a person says them. */
const methodNames: Readonly<Record<Method, string>> = {
  psi: 'PSI',
  ks: 'KS distance',
  js: 'Jensen-Shannon distance',
  kl: 'KL divergence',
  hellinger: 'Hellinger distance',
  wasserstein: 'Wasserstein distance in σ',
  'total-variation': 'total variation',
  'chi-squared': "Cramér's V",
};

const stateWords: Readonly<Record<State, string>> = {
  drifted: 'drifted',
  stuck: 'stuck on one value',
  moved: 'moved a little, for sure',
  usual: 'no further than usual',
  steady: 'steady',
  undecided: 'undecided: too few rows',
  'too-few-rows': 'too few rows',
  identifier: 'an identifier, not compared',
  clock: 'a clock, not compared',
  empty: 'empty on both sides',
  constant: 'constant on both sides',
  emptied: 'no values any more',
  'presence-only': 'only missing values compared',
  'not-computable': 'not computable',
};

function brokenWords({ state, missingAlert, freshAlert }: Comparison): string {
  if (missingAlert) return 'values went missing';
  return freshAlert ? 'unknown values' : stateWords[state];
}

function stateOf(column: JudgedColumn): string {
  const words = brokenWords(column.whole);
  const windows = [...column.windows].filter(([, { state }]) => state === 'drifted');
  if (column.whole.state === 'drifted' || windows.length === 0) return words;
  return `drifted in ${windows.map(([window]) => window).join(', ')}`;
}

function methodName(method: Method | PeerMethod): string {
  return isPeerMethod(method) ? peerMessages.methodName(method) : methodNames[method];
}

function effectWords(comparison: Comparison): string {
  const { effect, threshold } = comparison;
  if (effect === undefined) return '';
  if (isPeerMethod(effect.method)) {
    return `${methodName(effect.method)} ${figure(effect.value)} (limit ${figure(threshold)})`;
  }
  return `${methodName(effect.method)} ${figure(effect.value)} (at least ${figure(effect.low)} with 95 % confidence; limit ${figure(threshold)})`;
}

/** Every sentence of the step a person can read. */
export const messages = {
  methodNames,
  methodName,
  stateWords,
  stateOf,
  brokenWords,
  percent,
  plural,
  count,
  figure,
  alertNames: {
    none: 'no alert',
    p2: 'P2: a column drifted',
    p1: 'P1: an important column drifted',
    p0: 'P0: the data is broken',
  } satisfies Record<Alert, string>,
  /** `windows` are those that drifted by themselves, `moved` the move in the column's own terms. */
  drifted: (
    name: string,
    comparison: Comparison,
    where: string,
    windows: readonly string[],
    moved: string,
  ): string => {
    const when = windows.length === 0 ? where : `${where} (${windows.join(', ')})`;
    const shown = moved === '' ? '' : `${moved}, `;
    return `${name} drifted${when}: ${shown}${effectWords(comparison)}.`;
  },
  stuck: (name: string, where: string): string =>
    `${name} holds one single value${where}, where the reference has several.`,
  emptied: (name: string, where: string): string =>
    `${name} has no values any more${where}; the reference has some.`,
  missingJump: (name: string, from: number, to: number, where: string): string =>
    `${name}: missing values rose from ${percent(from)} to ${percent(to)}${where}.`,
  freshJump: (name: string, share: number, where: string): string =>
    `${name}: ${percent(share)} of the values${where} never occur in the reference.`,
  tooFewRows: (name: string, rows: number, detectable: number | undefined): string => {
    const smallest =
      detectable === undefined ? '' : ` Only a PSI of ${figure(detectable)} or more would show.`;
    return `${name}: ${plural(rows, 'row')} with a value are too few to compare.${smallest}`;
  },
  undecided: (name: string, comparison: Comparison): string =>
    `${name}: too few rows to tell; the drift lies between ${figure(comparison.effect?.low ?? null)} and ${figure(comparison.effect?.high ?? null)}, and the limit is ${figure(comparison.threshold)}.`,
  notComputable: (name: string, method: Method | PeerMethod): string =>
    isPeerMethod(method)
      ? `${name}: the ${methodName(method)} is not defined for these samples. Use another method.`
      : `${name}: the ${methodName(method)} is not defined, because the reference has no spread. Use another method.`,
  columnGone: (name: string, renamedTo: string | undefined): string =>
    renamedTo === undefined
      ? `${name} is missing from the current data.`
      : `${name} is missing from the current data; it may have been renamed to ${renamedTo}.`,
  columnChanged: (name: string, from: ColumnType, to: ColumnType): string =>
    `${name} changed its type from ${from} to ${to}.`,
  columnsAdded: (names: readonly string[]): string =>
    `The current data has ${plural(names.length, 'column')} the reference lacks: ${names.join(', ')}.`,
  labelAbsent: (name: string, side: string): string =>
    `The column ${name} is not in the ${side} data, so it is not watched.`,
  unreadable: (column: string, type: ColumnType, many: number, side: string): string =>
    `${column}: ${plural(many, 'value')} of the ${side} data ${many === 1 ? 'is' : 'are'} no ${type}, and ${many === 1 ? 'counts' : 'count'} as missing.`,
  noWindows: (time: string, reason: string): string =>
    `No windows: the time column ${time} ${reason}.`,
  steady: (columns: number, rows: number): string =>
    `No drift in ${plural(columns, 'column')} over ${plural(rows, 'row')}.`,
  steadyAtMost: (columns: number, rows: number, name: string, whole: Comparison): string => {
    const { effect, threshold } = whole;
    const found =
      effect === undefined ? '' : `${methodName(effect.method)} ${figure(effect.value)}`;
    return `No drift beyond the limits in ${plural(columns, 'column')} over ${plural(rows, 'row')}; ${name} moved most (${found}, limit ${figure(threshold)}).`;
  },
  open: (open: number, columns: number, rows: number): string =>
    `Not enough rows to decide ${open} of ${plural(columns, 'column')} (${plural(rows, 'row')}).`,
  alerted: (alert: Alert, bad: number, columns: number, worst: string): string =>
    `${alert.toUpperCase()}: ${bad} of ${plural(columns, 'column')} drifted or broke. ${worst}`,
  tableNote: (method: string, threshold: string, q: number, level: string): string =>
    `${method} with its ${level} bounds, against the limit ${threshold}. A column has drifted when the lower bound reaches the limit and the p-value, adjusted over all columns, is at most ${q}.`,
  shortSpan: 'spans less than two days',
  byWindow: (unit: string): string => `By ${unit}`,
  meanOf: (name: string): string => `Mean of ${name}`,
  shareOf: (name: string): string => `Share of ${name}`,
  windowNote: (unit: string, method: string): string =>
    `${method} of each ${unit} of the current data against the whole reference.`,
} as const;

/** Titles and headings of tables and charts. */
export const titles = {
  adjustedP: 'adjusted p',
  againstReference: 'against reference',
  atLeast: 'at least',
  atMost: 'at most',
  bounds: '95 % bounds',
  by: 'by',
  carriedBy: 'carried by',
  change: 'change',
  cohort: 'cohort',
  column: 'column',
  columnsTitle: 'Columns',
  conceptTitle: 'Concept drift',
  current: 'current',
  detector: 'detector',
  differ: 'differ',
  difference: 'difference',
  emptyOnOneSide: 'empty on one side',
  errorAfter: 'error after',
  errorBefore: 'error before',
  errorsOverTime: 'Errors over time',
  falseAlarmsWhenShuffled: 'false alarms when shuffled',
  feature: 'feature',
  found: 'found',
  from: 'from',
  importance: 'importance',
  labelLag: 'label lag',
  labelledRows: 'labelled rows',
  labelsArrived: 'labels arrived',
  labelsArrivedTitle: 'Labels arrived',
  largest: 'largest',
  lastWindowsTitle: 'Drift over the last windows',
  limit: 'limit',
  meanDifference: 'mean difference',
  missing: 'missing',
  movedBy: 'moved by',
  of: 'of',
  overTimeTitle: 'Drift over time',
  performanceTitle: 'Performance',
  predictionsTitle: 'Predictions and labels',
  reference: 'reference',
  rows: 'rows',
  shareOfRows: 'share of rows',
  skewTitle: 'Training and serving',
  test: 'test',
  value: 'value',
  verdict: 'verdict',
  what: 'what',
  window: 'window',
} as const;
