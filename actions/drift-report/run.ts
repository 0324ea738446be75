import { driftSchema } from '../../shared/config/sections/drift.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import type { Finding } from '../../shared/domain/record.ts';
import { digestFile } from '../../shared/files/digest-file.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import { nearestName } from '../../shared/kernel/nearest-name.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type Table, type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { type Choice, chooseColumns, type Wishes } from './choose.ts';
import { conclude } from './conclude.ts';
import { categorySamples, lineSamples, presenceSamples, type Samples } from './counts.ts';
import { type CountedColumn, type Importance, judgeColumns, type Policy } from './decide.ts';
import type { definition } from './definition.ts';
import { castFindings, type PlacedFailure } from './findings.ts';
import { messages } from './messages.ts';
import {
  categoriesTable,
  categoryCountsQuery,
  categoryNamesQuery,
  compareSchemas,
  edgesQuery,
  type LineCells,
  lineCells,
  lineCountsQuery,
  mostCategories,
  presenceQuery,
  type SchemaComparison,
  type WatchedColumn,
} from './plan.ts';
import { type WindowUnit, wholeWindows, windowOf, windowUnit } from './windows.ts';

type Context = StepContext<typeof definition>;

export interface Ports {
  readonly tables: TableReader;
}

/** Compare current data with the reference, column by column and window by window. */
export function run(context: Context, { tables }: Ports): Promise<StepResult<typeof definition>> {
  return whileOpen(tables, context.signal, () => report(context, tables));
}

async function report(
  context: Context,
  tables: TableReader,
): Promise<StepResult<typeof definition>> {
  const { workingDirectory, model } = context;
  const names = {
    reference: filesOf(context, 'reference', [model.data?.reference, model.data?.train]),
    current: filesOf(context, 'current', [model.data?.current]),
  };
  const reference = await tables.open(workingDirectory, names.reference);
  const current = await tables.open(workingDirectory, names.current);
  const digest = digestOf(current);
  // Awaited after the scans: until then a failure must not count as unhandled.
  digest.catch(() => undefined);
  const choice = await choose(context, tables, { reference, current });
  const time = await timeWindows(context, tables, current);
  const policy = policyOf(context);
  context.host.progress(`Counting ${choice.columns.length} columns`);
  const counted = await countColumns(context, tables, { reference, current, time }, choice.columns);
  const columns = judgeColumns(counted, policy);
  const result = conclude(columns, choice.findings, policy, time.unit);
  return {
    ...result,
    findings: [
      ...result.findings,
      ...castFindings(await placedFailures(reference, choice.columns), 'reference'),
      ...castFindings(await placedFailures(current, choice.columns), 'current'),
      ...(time.note === undefined ? [] : [time.note]),
    ],
    subject: { data: await digest },
    inputs: {
      ...names,
      method: policy.method,
      q: policy.q,
      ...(policy.threshold === undefined ? {} : { threshold: policy.threshold }),
      ...(time.column === undefined ? {} : { time: time.column, window: time.unit }),
    },
  };
}

