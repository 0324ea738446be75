import type { Check } from '../../shared/domain/check.ts';
import type { ColumnType } from '../../shared/domain/column.ts';
import { nearestName } from '../../shared/kernel/nearest-name.ts';

/** `3,000,000`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share in percent that never rounds a failure away. */
function percent(share: number): string {
  if (share > 0 && share < 0.0001) return 'less than 0.01 %';
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}

function bounds(min: string | number | undefined, max: string | number | undefined): string {
  const shown = (bound: string | number): string =>
    typeof bound === 'number' ? bound.toLocaleString('en-US', { maximumFractionDigits: 6 }) : bound;
  if (min === undefined) return `at most ${shown(max ?? '')}`;
  return max === undefined ? `at least ${shown(min)}` : `${shown(min)} to ${shown(max)}`;
}

function atLeast(mostly: number): string {
  return mostly === 1 ? '' : `, for at least ${percent(mostly)}`;
}

const listed = 6;

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, listed).map(String).join(', ');
  return values.length > listed ? `${shown} and ${values.length - listed} more` : shown;
}

function typeList(types: Readonly<Record<string, ColumnType>>): string {
  return list(Object.entries(types).map(([name, type]) => `${name}: ${type}`));
}

/** What a check is about, for the first column of a table: `range of distance`. */
function title(check: Check): string {
  switch (check.check) {
    case 'row-count':
      return 'number of rows';
    case 'columns':
      return 'columns present';
    case 'types':
      return 'column types';
    case 'not-null':
      return `${check.column} is never missing`;
    case 'unique':
      return `${(check.columns ?? [check.column]).join(' + ')} is unique`;
    case 'range':
      return `${check.column} lies in a range`;
    case 'allowed-values':
      return `${check.column} is one of a list`;
  }
}

/** What a check expects, in words. */
function expected(check: Check): string {
  switch (check.check) {
    case 'row-count':
      return `${bounds(check.min, check.max)} rows`;
    case 'columns':
      return `${list(check.columns)}${check.exact ? ', and no other' : ''}`;
    case 'types':
      return typeList(check.types);
    case 'not-null':
      return `a value in every row${atLeast(check.mostly)}`;
    case 'unique':
      return 'every value once';
    case 'range':
      return `${bounds(check.min, check.max)}${atLeast(check.mostly)}`;
    case 'allowed-values':
      return `one of ${list(check.values)}${atLeast(check.mostly)}`;
  }
}

function failing(check: Check, many: number): string {
  switch (check.check) {
    case 'not-null':
      return `${plural(many, 'row')} without a value`;
    case 'unique':
      return plural(many, 'repeated value');
    case 'range':
      return `${plural(many, 'value')} outside`;
    default:
      return `${plural(many, 'value')} not in the list`;
  }
}

/** Failing rows as they are shown: `11`, or `2001-03.parquet row 11` where there are files. */
export interface ShownRows {
  readonly rows: readonly number[];
  readonly places?: readonly { readonly name: string; readonly row: number }[] | undefined;
  /** How many there are in all. */
  readonly total: number;
}

function rowList({ rows, places, total }: ShownRows): string {
  const shown = places?.map(({ name, row }) => `${name} row ${row}`) ?? rows.map(String);
  return shown.join(', ') + (total > shown.length && shown.length > 0 ? ', …' : '');
}

function rowsPhrase(shown: ShownRows): string {
  const { rows, places, total } = shown;
  if (rows.length === 0) return '';
  if (rows.length > 1 || total > 1) return ` First rows: ${rowList(shown)}.`;
  return places === undefined ? ` Row ${rowList(shown)}.` : ` In ${rowList(shown)}.`;
}

