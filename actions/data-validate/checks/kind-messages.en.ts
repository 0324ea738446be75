import { atLeastShare, bounds, count, list, plural, shownNumber } from '../wording.en.ts';

/** What each kind of check is called, expects and found. */
export const kinds = {
  age: {
    days: (days: number): string => plural(days, 'day'),
    hours: (hours: number): string => `${shownNumber(hours)} h`,
  },
  rows: (rows: number): string => plural(rows, 'row'),
  columns: (columns: number): string => plural(columns, 'column'),
  values: (values: number): string => plural(values, 'value'),
  asDeclared: 'as declared',
  theSame: 'the same',
  references: {
    title: (own: string, other: string): string => `${own} refers to ${other}`,
    expected: (table: string, mostly: number): string =>
      `a row of ${table} for every value${atLeastShare(mostly)}`,
  },
  rowRatio: {
    title: (table: string): string => `rows for each row of ${table}`,
    expected: (table: string, min: number | undefined, max: number | undefined): string =>
      `${bounds(min, max)} for each row of ${table}`,
    found: (rows: number, ratio: number, table: string, others: number): string =>
      `${plural(rows, 'row')}, ${shownNumber(ratio)} for each of the ${count(others)} of ${table}`,
  },
  rowCount: {
    title: 'number of rows',
    expected: (min: number | undefined, max: number | undefined): string =>
      `${bounds(min, max)} rows`,
  },
  columnCount: {
    title: 'number of columns',
    expected: (min: number | undefined, max: number | undefined): string =>
      `${bounds(min, max)} columns`,
  },
  columnNames: {
    title: 'columns present',
    expected: (columns: readonly string[], ordered: boolean, exact: boolean): string =>
      `${list(columns)}${ordered ? ', in this order' : ''}${exact ? ', and no other' : ''}`,
  },
  types: { title: 'column types' },
  pattern: {
    title: (column: string): string => `${column} fits a pattern`,
    expected: (matches: string | undefined, not: string | undefined, mostly: number): string =>
      [
        ...(matches === undefined ? [] : [`text that matches ${matches}`]),
        ...(not === undefined ? [] : [`text that does not match ${not}`]),
      ].join(' and ') + atLeastShare(mostly),
    found: (values: number): string =>
      `${plural(values, 'value')} that ${values === 1 ? 'does' : 'do'} not fit`,
  },
  length: {
    title: (column: string): string => `length of ${column}`,
    expected: (min: number | undefined, max: number | undefined, mostly: number): string =>
      `${bounds(min, max)} characters${atLeastShare(mostly)}`,
    found: (values: number): string => `${plural(values, 'value')} too short or too long`,
  },
  dateFormat: {
    title: (column: string): string => `${column} is written as a date`,
    expected: (format: string, mostly: number): string =>
      `dates written as ${format}${atLeastShare(mostly)}`,
    found: (values: number): string => `${plural(values, 'value')} written otherwise`,
  },
  compareColumns: {
    words: {
      below: 'is below',
      'at-most': 'is at most',
      equal: 'equals',
      'not-equal': 'differs from',
      'at-least': 'is at least',
      above: 'is above',
    },
    title: (left: string, words: string, right: string): string => `${left} ${words} ${right}`,
    expected: (mostly: number): string => `in every row that has both${atLeastShare(mostly)}`,
    found: (rows: number): string => `${plural(rows, 'row')} where it is not so`,
  },
  monotonic: {
    title: (column: string, direction: 'increasing' | 'decreasing'): string =>
      `${column} is ${direction}`,
    expected: (
      direction: 'increasing' | 'decreasing',
      strict: boolean,
      order: string | undefined,
      mostly: number,
    ): string => {
      const word = direction === 'increasing' ? 'smaller' : 'larger';
      const than = strict ? `${word} than or equal to` : `${word} than`;
      const ordered = order === undefined ? '' : ` when ordered by ${order}`;
      return `no value ${than} the one before it${ordered}${atLeastShare(mostly)}`;
    },
    found: (steps: number): string => `${plural(steps, 'step')} the wrong way`,
  },
  dependency: {
    title: (columns: string, determines: string): string => `${columns} determines ${determines}`,
    expected: (columns: string, determines: string, mostly: number): string =>
      `one ${determines} for each ${columns}${atLeastShare(mostly)}`,
    found: (rows: number): string => `${plural(rows, 'row')} with another value`,
  },
  notNull: {
    title: (column: string): string => `${column} is never missing`,
    expected: (mostly: number): string => `a value in every row${atLeastShare(mostly)}`,
    found: (rows: number): string => `${plural(rows, 'row')} without a value`,
  },
  alwaysNull: {
    title: (column: string): string => `${column} is always missing`,
    expected: (mostly: number): string => `no value in any row${atLeastShare(mostly)}`,
    found: (rows: number): string => `${plural(rows, 'row')} with a value`,
  },
  unique: {
    title: (columns: string): string => `${columns} is unique`,
    expected: (mostly: number): string => `every value once${atLeastShare(mostly)}`,
    found: (values: number): string => plural(values, 'repeated value'),
  },
  range: {
    title: (column: string): string => `${column} lies in a range`,
    above: (bound: string | number): string => `above ${bound}`,
    below: (bound: string | number): string => `below ${bound}`,
    expected: (parts: readonly string[], mostly: number): string =>
      `${parts.join(' and ')}${atLeastShare(mostly)}`,
    found: (values: number): string => `${plural(values, 'value')} outside`,
  },
  allowedValues: {
    title: (column: string): string => `${column} is one of a list`,
    expected: (values: readonly unknown[], mostly: number): string =>
      `one of ${list(values)}${atLeastShare(mostly)}`,
    found: (values: number): string => `${plural(values, 'value')} not in the list`,
  },
  forbiddenValues: {
    title: (column: string): string => `${column} is none of a list`,
    expected: (values: readonly unknown[], mostly: number): string =>
      `none of ${list(values)}${atLeastShare(mostly)}`,
    found: (values: number): string => plural(values, 'forbidden value'),
  },
  figure: (name: string, column: string): string => `${name.replace('-', ' ')} of ${column}`,
  quantile: (quantile: number, column: string): string => `${quantile} quantile of ${column}`,
  distinctCount: {
    title: (column: string): string => `number of different values of ${column}`,
    expected: (min: number | undefined, max: number | undefined): string =>
      `${bounds(min, max)} different values`,
    found: (values: number): string => plural(values, 'different value'),
  },
  newest: (column: string): string => `newest ${column}`,
  condition: {
    expected: (mostly: number): string => `true in every row${atLeastShare(mostly)}`,
    found: (rows: number): string => `${plural(rows, 'row')} for which it is false`,
  },
  noRow: 'no row',
};
