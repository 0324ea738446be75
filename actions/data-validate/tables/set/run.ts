import { canonicalDigest } from '../../../../shared/domain/canonical-digest.ts';
import type { TableInput } from '../../../../shared/domain/cell.ts';
import { datasetDigest } from '../../../../shared/domain/dataset.ts';
import { usageError } from '../../../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../../../shared/ports/step.ts';
import type { TableReader } from '../../../../shared/ports/table-reader.ts';
import { verdictOf, worstFirst } from '../../decide.ts';
import type { definition } from '../../definition.ts';
import { placedIn } from '../../examine/run.ts';
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
  const hasTables = beside.length > 0;
  const opened = await openTables(context, tables, beside);
  const named = await tablesByName(tables, undefined, opened);
  const checked: Awaited<ReturnType<typeof checkTable>>[] = [];
  for (const table of opened) {
    checked.push(await checkTable({ context, tables, reference: undefined, named }, suite, table));
  }
  const folder = await examineFolder(context, suite);
  const seen = placedIn(folder ?? {}, sectionPlace(context, suite, 'folder'));
  const outcomes = [...checked.flatMap((one) => one.outcomes), ...(seen.outcomes ?? [])];
  const failed = outcomes.filter(({ passed }) => !passed);
  const fingerprints = await fingerprintTables(opened);
  const files = onceEach(fingerprints.flatMap((one) => one.files));
  const fingerprint = datasetDigest([...files, ...(folder?.files ?? [])]);
  const rows = opened.reduce((sum, table) => sum + table.rows, 0);
  const checks = beside.flatMap((table) => table.suite.checks);
  const shown: (TableInput | undefined)[] = [
    failingTable(outcomes, new Map(), files.length),
    segmentsTable(failed),
    ...checked.flatMap((one) => one.tables),
    ...(seen.tables ?? []),
    hasTables
      ? tablesTable(fingerprints, messages.setTitle(opened.length), messages.setNote)
      : undefined,
    passingTable(outcomes),
    ...checked.map(({ name, overview, rows: count }) =>
      ofTable(name, columnsTable(overview, count)),
    ),
    hasTables ? fingerprintTable(datasetDigest(files), files, undefined) : undefined,
  ];
  return {
    verdict: verdictOf(outcomes),
    summary: hasTables
      ? summaryOf(outcomes, rows)
      : summaryOf(outcomes, folder?.files.length ?? 0, 'files'),
    subject: { data: fingerprint },
    metrics: [
      { name: 'rows', value: rows },
      { name: 'checks', value: outcomes.length },
      { name: 'failed-checks', value: failed.length, better: 'lower' as const },
      ...(seen.metrics ?? []),
    ],
    series: [],
    findings: [
      ...worstFirst(failed).map((outcome) => findingOf(outcome, outcome.place)),
      ...checked.flatMap((one) => one.findings),
      ...fileFindings(files),
      ...(suite.notes ?? []),
      ...notes(hasTables ? checks.length : outcomes.length),
    ],
    tables: shown.filter((table) => table !== undefined),
    outputs: {
      fingerprint,
      'rows-digest': '',
      rows: String(rows),
      'failed-checks': String(failed.length),
    },
    inputs: {
      ...(suite.file === undefined ? {} : { checks: suite.file }),
      ...(hasTables
        ? {
            tables: Object.fromEntries(
              fingerprints.map(({ table, digest }) => [table.name, digest]),
            ),
          }
        : {}),
      ...seen.inputs,
      'checks-declared': checks.length,
      'checks-digest': canonicalDigest(checks),
      ...versionsOf(files),
    },
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