/** Every sentence of the step a person can read. */
export const messages = {
  title,
  expected,
  failing,
  percent,
  plural,
  rows: rowList,
  columnsMissing: (missing: readonly string[], there: readonly string[]): string => {
    const names = missing.map((name) => {
      const near = nearestName(name, there);
      return near === undefined ? `"${name}"` : `"${name}" (did you mean "${near}"?)`;
    });
    return `the data has no column ${names.join(', ')}`;
  },
  columnsExtra: (extra: readonly string[]): string => `unexpected: ${list(extra)}`,
  typesDiffer: (
    differ: readonly { name: string; declared: ColumnType; actual: ColumnType | undefined }[],
  ): string =>
    list(
      differ.map(({ name, declared, actual }) =>
        actual === undefined ? `${name} is not there` : `${name} is ${actual}, not ${declared}`,
      ),
    ),
  rangeOfWrongType: (column: string, type: ColumnType): string =>
    `${column} is ${type}; a range needs numbers or dates`,
  boundOfWrongKind: (column: string, type: ColumnType, bound: string | number): string =>
    `${column} is ${type}, which cannot be compared with ${JSON.stringify(bound)}; ${
      type === 'date' || type === 'timestamp' ? 'write a date as 2001-01-31' : 'write a number'
    }`,
  valueOfWrongKind: (column: string, type: ColumnType, value: string | number | boolean): string =>
    `${column} is ${type}, which is never ${JSON.stringify(value)}; list numbers`,
  checkFailed: (name: string, observed: string, wanted: string, rows: ShownRows): string =>
    `${name}: ${observed}; expected ${wanted}.${rowsPhrase(rows)}`,
  castTitle: (column: string): string => `${column} can be read`,
  castObserved: (many: number, type: ColumnType): string =>
    `${plural(many, 'value')} that ${many === 1 ? 'is' : 'are'} no ${type}`,
  castExpected: (type: ColumnType): string => `${type} in every row, as nearly all are`,
  emptyColumnTitle: (column: string): string => `${column} holds values`,
  emptyColumn: 'no value in any row',
  emptyColumnExpected: 'at least one value',
  rowsTitle: 'there are rows',
  someRows: 'at least 1 row',
  referenceColumnsTitle: 'same columns as the reference',
  referenceColumnsExpected: 'the columns and types of the reference',
  referenceRowsTitle: 'about as many rows as the reference',
  referenceRowsExpected: (rows: number): string =>
    `${count(Math.ceil(rows / 2))} to ${count(rows * 2)} rows`,
  passed: (checks: number, rows: number): string =>
    `${plural(checks, 'check')} on ${plural(rows, 'row')}, none failed.`,
  failed: (bad: number, checks: number, rows: number, worst: string): string =>
    `${count(bad)} of ${plural(checks, 'check')} failed on ${plural(rows, 'row')}${bad === 1 ? ':' : '. Worst:'} ${worst}.`,
  /** A failure in half a sentence: `price has 1 value that is no number`. */
  has: (subject: string, observed: string): string => `${subject} has ${observed}`,
  expectedInstead: (found: string, wanted: string): string => `${found}, expected ${wanted}`,
  hasCount: (observed: string, wanted: string): string =>
    `the data has ${observed}, expected ${wanted}`,
  rowsNote: (files: number): string =>
    files === 1
      ? 'Rows are counted from 1; a header line is not counted.'
      : 'Rows are counted from 1 in each file; header lines are not counted.',
  nothingToInfer: (names: string): string =>
    `${names} has no rows, so no checks can be derived from it.`,
  changed: (name: string): string => `${name} changed while it was being checked.`,
  defaultsOnly:
    'No checks are declared, so only these were run: there are rows, no column is empty, every value can be read. Add a validate section to mlops.yml, or run once with infer: true to get a first list of checks.',
  inferred: (file: string, checks: number): string =>
    `Wrote ${plural(checks, 'check')} derived from this data to ${file}. Read and edit them, commit the file, and name it in the input checks.`,
  notEveryCheckRan: (ran: number, declared: number): string =>
    `${ran} of ${declared} declared checks were run.`,
} as const;
