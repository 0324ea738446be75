import type { RowPlace } from '../../../shared/domain/column.ts';
import { count, messages as shared } from '../messages.en.ts';
import type { JudgedFeature, SkewState } from './judge.ts';

const { percent, plural, figure } = shared;

function places(rows: readonly RowPlace[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const same = rows.filter(({ file }) => file === first.file);
  return ` First at ${same.length === 1 ? 'row' : 'rows'} ${same.map(({ row }) => count(row)).join(', ')} of ${first.file}.`;
}

function size({ meanGap, largestGap }: JudgedFeature): string {
  if (meanGap === undefined || largestGap === undefined) return '';
  return `, by ${figure(meanGap)} in the mean and ${figure(largestGap)} at most`;
}

const stateWords: Readonly<Record<SkewState, string>> = {
  same: 'the same',
  within: 'within what is allowed',
  undecided: 'undecided: too few rows',
  skewed: 'skewed',
};

/** Every sentence on feature skew a person can read. */
export const messages = {
  stateWords,
  skewed: (feature: JudgedFeature): string => {
    const { name, share, differing, rows, oneSided } = feature;
    const empty = oneSided === 0 ? '' : ` (${count(oneSided)} of them empty on one side only)`;
    return `${name} differs between training and serving in ${percent(share.estimate)} of ${plural(rows, 'joined row')}${empty}${size(feature)}: ${count(differing)} in all.${places(feature.examples)}`;
  },
  unknownKeys: (unknown: number, served: number): string =>
    `${plural(unknown, 'served row')} of ${count(served)} ${unknown === 1 ? 'has' : 'have'} a key that no training row has; ${unknown === 1 ? 'it was' : 'they were'} not compared.`,
  tooOld: (rows: number): string =>
    `${plural(rows, 'served row')} ${rows === 1 ? 'has' : 'have'} no training row that is early enough and not too old; not compared.`,
  unserved: (keys: number): string =>
    `${plural(keys, 'key')} of the training data ${keys === 1 ? 'was' : 'were'} never served.`,
  unkeyed: (rows: number, side: string): string =>
    `${plural(rows, `${side} row`)} without a key or time ${rows === 1 ? 'was' : 'were'} not compared.`,
  repeated: (rows: number, isTimed: boolean): string =>
    `${plural(rows, 'training row')} share${rows === 1 ? 's' : ''} ${rows === 1 ? 'its' : 'their'} key${isTimed ? ' and time' : ''} with another, so which one was meant is unknown; not compared.${isTimed ? '' : ' Name the time with drift.skew.time if a key has a row for each moment.'}`,
  noMatch: (keys: readonly string[]): string =>
    `No served row found its training row by ${keys.join(' and ')}: no feature was compared. Check that both sides write the key alike.`,
  noFeatures:
    'Training and serving data have no column in common beside the key: no feature was compared.',
  gone: (names: readonly string[], side: string): string =>
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} missing from the ${side} data.`,
  note: (rows: number, tolerance: number): string =>
    `${plural(rows, 'served row')} beside the training row of the same key, value by value${tolerance === 0 ? '' : `; numbers within ${percent(tolerance, 2)} of each other are the same`}.`,
} as const;
