import { canonicalDigest } from '../../../../shared/domain/canonical-digest.ts';
import type { TableInput } from '../../../../shared/domain/cell.ts';
import type { Check } from '../../../../shared/domain/check.ts';
import { type DatasetFile, datasetDigest } from '../../../../shared/domain/dataset.ts';
import { usageError } from '../../../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../../../shared/ports/step.ts';
import type { TableReader } from '../../../../shared/ports/table-reader.ts';
import { type Outcome, verdictOf, worstFirst } from '../../decide.ts';
import type { definition } from '../../definition.ts';
import { type Examined, placedIn } from '../../examine/run.ts';
import {
  type FingerprintedFile,
  fileFindings,
  fingerprintTable,
  versionsOf,
} from '../../fingerprint/present.ts';
import { examineFolder } from '../../manifest/folder/run.ts';
import {
  columnsTable,
  failingTable,
  findingOf,
  notes,
  passingTable,
  summaryOf,
} from '../../report.ts';
import { segmentsTable } from '../../scan/segments.ts';
import { examineSensitive } from '../../sensitive/run.ts';
import { type Suite, sectionPlace, settingsOf } from '../../suite/run.ts';
import { messages } from '../messages.ts';
import {
  type Around,
  type DeclaredTable,
  detail,
  type Fingerprinted,
  fingerprintTables,
  type OpenedTable,
  openTables,
  outcomesOf,
  scanOne,
  tablesByName,
  tablesTable,
} from '../run.ts';

type Context = StepContext<typeof definition>;

/** A data set of several tables none of which is the main one. */
export interface TableSet {
  readonly suite: Suite;
  readonly beside: readonly DeclaredTable[];
}

/**
 * Check every table of a set that has no main one. What the report tells of columns it tells of
 * each table, and the fingerprint is of the files of all of them.
 *
 * @throws ActionError (usage, `no-main-data`): something is asked for that only main data has.
 */
export async function validateSet(
  context: Context,
  tables: TableReader,
  { suite, beside }: TableSet,
): Promise<StepResult<typeof definition>> {
  refuseWhatNeedsMainData(context, suite);
  const opened = await openTables(context, tables, beside);
  const named = await tablesByName(tables, undefined, opened);
  const checked: CheckedTable[] = [];
  for (const table of opened) {
    checked.push(await checkTable({ context, tables, reference: undefined, named }, suite, table));
  }
  const folder = await examineFolder(context, suite);
  return resultOf({
    ...{ suite, opened, checked },
    ...{ fingerprints: await fingerprintTables(opened), inFolder: folder?.files ?? [] },
    folder: placedIn(folder ?? {}, sectionPlace(context, suite, 'folder')),
  });
}

type CheckedTable = Awaited<ReturnType<typeof checkTable>>;

interface Found {
  readonly suite: Suite;
  readonly opened: readonly OpenedTable[];
  readonly checked: readonly CheckedTable[];
  readonly fingerprints: readonly Fingerprinted[];
  readonly folder: Examined;
  readonly inFolder: readonly DatasetFile[];
}

function resultOf(found: Found): StepResult<typeof definition> {
  const { suite, opened, checked, fingerprints, folder, inFolder } = found;
  const outcomes = [...checked.flatMap((one) => one.outcomes), ...(folder.outcomes ?? [])];
  const failed = outcomes.filter(({ passed }) => !passed);
  const files = onceEach(fingerprints.flatMap((one) => one.files));
  const fingerprint = datasetDigest([...files, ...inFolder]);
  const rows = opened.reduce((sum, table) => sum + table.rows, 0);
  const hasTables = opened.length > 0;
  return {
    verdict: verdictOf(outcomes),
    summary: hasTables ? summaryOf(outcomes, rows) : summaryOf(outcomes, inFolder.length, 'files'),
    subject: { data: fingerprint },
    metrics: [
      { name: 'rows', value: rows },
      { name: 'checks', value: outcomes.length },
      { name: 'failed-checks', value: failed.length, better: 'lower' as const },
      ...(folder.metrics ?? []),
    ],
    series: [],
    findings: [
      ...worstFirst(failed).map((outcome) => findingOf(outcome, outcome.place)),
      ...checked.flatMap((one) => one.findings),
      ...fileFindings(files),
      ...(suite.notes ?? []),
      ...(hasTables ? notes(checksOf(opened).length) : []),
    ],
    tables: shownTables(found, outcomes, files),
    outputs: {
      fingerprint,
      'rows-digest': '',
      rows: String(rows),
      'failed-checks': String(failed.length),
    },
    inputs: inputsOf(found, files),
  };
}

