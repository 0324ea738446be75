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
  worstFirst,
} from './decide.ts';
import type { definition } from './definition.ts';
import { type Examined, examine } from './examine/run.ts';
import { fingerprintFiles, holdUnchanged } from './fingerprint/run.ts';
import { inferSuite } from './infer/run.ts';
import { declaredTypes } from './plan.ts';
import { openReference } from './reference/run.ts';
import {
  columnsTable,
  type FingerprintedFile,
  failingTable,
  findingOf,
  fingerprintTable,
  notes,
  passingTable,
  summaryOf,
} from './report.ts';
import {
  addFailingRows,
  distributionsOf,
  placeFailingRows,
  type Scan,
  scanTable,
} from './scan/run.ts';
import { loadSuite, noSuite, type Suite } from './suite/run.ts';

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
  const names = dataFiles(context);
  const declared = inputs.infer ? undefined : await loadSuite(context);
  const statements = await prepareChecks(declared ?? noSuite, tables);
  context.host.progress(`Reading ${names.join(', ')}`);
  const table = await tables.open(workingDirectory, names, {
    types: declaredTypes(declared?.checks ?? []),
  });
  const hashing = fingerprintFiles(table, workingDirectory);
  // Awaited after the scan: until then a failure must not count as unhandled.
  hashing.catch(() => undefined);
  const suite = declared ?? (await inferSuite(context, tables, table));
  const reference = await openReference(context, tables, declaredTypes(suite.checks));
  const ground = groundOf(tables, table, reference, statements, context.now());
  const scan = await scanTable(tables, table, suite, ground);
  const examined = await examine({ context, tables, table, reference, suite, scan });
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
  const detailed = await placeFailingRows(table, shown, workingDirectory);
  const distributions = await distributionsOf(tables, table, detailed);
  const files = await hashing;
  await holdUnchanged(table, workingDirectory);
  const overview = scan.overview.map((column) =>
    hidden.has(column.name) ? { ...column, min: null, max: null } : column,
  );
  const report = resultOf({
    ...{ scan: { ...scan, overview }, suite, outcomes: detailed },
    ...{ distributions, files, examined },
  });
  return {
    ...report,
    findings: [
      ...report.findings,
      ...notes(suite.checks.length, inputs.infer ? suite.file : undefined),
    ],
    inputs: {
      data: names,
      ...(inputs.reference === undefined ? {} : { reference: inputs.reference }),
      ...(suite.file === undefined ? {} : { checks: suite.file }),
      'checks-declared': suite.checks.length,
      'checks-digest': canonicalDigest(suite.checks),
      ...Object.assign({}, ...examined.map((part) => part.inputs ?? {})),
    },
  };
}

/** Values are shown where they are asked for, but not those that identify somebody. */
function withoutHidden(outcome: Outcome, hidden: ReadonlySet<string>): Outcome {
  const { values, ...rest } = outcome;
  const isHidden = outcome.column !== undefined && hidden.has(outcome.column);
  return values === undefined || isHidden ? rest : outcome;
}

interface Findings {
  readonly scan: Scan;
  readonly suite: Suite;
  readonly outcomes: readonly Outcome[];
  readonly distributions: ReadonlyMap<string, readonly number[]>;
  readonly files: readonly FingerprintedFile[];
  readonly examined: readonly Examined[];
}

function resultOf({ scan, suite, outcomes, distributions, files, examined }: Findings) {
  const fingerprint = datasetDigest(files);
  const failed = outcomes.filter(({ passed }) => !passed);
  const placeOf = ({ index }: Outcome) => (index === undefined ? undefined : suite.place(index));
  const tables = [
    failingTable(outcomes, distributions, files.length),
    ...examined.flatMap((part) => part.tables ?? []),
    passingTable(outcomes),
    columnsTable(scan.overview, scan.rows),
    fingerprintTable(fingerprint, files),
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
    ],
    tables,
    outputs: { fingerprint, rows: String(scan.rows), 'failed-checks': String(failed.length) },
  };
}

function dataFiles({ inputs, model }: Context): readonly string[] {
  const configured = model.data?.train;
  const files = inputs.data ?? (typeof configured === 'string' ? [configured] : configured);
  if (files !== undefined && files.length > 0) return files;
  throw usageError(
    'no-data',
    'data-validate: no data was named.',
    'Give the input "data" (a path or glob), or data.train in the configuration file.',
  );
}
