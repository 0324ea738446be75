import type { ColumnType } from '../../shared/domain/column.ts';
import { count, percent, plural, shortLine } from './wording.ts';

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
  percent,
  plural,
  rows: rowList,
  /** A check with the segments and the rows it is about: `mean of price by shop, where price > 0`. */
  titleIn: (title: string, scope: { by: readonly string[]; where: string | undefined }): string =>
    [
      title,
      ...(scope.by.length === 0 ? [] : [` by ${scope.by.join(' + ')}`]),
      ...(scope.where === undefined ? [] : [`, where ${shortLine(scope.where)}`]),
    ].join(''),
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
  /** `mean of price: 3.2, expected at least 4`. */
  isInstead: (title: string, found: string, wanted: string): string =>
    `${title}: ${found}, expected ${wanted}`,
  hasCount: (observed: string, wanted: string): string =>
    `the data has ${observed}, expected ${wanted}`,
  rowsNote: (files: number): string =>
    files === 1
      ? 'Rows are counted from 1; a header line is not counted.'
      : 'Rows are counted from 1 in each file; header lines are not counted.',
  changed: (name: string): string => `${name} changed while it was being checked.`,
  defaultsOnly:
    'No checks are declared, so only these were run: there are rows, no column is empty, every value can be read. Add a validate section to mlops.yml, or run once with infer: true to get a first list of checks.',
  notEveryCheckRan: (ran: number, declared: number): string =>
    `${ran} of ${declared} declared checks were run.`,
} as const;
