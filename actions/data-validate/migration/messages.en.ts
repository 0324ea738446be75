import type { Remark } from './migrate.ts';

function plural(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}

/** Every sentence about suites of other tools. */
export const messages = {
  nothingSaid: 'it says nothing that can be checked',
  refused: (argument: string, why: string): string =>
    `${argument === '' ? 'its arguments' : `its ${argument}`} cannot be used here: ${why}`,
  lostTitle: (says: string): string => `${says} is checked`,
  lostObserved: (why: string): string => `cannot be carried over: ${why}`,
  lostExpected: 'every check of the file carried over',
  differs: ({ says, why }: Remark): string => `${says}: ${why}.`,
  read: (file: string, tool: string, checks: number, lost: number): string => {
    const carried = `${file} is a suite of ${tool}; it was read as ${plural(checks, 'check')}.`;
    const rest =
      lost === 0
        ? 'All of it was carried over.'
        : `${plural(lost, 'part')} of it could not be carried over and ${lost === 1 ? 'counts' : 'count'} as failed.`;
    return `${carried} ${rest} To keep the checks as our own YAML, run mlops migrate-checks ${file}.`;
  },
  severalTables: (file: string, tool: string, tables: readonly string[]): string =>
    `${file} (${tool}) describes ${plural(tables.length, 'table')}: ${tables.join(', ')}.`,
  chooseTable: (file: string, table: string): string =>
    `Say which one the data is, after a number sign: ${file}#${table}`,
  noSuchTable: (file: string, table: string): string => `${file} describes no table "${table}".`,
  noTables: (file: string, tool: string): string =>
    `${file} is a file of ${tool}, but no table in it has anything to check.`,
  unknown: (file: string): string => `${file} is no suite of a tool that is known here.`,
  known:
    'Known are suites of Great Expectations (JSON), SodaCL 3, pandera and dbt (YAML), Frictionless table schemas and DQDL.',
  header: (file: string, tool: string): string => `Migrated from ${file}, a suite of ${tool}.`,
  lostComment: 'Could not be carried over, and is not checked:',
  differsComment: 'Carried over, but not the same:',
} as const;
