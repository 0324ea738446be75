import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { hints } from '../messages.ts';
import type { Reference } from '../reference/run.ts';
import type { Suite } from '../suite/run.ts';
import { contradictionsIn } from './contradictions.ts';
import type { Ground } from './kind.ts';
import { type CheckProblem, preflight } from './preflight.ts';
import { messages } from './preflight-messages.ts';

/**
 * Find what is wrong with a suite before any data is read: SQL, patterns and date formats that
 * cannot be read, and checks that no data could pass together.
 *
 * @param others names of the tables beside the data, which SQL may speak of.
 * @returns the user's SQL as the parser wrote it back.
 * @throws ActionError (usage, `checks-invalid`) naming every problem with its line.
 */
export async function prepareChecks(
  { checks, file, place }: Suite,
  tables: TableReader,
  others: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { problems, statements } = await preflight(
    checks,
    ['data', 'reference', ...others],
    tables,
  );
  const where = (index: number): string => {
    const found = place(index);
    return found === undefined ? `${file ?? hints.theChecks}:` : `${found.file}:${found.line}:`;
  };
  const told = [
    ...problems.map(
      ({ index, argument, problem }: CheckProblem) =>
        `${where(index)} "checks.${index}.${argument}": ${problem}`,
    ),
    ...contradictionsIn(checks).map(
      ({ index, other, why }) =>
        `${where(index)} "checks.${index}" ${messages.contradiction(`"checks.${other}"`, why)}`,
    ),
  ];
  if (told.length === 0) return statements;
  throw usageError(
    'checks-invalid',
    messages.problems(file ?? hints.theList, told),
    hints.correctChecks,
  );
}

/**
 * Queries name their own columns `mlops_row` and the like; the same name in the data would be
 * taken for it.
 *
 * @throws ActionError (usage, `reserved-column`).
 */
function holdNamesFree({ columns }: Table): void {
  const taken = columns.find(({ name }) => /^mlops_/iu.test(name));
  if (taken === undefined) return;
  throw usageError('reserved-column', messages.reservedColumn(taken.name), hints.renameColumn);
}

/** What a check may know before the data is asked. */
export function groundOf(
  tables: TableReader,
  table: Table,
  reference: Reference | undefined,
  statements: ReadonlyMap<string, string>,
  now: Date,
  named: Ground['tables'],
): Ground {
  holdNamesFree(table);
  return {
    columns: table.columns,
    types: new Map(table.columns.map(({ name, type }) => [name, type])),
    sql: tables,
    now,
    relation: table.relation,
    reference:
      reference === undefined ? undefined : { ...reference, relation: reference.table.relation },
    tables: named,
    statements,
  };
}
