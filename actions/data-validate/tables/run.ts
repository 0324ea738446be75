import type { TableInput } from '../../../shared/domain/cell.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import type { Digest } from '../../../shared/domain/digest.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { GroundTable } from '../checks/kind.ts';
import { groundOf, prepareChecks } from '../checks/run.ts';
import { defaultOutcomes, type Outcome, readableOutcomes, withoutHidden } from '../decide.ts';
import type { definition } from '../definition.ts';
import { forEnvironment } from '../environments/run.ts';
import type { Examined, Examinee } from '../examine/run.ts';
import type { FingerprintedFile } from '../fingerprint/present.ts';
import { fingerprintFiles, holdUnchanged } from '../fingerprint/run.ts';
import { titles } from '../messages.ts';
import { declaredTypes } from '../plan.ts';
import { addFailingRows, placeFailingRows, type Scan, scanTable } from '../scan/run.ts';
import { type Suite, settingsOf } from '../suite/run.ts';
import { messages } from './messages.ts';

type Context = StepContext<typeof definition>;

/** A table beside the main data, as it is declared. */
export interface DeclaredTable {
  readonly name: string;
  readonly files: readonly string[];
  readonly suite: Suite;
}

export interface OpenedTable extends DeclaredTable {
  readonly table: Table;
  readonly rows: number;
  /** The user's SQL in its checks, as the parser wrote it back. */
  readonly statements: ReadonlyMap<string, string>;
}

/** The tables that stand beside the main data, each with checks of its own. */
function declaredTables(context: Context, suite: Suite): DeclaredTable[] {
  const isOwn = suite.settings?.tables !== undefined;
  const place = (path: readonly (string | number)[]) =>
    isOwn ? suite.at?.(path) : context.configLine(['validate', ...path]);
  return Object.entries(settingsOf(context, suite).tables ?? {}).map(([name, declared]) => ({
    name,
    files: typeof declared.data === 'string' ? [declared.data] : declared.data,
    suite: {
      checks: declared.checks,
      file: suite.file,
      place: (index) => place(['tables', name, 'checks', index]),
    },
  }));
}

/** The suites of all tables, with the checks that apply in this run's environment. */
export function applicableSuites(
  context: Context,
  suite: Suite,
): { declared: Suite; beside: DeclaredTable[] } {
  const beside = declaredTables(context, suite);
  const suites = beside.map((entry) => entry.suite);
  const [declared = suite, ...others] = forEnvironment(context, suite, suites);
  return {
    declared,
    beside: beside.map((entry, i) => ({ ...entry, suite: others[i] ?? entry.suite })),
  };
}

/** Open them; what is wrong with their checks is said before any of them is read. */
export async function openTables(
  { workingDirectory, host }: Context,
  tables: TableReader,
  declared: readonly DeclaredTable[],
): Promise<OpenedTable[]> {
  const names = declared.map(({ name }) => name);
  const prepared: { entry: DeclaredTable; statements: ReadonlyMap<string, string> }[] = [];
  for (const entry of declared) {
    prepared.push({ entry, statements: await prepareChecks(entry.suite, tables, names) });
  }
  const opened: OpenedTable[] = [];
  for (const { entry, statements } of prepared) {
    host.progress(`Reading ${entry.files.join(', ')}`);
    const types = declaredTypes(entry.suite.checks);
    const table = await tables.open(workingDirectory, entry.files, { types });
    opened.push({ ...entry, table, statements, rows: await countRows(tables, table) });
  }
  return opened;
}

async function countRows(tables: TableReader, { relation }: Table): Promise<number> {
  const [row = {}] = await tables.query(`SELECT count(*) AS n FROM ${relation}`);
  return Number(row.n);
}

/** Every table under the name that checks have for it. */
export async function tablesByName(
  tables: TableReader,
  main: Table | undefined,
  others: readonly OpenedTable[],
): Promise<ReadonlyMap<string, GroundTable>> {
  // Nothing can speak of the main table when it is the only one.
  if (others.length === 0) return new Map();
  const named = others.map(({ name, table, rows }) => [name, { ...partsOf(table), rows }] as const);
  if (main === undefined) return new Map(named);
  const rows = await countRows(tables, main);
  return new Map([['data', { ...partsOf(main), rows }], ...named]);
}

function partsOf({ relation, columns }: Table): Omit<GroundTable, 'rows'> {
  return { relation, columns };
}

