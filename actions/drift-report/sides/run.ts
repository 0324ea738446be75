import type { TableColumn } from '../../../shared/domain/column.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { type Choice, chooseColumns, type Wishes } from '../choose.ts';
import type { ReferenceColumn } from '../counting/reference-column.ts';
import { countReference } from '../counting/run.ts';
import type { definition } from '../definition.ts';
import { errors } from '../error-messages.ts';
import type { PlacedFailure } from '../findings.ts';
import { compareSchemas, type SchemaComparison, type WatchedColumn } from '../plan.ts';
import type { Profile } from '../profile/profile.ts';
import { columnsOf, knownFromProfile, profileOf, readProfile } from '../profile/run.ts';
import { type TimeWindows, timeWindows } from '../windows/run.ts';

type Context = StepContext<typeof definition>;

/** What the current data is compared with: rows, or the counts that a profile kept of them. */
export interface Reference {
  readonly columns: readonly TableColumn[];
  readonly table: Table | undefined;
  readonly profile: Profile | undefined;
}

interface Sides {
  readonly reference: Reference;
  readonly current: Table;
}

/** Open the reference, whichever it is. */
export async function openReference(
  tables: TableReader,
  root: string,
  files: readonly string[],
): Promise<Reference> {
  const profile = await readProfile(root, files);
  if (profile !== undefined) return { columns: columnsOf(profile), table: undefined, profile };
  const table = await tables.open(root, files);
  return { columns: table.columns, table, profile };
}

/** Both sides, and what is compared of them. */
export interface OpenedSides extends Sides {
  /** Of the current data; read beside the scans. */
  readonly digest: Promise<string>;
  readonly choice: Choice;
  readonly time: TimeWindows;
}

/** Open both sides, choose the columns, and cut the current data into windows. */
export async function openSides(
  context: Context,
  tables: TableReader,
  names: Readonly<Record<'reference' | 'current', readonly string[]>>,
): Promise<OpenedSides> {
  const { workingDirectory, model, inputs } = context;
  const reference = await openReference(tables, workingDirectory, names.reference);
  const current = await tables.open(workingDirectory, names.current);
  const digest = digestOf(current);
  // Awaited after the scans: until then a failure must not count as unhandled.
  digest.catch(() => undefined);
  const choice = await choose(context, tables, { reference, current });
  const wishes = { input: inputs.time, configured: model.time, unit: inputs.window };
  const time = await timeWindows(wishes, tables, current);
  return { reference, current, digest, choice, time };
}

/** The watched columns of the reference in cells; of a profile, nothing is read but its counts. */
export async function knownColumns(
  tables: TableReader,
  { reference, current }: Sides,
  watched: readonly WatchedColumn[],
): Promise<ReferenceColumn[]> {
  const { profile, table } = reference;
  if (profile !== undefined) return knownFromProfile(tables, profile, watched, current.relation);
  return table === undefined ? [] : countReference(tables, table.relation, watched);
}

/** The reference as a profile: counted over all its columns, or handed on as it was read. */
export async function profileOfReference(
  tables: TableReader,
  { profile, table }: Reference,
  known: readonly ReferenceColumn[],
): Promise<Profile | undefined> {
  if (profile !== undefined || table === undefined) return profile;
  return profileOf(tables, known, await digestOf(table));
}

export function filesOf(
  { inputs }: Context,
  side: 'reference' | 'current',
  configured: readonly (string | readonly string[] | undefined)[],
): readonly string[] {
  const found = inputs[side] ?? configured.find((files) => files !== undefined);
  const files = typeof found === 'string' ? [found] : found;
  if (files !== undefined && files.length > 0) return files;
  throw usageError(`no-${side}`, errors.noData(side), errors.giveData(side));
}

/** The columns to watch, once both sides are known to have rows. */
export async function choose(
  { inputs, model }: Context,
  tables: TableReader,
  sides: Sides,
): Promise<Choice> {
  await requireRows(tables, sides);
  const columns = { reference: sides.reference.columns, current: sides.current.columns };
  const compared = compareSchemas(columns.reference, columns.current, nearestName);
  const wishes: Wishes = {
    label: { input: inputs.label, configured: model.label },
    prediction: { input: inputs.prediction, configured: model.prediction },
    columns: inputs.columns,
    configured: Object.keys(model.drift?.columns ?? {}),
  };
  return chooseColumns(wishes, columns, await withoutEmpty(tables, sides, compared));
}

function isEmptyIn(profile: Profile | undefined, column: string): boolean {
  return profile?.columns.find(({ name }) => name === column)?.present === 0;
}

/** A text file shows no type for a column without values: that is no change of type. */
async function withoutEmpty(
  tables: TableReader,
  { reference, current }: Sides,
  schema: SchemaComparison,
): Promise<SchemaComparison> {
  const isEmpty = async (table: Table | undefined, name: string): Promise<boolean> => {
    if (table === undefined) return isEmptyIn(reference.profile, name);
    if (table.format === 'parquet') return false;
    const column = tables.identifier(name);
    const [row = {}] = await tables.query(`SELECT count(${column}) AS n FROM ${table.relation}`);
    return Number(row.n) === 0;
  };
  const changed: SchemaComparison['changed'][number][] = [];
  const emptied: string[] = [];
  for (const entry of schema.changed) {
    if (await isEmpty(current, entry.name)) emptied.push(entry.name);
    else if (!(await isEmpty(reference.table, entry.name))) changed.push(entry);
  }
  return { ...schema, changed, emptied };
}

/** A comparison with nothing finds nothing, which must not read as "no drift". */
async function requireRows(tables: TableReader, sides: Sides): Promise<void> {
  const both = { reference: sides.reference.table, current: sides.current };
  for (const [side, table] of Object.entries(both)) {
    // A profile was written from data with rows.
    if (table === undefined) continue;
    const rows = await tables.query(`SELECT 1 FROM ${table.relation} LIMIT 1`);
    if (rows.length > 0) continue;
    const names = table.files.map(({ name }) => name).join(', ');
    const hint = errors.checkWriter;
    throw usageError('no-rows', errors.noRows(side, names), hint);
  }
}

/** What could not be read in watched columns: a row is looked for in its file. */
export async function placedFailures(
  table: Table | undefined,
  watched: readonly WatchedColumn[],
): Promise<PlacedFailure[]> {
  if (table === undefined) return [];
  const shown = table.castFailures.filter(({ column }) =>
    watched.some(({ name }) => name === column),
  );
  return Promise.all(
    shown.map(async ({ rows, ...failure }) => ({
      ...failure,
      places: await table.placesOf(rows),
    })),
  );
}

export async function digestOf(table: Table): Promise<string> {
  const files: { size: number; sha256: string }[] = [];
  for (const { path, size } of table.files) files.push({ size, sha256: await digestFile(path) });
  return datasetDigest(files);
}
