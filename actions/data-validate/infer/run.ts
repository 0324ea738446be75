import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding } from '../../../shared/domain/record.ts';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { definition } from '../definition.ts';
import { hints } from '../messages.ts';
import { quantileCellsQuery } from '../reference/cells.ts';
import { isSensitive } from '../sensitive/detect.ts';
import { type Suite, suiteOf } from '../suite/run.ts';
import { changesTable, suiteChanges } from './changes.ts';
import { inferChecks } from './derive-checks.ts';
import { messages } from './messages.ts';
import {
  type ColumnProfile,
  comparablePairs,
  differentRowsQuery,
  isCategory,
  isNumber,
  orderedPairs,
  orderQuery,
  profileQuery,
  profilesOf,
  type TableProfile,
  valuesQuery,
} from './profile.ts';
import { shapesQuery, textFormOf } from './shapes.ts';
import { suiteHead, suiteText } from './suite-text.ts';

type Context = StepContext<typeof definition>;

const inferredFile = 'data-checks.yml';
const quantileCells = 10;

/** The suite that was derived before, to be run again and compared; undefined the first time. */
export async function earlierSuite(context: Context): Promise<Suite | undefined> {
  const file = context.inputs.checks ?? inferredFile;
  const text = await readIfThere(resolve(context.workingDirectory, file));
  if (text === undefined) return undefined;
  // A file without a list of checks is somebody's, for something else.
  if (!/^\s*checks\s*:/mu.test(text)) throw notToOverwrite(messages.exists(file));
  return suiteOf(text, file);
}

/**
 * Derive a suite from the data. The first time it is written, and handed back as it was written.
 * Where there is one already, that one counts, and what the data gives is written beside it.
 */
export async function inferSuite(
  context: Context,
  tables: TableReader,
  table: Table,
  earlier: Suite | undefined,
): Promise<Suite> {
  const profile = await profileOf(tables, table);
  if (profile.rows === 0) {
    const names = table.files.map(({ name }) => name);
    throw usageError(
      'nothing-to-infer',
      messages.nothingToInfer(names.join(', ')),
      hints.nameNormal,
    );
  }
  const text = suiteText(inferChecks(profile), profile.rows);
  if (earlier !== undefined) return compareSuites(context, earlier, text);
  const file = context.inputs.checks ?? inferredFile;
  await writeAtomically(resolve(context.workingDirectory, file), text);
  // Read back as a user's file would be: what was written is what is checked.
  const suite = suiteOf(text, file);
  const note = info('checks-inferred', messages.inferred(file, suite.checks.length));
  return { ...suite, notes: [note] };
}

async function compareSuites(
  { inputs, workingDirectory }: Context,
  earlier: Suite,
  text: string,
): Promise<Suite> {
  const known = earlier.file ?? inferredFile;
  const file = known.replace(/(?:\.ya?ml)?$/u, '.new.yml');
  const changes = suiteChanges(earlier.checks, suiteOf(text, file).checks, inputs['show-values']);
  if (changes.length === 0) {
    const note = info('checks-compared', messages.same(known));
    return { ...earlier, notes: [...(earlier.notes ?? []), note] };
  }
  const path = resolve(workingDirectory, file);
  const before = await readIfThere(path);
  if (before !== undefined && !before.startsWith(suiteHead)) {
    throw notToOverwrite(messages.notOurs(file));
  }
  await writeAtomically(path, text);
  const note = info('checks-compared', messages.compared(changes.length, known, file));
  const notes = [...(earlier.notes ?? []), note];
  return { ...earlier, notes, changes: changesTable(known, changes) };
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

function notToOverwrite(message: string): Error {
  return usageError('checks-exist', message, hints.nameOtherFile);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw notToOverwrite(messages.exists(path));
  }
}

/** Everything checks are derived from: a scan for all columns, and one more for each. */
async function profileOf(tables: TableReader, table: Table): Promise<TableProfile> {
  const { relation, columns } = table;
  const [row = {}] = await tables.query(profileQuery(relation, columns, tables));
  const rows = Number(row.n);
  const profiles: ColumnProfile[] = [];
  for (const profile of rows === 0 ? [] : profilesOf(row, columns)) {
    profiles.push(await withDetail(tables, relation, profile));
  }
  const [{ rows: different = 0 } = {}] = await tables.query(
    differentRowsQuery(relation, columns, tables),
  );
  const pairs = comparablePairs(profiles);
  const [order = {}] =
    pairs.length === 0 ? [] : await tables.query(orderQuery(relation, pairs, tables));
  return {
    rows,
    rowsDiffer: Number(different) === rows,
    columns: profiles,
    ordered: orderedPairs(order, pairs),
  };
}

async function withDetail(
  tables: TableReader,
  relation: string,
  profile: ColumnProfile,
): Promise<ColumnProfile> {
  if (isCategory(profile)) {
    const rows = await tables.query(valuesQuery(relation, profile.name, tables));
    const values = rows.map(({ v, n }) => ({ value: String(v), rows: Number(n) }));
    // A suite is committed, and no place for somebody's address.
    return isSensitive(profile.name, values) ? profile : { ...profile, values };
  }
  if (isNumber(profile)) {
    const side = { relation, column: profile };
    const cells = await tables.query(quantileCellsQuery(side, quantileCells, tables));
    const edges = cells.map(({ edge }) => Number(edge));
    if (edges.length < 2) return profile;
    // Nothing of this data lies above its largest value.
    const rows = [...cells.map((cell) => Number(cell.rows)), 0];
    return { ...profile, cells: { edges, rows } };
  }
  if (profile.type !== 'string') return profile;
  const [row = {}] = await tables.query(shapesQuery(relation, profile.name, tables));
  return { ...profile, form: textFormOf(row) };
}