async function choose(
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

function filesOf(
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
async function placedFailures(
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

async function digestOf(table: Table): Promise<string> {
  const files: { size: number; sha256: string }[] = [];
  for (const { path, size } of table.files) files.push({ size, sha256: await digestFile(path) });
  return datasetDigest(files);
}

function policyOf({ inputs, model }: Context): Policy {
  const drift = model.drift ?? driftSchema.parse({});
  return {
    method: inputs.method,
    threshold: drift.threshold,
    q: drift.q,
    missingIncrease: drift.alerts['missing-increase'],
    newCategories: drift.alerts['new-categories'],
    failFrom: drift.alerts.fail,
  };
}

interface TimeWindows {
  readonly column: string | undefined;
  readonly unit: WindowUnit | undefined;
  /** SQL label of a row's window. */
  readonly label: string;
  readonly note: Finding | undefined;
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

async function timeWindows(
  { inputs, model }: Context,
  tables: TableReader,
  current: Table,
): Promise<TimeWindows> {
  const none = { column: undefined, unit: undefined, label: "''", note: undefined };
  const name = inputs.time ?? model.time;
  if (name === undefined) return none;
  const type = current.columns.find((column) => column.name === name)?.type;
  if (type !== 'date' && type !== 'timestamp') {
    const reason = type === undefined ? 'is not in the current data' : `is ${type}, not a date`;
    if (inputs.time === undefined) {
      return { ...none, note: info('no-windows', messages.noWindows(name, reason)) };
    }
    throw usageError(
      'time-not-usable',
      `The time column ${name} ${reason}.`,
      'Name a date or timestamp column, with dates as 2001-01-31, or leave "time" out.',
    );
  }
  const column = tables.identifier(name);
  const [row = {}] = await tables.query(
    `SELECT epoch(min(${column})) AS low, epoch(max(${column})) AS high FROM ${current.relation} WHERE isfinite(${column})`,
  );
  const unit = windowUnit(Number(row.low ?? Number.NaN), Number(row.high ?? Number.NaN));
  if (unit === undefined) {
    const message = messages.noWindows(name, 'spans less than two days');
    return { ...none, note: info('no-windows', message) };
  }
  return { column: name, unit, label: windowOf(column, unit), note: undefined };
}

interface Sides {
  readonly reference: Table;
  readonly current: Table;
  readonly time: TimeWindows;
}

/** Count every column on both sides, in the same cells. */
async function countColumns(
  context: Context,
  tables: TableReader,
  sides: Sides,
  columns: readonly WatchedColumn[],
): Promise<CountedColumn[]> {
  const lines = columns.filter(({ kind }) => kind === 'number' || kind === 'time');
  const counted = [
    ...(await countLines(tables, sides, lines)),
    ...(await countCategories(
      tables,
      sides,
      columns.filter(({ kind }) => kind === 'category'),
    )),
    ...(await countPresence(
      tables,
      sides,
      columns.filter(({ kind }) => kind === 'other'),
    )),
  ];
  const rows = new Map<string, number>();
  for (const [window, sample] of counted[0]?.current.windows ?? []) rows.set(window, sample.rows);
  const whole = wholeWindows(rows);
  const { inputs, model } = context;
  const high = [inputs.label ?? model.label, inputs.prediction ?? model.prediction];
  return counted.map((entry) => {
    const settings = model.drift?.columns[entry.column.name];
    const byRole: Importance = high.includes(entry.column.name) ? 'high' : 'normal';
    return {
      ...entry,
      current: only(entry.current, whole),
      importance: settings?.importance ?? byRole,
      threshold: settings?.threshold,
    };
  });
}

function only({ all, windows }: Samples, kept: readonly string[]): Samples {
  return { all, windows: new Map([...windows].filter(([window]) => kept.includes(window))) };
}

type Counts = Omit<CountedColumn, 'importance' | 'threshold'>;

async function countLines(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<Counts[]> {
  if (columns.length === 0) return [];
  const lines: { column: WatchedColumn; cells: LineCells }[] = [];
  for (const column of columns) {
    const edges = await tables.query(edgesQuery(reference.relation, column, tables));
    lines.push({ column, cells: lineCells(edges) });
  }
  const before = await tables.query(lineCountsQuery(reference.relation, "''", lines, tables));
  const now = await tables.query(lineCountsQuery(current.relation, time.label, lines, tables));
  return lines.map(({ column, cells }, i) => ({
    column,
    line: cells,
    distinct: cells.distinct,
    names: [],
    reference: lineSamples(before, i, cells).all,
    current: lineSamples(now, i, cells),
  }));
}

async function countCategories(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<Counts[]> {
  if (columns.length === 0) return [];
  const looked: { column: WatchedColumn; table: string; names: string[]; distinct: number }[] = [];
  for (const [i, column] of columns.entries()) {
    const table = `categories ${i}`;
    await tables.query(categoriesTable(table, reference.relation, column, tables));
    const cells = await tables.query(categoryNamesQuery(table, tables));
    const names = new Array<string>(mostCategories).fill('');
    for (const row of cells) {
      if (Number(row.members) === 1) names[Number(row.cell) - 1] = String(row.v);
    }
    const distinct = cells.reduce((sum, row) => sum + Number(row.members), 0);
    looked.push({ column, table, names, distinct });
  }
  const ask = (relation: string, window: string) =>
    tables.query(categoryCountsQuery(relation, window, looked, tables));
  const before = await ask(reference.relation, "''");
  const now = await ask(current.relation, time.label);
  return looked.map(({ column, names, distinct }, i) => ({
    column,
    line: undefined,
    distinct,
    names,
    reference: categorySamples(before, i).all,
    current: categorySamples(now, i),
  }));
}

async function countPresence(
  tables: TableReader,
  { reference, current, time }: Sides,
  columns: readonly WatchedColumn[],
): Promise<Counts[]> {
  if (columns.length === 0) return [];
  const ask = (relation: string, window: string) =>
    tables.query(presenceQuery(relation, window, columns, tables));
  const before = await ask(reference.relation, "''");
  const now = await ask(current.relation, time.label);
  const samples = (rows: Awaited<typeof now>, i: number): Samples => presenceSamples(rows, i);
  return columns.map((column, i) => ({
    column,
    line: undefined,
    distinct: 0,
    names: [],
    reference: samples(before, i).all,
    current: samples(now, i),
  }));
}
