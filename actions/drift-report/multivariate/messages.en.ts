import type { Outcome } from './judge.ts';

const outcomeWords: Readonly<Record<Outcome, string>> = {
  changed: 'changed',
  'a-little': 'changed a little, for sure',
  same: 'no change',
  undecided: 'undecided: too few rows',
};

function percent(share: number): string {
  const sign = share > 0 ? '+' : '';
  return `${sign}${(share * 100).toFixed(1)} %`;
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const messages = {
  outcomeWords,
  percent,
  list,
  headline: (first: string): string => `All columns together changed. ${first}`,
  title: 'All columns together',
  tests: {
    classifier: 'a classifier tells the samples apart (AUC)',
    components: 'error of the principal components',
  },
  note: (rows: { reference: number; current: number }, q: number): string =>
    `${rows.reference.toLocaleString('en-US')} reference and ${rows.current.toLocaleString('en-US')} current rows drawn at random with a fixed seed. Each test has changed when its bound reaches the limit and its p-value, adjusted over the two, is at most ${q}.`,
  apart: (auc: number, low: number, limit: number, carriers: readonly string[]): string =>
    `Reference and current rows can be told apart${by(carriers)}: AUC ${auc.toFixed(3)} (at least ${low.toFixed(3)} with 95 % confidence; limit ${limit.toFixed(2)}, chance 0.5).`,
  rebuilt: (change: number, limit: number, carriers: readonly string[]): string =>
    `The relations between the columns changed${by(carriers)}: the error of the reference's principal components is ${percent(change)} (pieces of the reference stay within ${percent(limit)}).`,
  explained: (names: readonly string[]): string =>
    ` What ${list(names)} ${names.length === 1 ? 'does' : 'do'} by ${names.length === 1 ? 'itself' : 'themselves'} explains it.`,
  tooFew: (rows: number, least: number): string =>
    `All columns together: ${rows} rows are too few to compare; it takes ${least} on each side.`,
  tooFewColumns: 'All columns together: it takes two columns that can be compared.',
  profileOnly:
    'All columns together: not compared, because the reference is a profile, which holds no rows.',
} as const;

function by(carriers: readonly string[]): string {
  return carriers.length === 0 ? '' : `, mostly by ${list(carriers)}`;
}