/** Check every other table of the data set, and take its fingerprint. */
export async function examineTables(examinee: Examinee): Promise<Examined | undefined> {
  const { others } = examinee;
  if (others.length === 0) return undefined;
  const outcomes: Outcome[] = [];
  for (const other of others) {
    const scan = await scanOne(examinee, other);
    outcomes.push(...(await detail(examinee, other, scan, outcomesOf(other, scan))));
  }
  const fingerprints = await fingerprintTables(others);
  return {
    outcomes,
    tables: [tablesTable(fingerprints, messages.title(others.length), messages.note)],
    inputs: {
      tables: Object.fromEntries(fingerprints.map(({ table, digest }) => [table.name, digest])),
    },
  };
}

/** A table and what identifies it. */
export interface Fingerprinted {
  readonly table: OpenedTable;
  readonly files: readonly FingerprintedFile[];
  readonly digest: Digest;
}

/** Take the fingerprint of every table, and hold that none changed while it was checked. */
export async function fingerprintTables(tables: readonly OpenedTable[]): Promise<Fingerprinted[]> {
  const taken: Fingerprinted[] = [];
  for (const table of tables) {
    const files = await fingerprintFiles(table.table);
    await holdUnchanged(table.table);
    taken.push({ table, files, digest: datasetDigest(files) });
  }
  return taken;
}

/** What the tables of a set have in common. */
export type Around = Pick<Examinee, 'context' | 'tables' | 'reference' | 'named'>;

/** Ask a table what its checks need to know. */
export async function scanOne(
  { context, tables, reference, named }: Around,
  { table, suite, statements }: OpenedTable,
): Promise<Scan> {
  const ground = groundOf(tables, table, reference, statements, context.now(), named);
  return scanTable(tables, table, suite, ground);
}

/** What its checks came to, those that nobody has to declare included. */
export function outcomesOf({ table, suite }: OpenedTable, scan: Scan): Outcome[] {
  return [
    ...scan.outcomes,
    ...readableOutcomes(table.castFailures, scan.rows),
    ...(suite.checks.length > 0 ? [] : defaultOutcomes(scan.facts, scan.present)),
  ];
}

/** The outcomes with their rows, under the name of their table. */
export async function detail(
  { context, tables }: Around,
  { name, table, suite }: OpenedTable,
  scan: Scan,
  outcomes: readonly Outcome[],
  hidden: ReadonlySet<string> = new Set(),
): Promise<Outcome[]> {
  const withValues = context.inputs['show-values'];
  const numbered = await addFailingRows(tables, table, scan, outcomes, withValues);
  const placed = await placeFailingRows(
    table,
    numbered.map((outcome) => withoutHidden(outcome, hidden)),
  );
  const [file] = table.files.map(({ name: shown }) => shown);
  return placed.map((outcome) => ofTable(name, suite, withPlaces(outcome, file ?? name)));
}

/** Rows are named with their file, or they would be looked for in the main data. */
function withPlaces(outcome: Outcome, file: string): Outcome {
  if (outcome.places !== undefined || outcome.rows.length === 0) return outcome;
  return { ...outcome, places: outcome.rows.map((row) => ({ file, row, name: file })) };
}

/** The same outcome among those of other tables: its column and index would be taken for theirs. */
function ofTable(name: string, suite: Suite, outcome: Outcome): Outcome {
  const { index, subject, ...rest } = outcome;
  const place = index === undefined ? rest.place : suite.place(index);
  return {
    ...rest,
    table: name,
    title: messages.inTable(name, outcome.title),
    column: undefined,
    ...(subject === undefined ? {} : { subject: `${name}.${subject}` }),
    ...(place === undefined ? {} : { place }),
  };
}

/** The tables by size and identity. */
export function tablesTable(
  rows: readonly Fingerprinted[],
  title: string,
  note: string,
): TableInput {
  return {
    ...{ id: 'tables', title, note, folded: true },
    columns: [
      { title: titles.table },
      { title: titles.rows, align: 'right' as const, digits: 0 },
      { title: titles.columns, align: 'right' as const, digits: 0 },
      { title: 'fingerprint' },
    ],
    rows: rows.map(({ table: { name, table, rows: count }, digest }) => [
      { kind: 'code' as const, text: name },
      count,
      table.columns.length,
      { kind: 'code' as const, text: digest },
    ]),
  };
}
