import type { Estimate } from '../../../shared/stats/interval.ts';
import { count, list, percent, plural } from '../wording.en.ts';

/** `0.9984 (0.9971 to 0.9993)`. */
function interval({ estimate, low, high }: Estimate): string {
  const shown = (value: number): string => value.toLocaleString('en-US', shownDigits);
  return `${shown(estimate)} (${shown(low)} to ${shown(high)})`;
}
const shownDigits = { minimumFractionDigits: 3, maximumFractionDigits: 4 };

function firstRows(rows: readonly number[], total: number): string {
  if (rows.length === 0) return '';
  return `, ${total === 1 ? 'row' : 'rows'} ${rows.join(', ')}${total > rows.length ? ', …' : ''} there`;
}

/** What is written of rows of a split that stand in the training data too. */
interface SharedRows {
  readonly split: string;
  readonly shared: number;
  readonly judged: number;
  readonly first: readonly number[];
}

function sharedRows({ split, shared, judged, first }: SharedRows): string {
  return `${count(shared)} of ${plural(judged, 'row')} of ${split} (${percent(judged === 0 ? 0 : shared / judged)})${firstRows(first, shared)}`;
}

/** Every sentence about leakage. */
export const messages = {
  sharedTitle: (split: string): string => `no row of ${split} is trained on`,
  shared: (found: SharedRows, repeated: number): string =>
    `${sharedRows(found)}; ${percent(repeated)} of the training rows repeat within the training data`,
  sharedExpected: (limit: number | undefined): string =>
    limit === undefined
      ? 'no more than chance repeats'
      : limit === 0
        ? 'none'
        : `at most ${percent(limit)}`,
  keyTitle: (columns: readonly string[], split: string): string =>
    `no ${columns.join(' + ')} of ${split} is trained on`,
  key: sharedRows,
  groupTitle: (column: string, split: string): string =>
    `${column} of ${split} stays out of the training data`,
  group: (found: SharedRows, groups: number): string =>
    `${sharedRows(found)}, ${plural(groups, 'value')} in both`,
  none: 'none in both',
  timeTitle: (split: string): string => `training ends before ${split} begins`,
  time: (later: number, judged: number, latest: string, first: string): string =>
    `${count(later)} of ${plural(judged, 'training row')} (${percent(judged === 0 ? 0 : later / judged)}) are later than the first row of the split; the last is of ${latest}, the first row of the split of ${first}`,
  timeExpected: 'no training row later than the first row of the split',
  giveawayTitle: (column: string, label: string): string =>
    `${column} alone does not give ${label} away`,
  auc: (estimate: Estimate, rows: number): string =>
    `it ranks ${plural(rows, 'row')} held out with an AUC of ${interval(estimate)}`,
  aucExpected: (limit: number): string => `an AUC of at most ${limit}, with its interval`,
  information: (estimate: Estimate, rows: number): string =>
    `on ${plural(rows, 'row')} held out it tells ${interval(estimate)} of all there is to know`,
  informationExpected: (limit: number): string => `at most ${limit}, with its interval`,
  columnMissing: (missing: readonly string[], where: string): string =>
    `${where} has no column ${list(missing.map((name) => JSON.stringify(name)))}`,
  nothingShared: (split: string): string =>
    `the training data and ${split} have no column in common`,
  thisColumn: 'a column to compare by, in both',
  unreadable: (split: string, problem: string): string =>
    `Leakage between the training data and ${split} was not looked for: ${problem}`,
  undecided: (label: string): string =>
    `Whether a feature gives ${label} away was not decided: it takes 50 rows to learn from and 50 held out, with 10 rows of each of two classes in both.`,
  splitsTable: 'Leakage between splits',
  featuresTable: (label: string): string => `What each feature alone tells of ${label}`,
  featuresNote: (looked: number, rows: number): string =>
    looked >= rows
      ? `Learnt from half of ${plural(rows, 'row')}, and asked of the other half.`
      : `From about ${count(looked)} of ${count(rows)} rows, spread evenly: learnt from half of them, and asked of the other half.`,
  interval,
} as const;
