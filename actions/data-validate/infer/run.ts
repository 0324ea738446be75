import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { definition } from '../definition.ts';
import { nameOf } from '../fingerprint/run.ts';
import { messages } from '../messages.ts';
import { type Suite, suiteOf } from '../suite/run.ts';
import {
  type ColumnProfile,
  inferChecks,
  isCategory,
  profileQuery,
  profilesOf,
  suiteText,
} from './derive-checks.ts';

type Context = StepContext<typeof definition>;

const inferredFile = 'data-checks.yml';

/** Derive a suite from the data, write it, and hand it back as it was written. */
export async function inferSuite(
  context: Context,
  tables: TableReader,
  table: Table,
): Promise<Suite> {
  const file = context.inputs.checks ?? inferredFile;
  const path = resolve(context.workingDirectory, file);
  if (await stat(path).catch(() => undefined)) {
    throw usageError(
      'checks-exist',
      `${file} exists already; inferred checks would overwrite it.`,
      'Name another file with the input "checks", remove it, or leave "infer" out.',
    );
  }
  const [row = {}] = await tables.query(profileQuery(table.relation, table.columns, tables));
  const rows = Number(row.n);
  if (rows === 0) {
    const names = table.files.map(({ path: name }) => nameOf(name, context.workingDirectory));
    throw usageError(
      'nothing-to-infer',
      messages.nothingToInfer(names.join(', ')),
      'Name data that stands for what is normal.',
    );
  }
  const profiles = await Promise.all(
    profilesOf(row, table.columns).map((profile) => withCategories(tables, table, profile)),
  );
  const text = suiteText(inferChecks(rows, profiles), rows);
  await writeAtomically(path, text);
  // Read back as a user's file would be: what was written is what is checked.
  return suiteOf(text, file);
}

async function withCategories(
  tables: TableReader,
  table: Table,
  profile: ColumnProfile,
): Promise<ColumnProfile> {
  if (!isCategory(profile)) return profile;
  const column = tables.identifier(profile.name);
  const rows = await tables.query(
    `SELECT DISTINCT CAST(${column} AS VARCHAR) AS v FROM ${table.relation} WHERE ${column} IS NOT NULL ORDER BY v`,
  );
  return { ...profile, values: rows.map(({ v }) => String(v)) };
}
