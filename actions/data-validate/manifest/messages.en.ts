import { count, list, plural } from '../wording.en.ts';

type Counted = readonly [string, number];

/** A class or path is the user's data: quoted, so that an empty one is seen. */
const quoted = (text: string): string => JSON.stringify(text);

/** Every sentence about files that the rows of the data name. */
export const messages = {
  missingTitle: 'every row has its file',
  missing: (rows: number): string => `${plural(rows, 'row')} without a file`,
  missingExpected: 'a file below the root in every row',
  orphansTitle: 'every file has a row',
  orphans: (paths: readonly string[]): string =>
    paths.length === 0
      ? '0 files without a row'
      : `${plural(paths.length, 'file')} without a row: ${list(paths)}`,
  orphansExpected: 'a row for every file',
  unreadableTitle: 'every file can be read',
  unreadable: (files: number, problems: readonly Counted[]): string =>
    files === 0
      ? 'all can be read'
      : `${plural(files, 'file')} that cannot be: ${list(problems.map(([problem, of]) => `${count(of)} ${problem}`))}`,
  unreadableExpected: 'whole images and UTF-8 texts, named as what they are',
  repeatedTitle: 'no file is named twice',
  repeated: (rows: number): string => `${plural(rows, 'row')} with the file of an earlier row`,
  repeatedExpected: 'one row a file',
  duplicatesTitle: 'no two files are the same',
  duplicates: (files: number): string => `${plural(files, 'copy', 'copies')} of an earlier file`,
  duplicatesExpected: 'different content in every file',
  conflictTitle: 'equal files have the same class',
  conflict: (rows: number): string =>
    `${plural(rows, 'row')} with a file that another row gives another class`,
  conflictExpected: 'one class for each content',
  classSizeTitle: 'every class has enough files',
  classSize: (few: readonly Counted[], smallest: Counted): string =>
    few.length === 0
      ? `the smallest, ${quoted(smallest[0])}, has ${count(smallest[1])}`
      : `too few: ${list(few.map(([name, files]) => `${quoted(name)} with ${count(files)}`))}`,
  classSizeExpected: (least: number): string => `at least ${plural(least, 'file')} a class`,
  balanceTitle: 'classes are balanced',
  balance: (largest: Counted, smallest: Counted): string =>
    `${quoted(largest[0])} has ${count(largest[1])} files, ${quoted(smallest[0])} ${count(smallest[1])}`,
  balanceExpected: (most: number): string =>
    `the largest class at most ${most.toLocaleString('en-US')} times the smallest`,
  sharedTitle: (split: string): string => `no file of ${split} is trained on`,
  shared: (split: string, first: readonly number[], all: number): string =>
    all === 0
      ? 'none in both'
      : `${plural(all, 'row')} of ${split} with the content of a file that is trained on (${all === 1 ? 'row' : 'rows'} ${first.join(', ')}${all > first.length ? ', …' : ''} there)`,
  sharedExpected: 'none, under whatever name',
  noColumn: (name: string): string =>
    `validate.manifest names the column "${name}", which the data does not have`,
  columnTitle: (name: string): string => `the manifest has the column ${name}`,
  columnExpected: 'the column that validate.manifest names',
  notLookedFor:
    'Files without a row were not looked for: validate.manifest names neither a root nor files.',
  someFilesTitle: 'there are files',
  someFilesExpected: 'at least 1 file',
  filesFound: (files: number, root: string): string => `${plural(files, 'file')} below ${root}`,
  conflictFiles: (files: number): string =>
    `${plural(files, 'file')} with a copy in the directory of another class`,
  withFiles: (observed: string, paths: readonly string[], all: number): string =>
    `${observed} (${paths.join(', ')}${all > paths.length ? ', …' : ''})`,
  folderTable: (files: number, root: string): string => `${plural(files, 'file')} below ${root}`,
  reading: (done: number, all: number): string => `Read ${count(done)} of ${plural(all, 'file')}`,
  classesTable: (classes: number): string => plural(classes, 'class', 'classes'),
  filesTable: (files: number): string => `${plural(files, 'file')} named by the data`,
  filesNote: (digest: string): string =>
    `${digest}: the digest of the content of all of them, whatever their names.`,
  pixels: (smallest: string, largest: string): string =>
    smallest === largest ? smallest : `${smallest} to ${largest}`,
} as const;
