import type { ColumnType } from '../../../shared/domain/column.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { count, list, shownNumber } from '../wording.en.ts';

/** The last instant ECMAScript can name, in milliseconds. */
const lastDate = 8.64e15;

/** Every sentence about a check that is not the name of its kind. */
export const messages = {
  nothingToCheck: 'no value to check',
  tooLarge: 'infinite values, or some too large to be added up',
  tooFewValues: 'too few values to compute it',
  columnsMissing: (missing: readonly string[], there: readonly string[]): string => {
    const names = missing.map((name) => {
      const near = nearestName(name, there);
      return near === undefined ? `"${name}"` : `"${name}" (did you mean "${near}"?)`;
    });
    return `the data has no column ${names.join(', ')}`;
  },
  columnsExtra: (extra: readonly string[]): string => `unexpected: ${list(extra)}`,
  columnsMoved: (found: string, wanted: string): string =>
    `${found} stands where ${wanted} should be`,
  typesDiffer: (
    differ: readonly { name: string; declared: ColumnType; actual: ColumnType | undefined }[],
  ): string =>
    list(
      differ.map(({ name, declared, actual }) =>
        actual === undefined ? `${name} is not there` : `${name} is ${actual}, not ${declared}`,
      ),
    ),
  noReference: 'there is no reference to compare with; name one with the input reference',
  emptyReference: 'the reference has no rows',
  ratioExpected: (ratio: string): string => `${ratio} times the rows of the reference`,
  ratioFound: (rows: number, reference: number): string =>
    `${count(rows)} rows, ${shownNumber(rows / reference)} times the ${count(reference)} of the reference`,
  rangeOfWrongType: (column: string, type: ColumnType): string =>
    `${column} is ${type}; a range needs numbers or dates`,
  boundOfWrongKind: (column: string, type: ColumnType, bound: string | number): string =>
    `${column} is ${type}, which cannot be compared with ${JSON.stringify(bound)}; ${
      type === 'date' || type === 'timestamp' ? 'write a date as 2001-01-31' : 'write a number'
    }`,
  valueOfWrongKind: (column: string, type: ColumnType, value: string | number | boolean): string =>
    `${column} is ${type}, which is never ${JSON.stringify(value)}; list numbers`,
  figureOfWrongType: (column: string, type: ColumnType | undefined, figure: string): string =>
    `${column} is ${type ?? 'unknown'}; ${figure.replace('-', ' ')} needs numbers`,
  formatOfWrongType: (column: string, type: ColumnType): string =>
    `${column} is ${type} already, so how its dates were written is not known; date-format judges text`,
  freshnessOfWrongType: (column: string, type: ColumnType): string =>
    `${column} is ${type}; freshness needs dates`,
  orderOfWrongType: (column: string, type: ColumnType): string =>
    `${column} is ${type}, which has no order`,
  notComparable: (
    left: string,
    leftType: ColumnType | undefined,
    right: string,
    rightType: ColumnType | undefined,
  ): string =>
    `${left} is ${leftType ?? 'unknown'} and ${right} is ${rightType ?? 'unknown'}; these cannot be compared`,
  freshExpected: (age: string): string => `a date at most ${age} old`,
  /** `2001-01-05 10:30` (UTC), from milliseconds. */
  date: (milliseconds: number): string => {
    if (Math.abs(milliseconds) > lastDate) return 'a date beyond the calendar';
    const text = new Date(milliseconds).toISOString();
    return text.endsWith('T00:00:00.000Z')
      ? text.slice(0, -14)
      : `${text.slice(0, -8).replace('T', ' ')} UTC`;
  },
  aged: (date: string, age: string): string => `${date}, ${age} old`,
  ahead: (date: string): string => `${date}, which lies in the future`,
  notParsed: 'its SQL was not parsed',
  notOneNumber: 'the query does not give one number (one row, one column)',
} as const;
