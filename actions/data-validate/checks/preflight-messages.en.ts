import { list } from '../wording.en.ts';

/** Why a suite is refused before any data is read. */
export const messages = {
  severalStatements: (many: number): string =>
    many === 0 ? 'it holds no statement' : `it holds ${many} statements; one SELECT is expected`,
  notSelect: 'only a SELECT may be run: checks read, and change nothing',
  syntax: (text: string): string => `the SQL cannot be read: ${text}`,
  strangeName: (name: string): string =>
    `the name ${JSON.stringify(name)} in WITH must consist of letters, digits and _`,
  refusedSource: 'rows can only come from the tables of the step',
  sampled: 'a sample would give another verdict each time; leave USING SAMPLE out',
  refusedFunction: (name: string): string =>
    `the function ${name} is not available: checks read the data only, and give the same verdict each time`,
  unknownTable: (name: string, known: readonly string[], near: string | undefined): string =>
    `there is no table ${JSON.stringify(name)}${near === undefined ? `; known: ${list(known)}` : ` (did you mean "${near}"?)`}`,
  notCondition: 'one condition is expected, as "price > 0 AND price < cost * 3"',
  badPattern: (reason: string): string =>
    `it is no regular expression (RE2, which has no lookahead and no back-references): ${reason}`,
  badFormat: (reason: string): string => `it is no date format: ${reason}`,
  reservedColumn: (column: string): string =>
    `The data has a column ${JSON.stringify(column)}; names that begin with mlops_ are kept for the checks.`,
  contradiction: (other: string, why: string): string => `contradicts ${other}: ${why}`,
  problems: (file: string, problems: readonly string[]): string =>
    problems.length === 1
      ? (problems[0] ?? '')
      : [`${file} has ${problems.length} problems:`, ...problems.map((one) => `  - ${one}`)].join(
          '\n',
        ),
} as const;