function checksOf(opened: readonly OpenedTable[]): readonly Check[] {
  return opened.flatMap((table) => table.suite.checks);
}

function shownTables(
  { opened, checked, fingerprints, folder }: Found,
  outcomes: readonly Outcome[],
  files: readonly FingerprintedFile[],
): TableInput[] {
  const ofTables = [
    tablesTable(fingerprints, messages.setTitle(opened.length), messages.setNote),
    ...checked.map(({ name, overview, rows }) => ofTable(name, columnsTable(overview, rows))),
    fingerprintTable(datasetDigest(files), files, undefined),
  ];
  return [
    failingTable(outcomes, undefined, files.length),
    segmentsTable(outcomes.filter(({ passed }) => !passed)),
    ...checked.flatMap((one) => one.tables),
    ...(folder.tables ?? []),
    passingTable(outcomes),
    ...(opened.length > 0 ? ofTables : []),
  ].filter((table) => table !== undefined);
}

function inputsOf(
  { suite, opened, fingerprints, folder }: Found,
  files: readonly FingerprintedFile[],
): Record<string, unknown> {
  const digests = fingerprints.map(({ table, digest }) => [table.name, digest] as const);
  const checks = checksOf(opened);
  return {
    ...(suite.file === undefined ? {} : { checks: suite.file }),
    ...(digests.length === 0 ? {} : { tables: Object.fromEntries(digests) }),
    ...folder.inputs,
    'checks-declared': checks.length,
    'checks-digest': canonicalDigest(checks),
    ...versionsOf(files),
  };
}

/** One table of the set: its checks, and what it holds that nobody asked for. */
async function checkTable(around: Around, suite: Suite, opened: OpenedTable) {
  const { context, tables } = around;
  const { name, table } = opened;
  const scan = await scanOne(around, opened);
  const sought = await examineSensitive({ context, tables, table, suite, scan });
  const {
    outcomes = [],
    hidden = [],
    findings = [],
  } = placedIn(sought ?? {}, sectionPlace(context, suite, 'sensitive'));
  const unseen = new Set(hidden);
  return {
    name,
    rows: scan.rows,
    outcomes: await detail(
      around,
      opened,
      scan,
      [...outcomesOf(opened, scan), ...outcomes],
      unseen,
    ),
    tables: (sought?.tables ?? []).map((shown) => ofTable(name, shown)),
    findings,
    overview: scan.overview.map((column) =>
      unseen.has(column.name) ? { ...column, min: null, max: null } : column,
    ),
  };
}

/** Of what is declared or asked for, the first that speaks of main data is named with its line. */
function refuseWhatNeedsMainData(context: Context, suite: Suite): void {
  const { inputs } = context;
  const settings = settingsOf(context, suite);
  const sections = (['leakage', 'manifest'] as const).filter(
    (key) => typeof settings[key] === 'object' || settings[key] === true,
  );
  const asked = [
    ...(suite.checks.length > 0 ? ['checks' as const] : []),
    ...sections,
    ...(settings['rows-digest'] === 'always' ? ['rows-digest' as const] : []),
  ];
  const [first] = asked;
  const given = [
    ...(inputs.infer ? ['infer'] : []),
    ...(inputs.reference === undefined ? [] : ['reference']),
  ];
  const name = first ?? given[0];
  if (name === undefined) return;
  const place = first === undefined ? undefined : sectionPlace(context, suite, first);
  throw usageError(
    'no-main-data',
    messages.needsMain(name, place && `${place.file}:${place.line}`),
    name === 'checks' ? messages.moveChecks : messages.giveMain,
  );
}

function ofTable(name: string, table: TableInput): TableInput {
  return { ...table, id: `${table.id}-${name}`, title: messages.inTable(name, table.title) };
}

/** Two tables may read the same file. */
function onceEach(files: readonly FingerprintedFile[]): FingerprintedFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
