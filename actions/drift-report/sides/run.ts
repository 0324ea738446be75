import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { type Choice, chooseColumns, type Wishes } from '../choose.ts';
import type { definition } from '../definition.ts';
import type { PlacedFailure } from '../findings.ts';
import { compareSchemas, type SchemaComparison, type WatchedColumn } from '../plan.ts';

type Context = StepContext<typeof definition>;

export function filesOf(
  { inputs }: Context,
  side: 'reference' | 'current',
  configured: readonly (string | readonly string[] | undefined)[],
): readonly string[] {
  const found = inputs[side] ?? configured.find((files) => files !== undefined);
  const files = typeof found === 'string' ? [found] : found;
  if (files !== undefined && files.length > 0) return files;
  throw usageError(
    `no-${side}`,
    `drift-report: no ${side} data was named.`,
    `Give the input "${side}" (a path or glob), or data.${side} in the configuration file.`,
  );
}

/** The columns to watch, once both sides are known to have rows. */
export async function choose(
  { inputs, model }: Context,
  tables: TableReader,
  sides: Readonly<Record<'reference' | 'current', Table>>,
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

/** A text file shows no type for a column without values: that is no change of type. */
async function withoutEmpty(
  tables: TableReader,
  { reference, current }: Readonly<Record<'reference' | 'current', Table>>,
  schema: SchemaComparison,
): Promise<SchemaComparison> {
  const isEmpty = async (table: Table, name: string): Promise<boolean> => {
    if (table.format === 'parquet') return false;
    const column = tables.identifier(name);
    const [row = {}] = await tables.query(`SELECT count(${column}) AS n FROM ${table.relation}`);
    return Number(row.n) === 0;
  };
  const changed: SchemaComparison['changed'][number][] = [];
  const emptied: string[] = [];
  for (const entry of schema.changed) {
    if (await isEmpty(current, entry.name)) emptied.push(entry.name);
    else if (!(await isEmpty(reference, entry.name))) changed.push(entry);
  }
  return { ...schema, changed, emptied };
}

/** A comparison with nothing finds nothing, which must not read as "no drift". */
async function requireRows(
  tables: TableReader,
  sides: Readonly<Record<'reference' | 'current', Table>>,
): Promise<void> {
  for (const [side, table] of Object.entries(sides)) {
    const rows = await tables.query(`SELECT 1 FROM ${table.relation} LIMIT 1`);
    if (rows.length > 0) continue;
    const names = table.files.map(({ path }) => path).join(', ');
    const hint = 'Check the step that writes it.';
    throw usageError('no-rows', `The ${side} data has no rows: ${names}.`, hint);
  }
}

/** What could not be read in watched columns: a row is looked for in its file. */
export async function placedFailures(
  table: Table,
  watched: readonly WatchedColumn[],
): Promise<PlacedFailure[]> {
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
