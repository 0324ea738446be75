import type { ColumnType } from '../../shared/domain/column.ts';
import { shortLine } from './number-texts.ts';
import { count, plural } from './wording.en.ts';

/** What the data is counted in. */
export type Counted = 'rows' | 'files';

const counted = { rows: 'row', files: 'file' } as const;

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
  passed: (checks: number, rows: number, of: Counted = 'rows'): string =>
    `${plural(checks, 'check')} on ${plural(rows, counted[of])}, none failed.`,
  failed: (
    bad: number,
    checks: number,
    rows: number,
    worst: string,
    of: Counted = 'rows',
  ): string =>
    `${count(bad)} of ${plural(checks, 'check')} failed on ${plural(rows, counted[of])}${bad === 1 ? ':' : '. Worst:'} ${worst}.`,
  /** A failure in half a sentence: `price has 1 value that is no number`. */
  has: (subject: string, observed: string): string => `${subject} has ${observed}`,
  /** A failure that no column has: `orders: no column is called day`. */
  about: (table: string, observed: string): string => `${table}: ${observed}`,
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

/** Titles and headings of tables. */
export const titles = {
  passed: (checks: number): string => `${plural(checks, 'check')} passed`,
  columnCount: (columns: number): string => plural(columns, 'column'),
  failing: 'Failing checks',
  fingerprint: 'Fingerprint',
  check: 'check',
  found: 'found',
  expected: 'expected',
  share: 'share',
  firstRows: 'first rows',
  values: 'values',
  distribution: 'distribution',
  column: 'column',
  type: 'type',
  missing: 'missing',
  smallest: 'smallest',
  largest: 'largest',
  class: 'class',
  rows: 'rows',
  format: 'format',
  files: 'files',
  sizeInAll: 'size in all',
  pixels: 'pixels',
  file: 'file',
  size: 'size',
  version: 'version',
  encoding: 'encoding',
  table: 'table',
  columns: 'columns',
  holds: 'holds',
  interval: '95 % interval',
  looked: 'values looked at',
  where: 'where',
  feature: 'feature',
  information: 'share of information',
  heldOut: 'rows held out',
  inTheFile: 'in the file',
  thisData: 'this data',
  segment: 'segment',
};

/** What to do about what the step was given. */
export const hints = {
  noData: 'data-validate: no data was named.',
  giveData:
    'Give the input "data" (a path or glob), or data.train in the configuration file; tables and a folder (validate.tables, validate.folder) need neither.',
  nothingWrites: 'Run the step when nothing writes to the data.',
  repairStore: (command: string): string => `Run \`${command}\`.`,
  checksNotFound: (file: string, isMissing: boolean): string =>
    `The file with checks ${file} ${isMissing ? 'does not exist' : 'cannot be read'}.`,
  checksInput: (directory: string): string =>
    `Check the input "checks"; relative paths start from ${directory}. To derive a first one from the data, set "infer".`,
  noChecks: (file: string): string => `${file} declares no checks.`,
  addChecks: 'Add a list called checks, or leave the input "checks" out to run the default ones.',
  correctChecks: 'Correct the checks and run again; no data was read.',
  theChecks: 'the checks',
  theList: 'the list of checks',
  renameColumn: 'Rename the column, or leave it out of the file.',
  declareEnvironments:
    'Declare environments beside the checks, or leave the input "environment" out.',
  sayEnvironment: 'Say it with the input "environment".',
  nameNormal: 'Name data that stands for what is normal.',
  nameOtherFile: 'Name another file with the input "checks", remove it, or leave "infer" out.',
  nameAnother: 'Name another file.',
};
