import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { groundOf, prepareChecks } from './checks/run.ts';
import {
  defaultOutcomes,
  type Outcome,
  readableOutcomes,
  referenceOutcomes,
  verdictOf,
  withoutHidden,
  worstFirst,
} from './decide.ts';
import type { definition } from './definition.ts';
import { type Examined, examine } from './examine/run.ts';
import { messages as fingerprintMessages } from './fingerprint/messages.ts';
import {
  type FingerprintedFile,
  fileFindings,
  fingerprintTable,
  versionsOf,
} from './fingerprint/present.ts';
import {
  fingerprintFiles,
  holdUnchanged,
  identifyRows,
  type RowsIdentity,
} from './fingerprint/run.ts';
import { earlierSuite, inferSuite } from './infer/run.ts';
import { hints } from './messages.ts';
import { declaredTypes } from './plan.ts';
import { openReference } from './reference/run.ts';
import { columnsTable, failingTable, findingOf, notes, passingTable, summaryOf } from './report.ts';
import {
  addFailingRows,
  distributionsOf,
  placeFailingRows,
  type Scan,
  scanTable,
} from './scan/run.ts';
import { segmentsTable } from './scan/segments.ts';
import { loadSuite, noSuite, type Suite, settingsOf } from './suite/run.ts';
import { applicableSuites, openTables, tablesByName } from './tables/run.ts';
import { validateSet } from './tables/set/run.ts';

type Context = StepContext<typeof definition>;

export interface Ports {
  readonly tables: TableReader;
}

/** Check the data against what is declared, and take its fingerprint. */
export function run(context: Context, { tables }: Ports): Promise<StepResult<typeof definition>> {
  return whileOpen(tables, context.signal, () => validate(context, tables));
}

async function validate(
  context: Context,
  tables: TableReader,
): Promise<StepResult<typeof definition>> {
  const { inputs, workingDirectory } = context;
  const loaded = inputs.infer ? await earlierSuite(context) : await loadSuite(context);
  const { declared, beside } = applicableSuites(context, loaded ?? noSuite);
  const names = dataFiles(context);
  if (names === undefined) {
    const stands = beside.length > 0 || settingsOf(context, declared).folder !== undefined;
    if (stands) return validateSet(context, tables, { suite: declared, beside });
    throw usageError('no-data', hints.noData, hints.giveData);
  }
  const statements = await prepareChecks(
    declared,
    tables,
    beside.map(({ name }) => name),
  );
  const others = await openTables(context, tables, beside);
  context.host.progress(`Reading ${names.join(', ')}`);
  const table = await tables.open(workingDirectory, names, {
    types: declaredTypes(declared.checks),
    progress: (at) => context.host.progress(fingerprintMessages.progress(at)),
  });
  const hashing = fingerprintFiles(table);
  // Awaited after the scan: until then a failure must not count as unhandled.
  hashing.catch(() => undefined);
  const suite = inputs.infer
    ? await inferSuite(context, tables, table, loaded && declared)
    : declared;
  const reference = await openReference(context, tables, declaredTypes(suite.checks));
  const named = await tablesByName(tables, table, others);
  const ground = groundOf(tables, table, reference, statements, context.now(), named);
  const scan = await scanTable(tables, table, suite, ground);
  const examinee = { context, tables, table, reference, suite, scan, others, named };
  const examined = await examine(examinee);
  const identity = await identifyRows(examinee);
  const outcomes = [
    ...scan.outcomes,
    ...readableOutcomes(table.castFailures, scan.rows),
    ...(suite.checks.length > 0 ? [] : defaultOutcomes(scan.facts, scan.present)),
    ...(reference === undefined ? [] : referenceOutcomes(scan.facts, reference)),
    ...examined.flatMap((part) => part.outcomes ?? []),
  ];
  const numbered = await addFailingRows(tables, table, scan, outcomes, inputs['show-values']);
  const hidden = new Set(examined.flatMap((part) => part.hidden ?? []));
  const shown = numbered.map((outcome) => withoutHidden(outcome, hidden));
  const detailed = await placeFailingRows(table, shown);
  const distributions = await distributionsOf(tables, table, detailed);
  const files = await hashing;
  await holdUnchanged(table);
  const overview = scan.overview.map((column) =>
    hidden.has(column.name) ? { ...column, min: null, max: null } : column,
  );
  const report = resultOf({
    ...{ scan: { ...scan, overview }, suite, outcomes: detailed },
    ...{ distributions, files, examined, identity },
  });
  const allChecks = [suite, ...others.map((other) => other.suite)].flatMap(({ checks }) => checks);
  return {
    ...report,
    findings: [...report.findings, ...notes(allChecks.length)],
    inputs: {
      data: names,
      ...(inputs.reference === undefined ? {} : { reference: inputs.reference }),
      ...(suite.file === undefined ? {} : { checks: suite.file }),
      'checks-declared': allChecks.length,
      'checks-digest': canonicalDigest(allChecks),
      ...Object.assign({}, ...examined.map((part) => part.inputs ?? {})),
      ...(identity.digest === undefined ? {} : { 'rows-digest': identity.digest }),
      ...versionsOf(files),
    },
  };
}

interface Findings {
  readonly scan: Scan;
  readonly suite: Suite;
  readonly outcomes: readonly Outcome[];
  readonly distributions: ReadonlyMap<string, readonly number[]>;
  readonly files: readonly FingerprintedFile[];
  readonly examined: readonly Examined[];
  readonly identity: RowsIdentity;
}

function resultOf(findings: Findings) {
  const { scan, suite, outcomes, distributions, files, examined, identity } = findings;
  const fingerprint = datasetDigest(files);
  const failed = outcomes.filter(({ passed }) => !passed);
  const placeOf = ({ index, place }: Outcome) => (index === undefined ? place : suite.place(index));
  const tables = [
    failingTable(outcomes, distributions, files.length),
    segmentsTable(outcomes.filter(({ passed }) => !passed)),
    ...examined.flatMap((part) => part.tables ?? []),
    passingTable(outcomes),
    columnsTable(scan.overview, scan.rows),
    fingerprintTable(fingerprint, files, identity.note),
  ].filter((table) => table !== undefined);
  return {
    verdict: verdictOf(outcomes),
    summary: summaryOf(outcomes, scan.rows),
    subject: { data: fingerprint },
    metrics: [
      { name: 'rows', value: scan.rows },
      { name: 'checks', value: outcomes.length },
      { name: 'failed-checks', value: failed.length, better: 'lower' as const },
      ...examined.flatMap((part) => part.metrics ?? []),
    ],
    series: examined.flatMap((part) => part.series ?? []),
    findings: [
      ...worstFirst(failed).map((outcome) => findingOf(outcome, placeOf(outcome))),
      ...examined.flatMap((part) => part.findings ?? []),
      ...fileFindings(files),
      ...identity.findings,
    ],
    tables,
    outputs: {
      fingerprint,
      'rows-digest': identity.digest ?? '',
      rows: String(scan.rows),
      'failed-checks': String(failed.length),
    },
  };
}

/** undefined: there is no main data; the tables of a set may stand alone. */
function dataFiles({ inputs, model }: Context): readonly string[] | undefined {
  const configured = model.data?.train;
  const files = inputs.data ?? (typeof configured === 'string' ? [configured] : configured);
  return files !== undefined && files.length > 0 ? files : undefined;
}
