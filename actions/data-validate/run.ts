import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { parseYamlAs, type YamlDocument } from '../../shared/config/parse-yaml.ts';
import { validateSchema } from '../../shared/config/sections/validate.ts';
import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import type { Check } from '../../shared/domain/check.ts';
import type { ColumnType } from '../../shared/domain/column.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import { digestFile } from '../../shared/files/digest-file.ts';
import { writeAtomically } from '../../shared/files/write-atomically.ts';
import { ActionError, externalError, usageError } from '../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import {
  type Row,
  type Table,
  type TableReader,
  whileOpen,
} from '../../shared/ports/table-reader.ts';
import {
  defaultOutcomes,
  judge,
  type Outcome,
  readableOutcomes,
  referenceOutcomes,
  verdictOf,
  worstFirst,
} from './decide.ts';
import type { definition } from './definition.ts';
import {
  type ColumnProfile,
  inferChecks,
  isCategory,
  profileQuery,
  profilesOf,
  suiteText,
} from './infer.ts';
import { messages } from './messages.ts';
import {
  aggregateQuery,
  barsOf,
  boundOf,
  type CheckPlan,
  declaredTypes,
  distributionQuery,
  duplicateRowsQuery,
  failingRowsQuery,
  overviewOf,
  planChecks,
} from './plan.ts';
import {
  type ColumnOverview,
  columnsTable,
  type FingerprintedFile,
  failingTable,
  findingOf,
  fingerprintTable,
  notes,
  passingTable,
  summaryOf,
} from './report.ts';
import { shortNames } from './short-names.ts';

type Context = StepContext<typeof definition>;

export interface Ports {
  readonly tables: TableReader;
}

const inferredFile = 'data-checks.yml';
/** Each costs a query, and nobody looks at more. */
const mostPictures = 50;

/** Declared checks, and where each stands. */
interface Suite {
  readonly checks: readonly Check[];
  readonly file: string | undefined;
  place(index: number): { file: string; line: number } | undefined;
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
  context.host.progress(`Reading ${names.join(', ')}`);
  const table = await tables.open(workingDirectory, names, {
    types: declaredTypes(declared?.checks ?? []),
  });
  const hashing = fingerprintFiles(table, workingDirectory);
  // Awaited after the scan: until then a failure must not count as unhandled.
  hashing.catch(() => undefined);
  const suite = declared ?? (await inferSuite(context, tables, table));
  const scan = await scanTable(tables, table, suite);
  const reference = await referenceFacts(context, tables, declaredTypes(suite.checks));
  const outcomes = [
    ...scan.outcomes,
    ...readableOutcomes(table.castFailures, scan.rows),
    ...(suite.checks.length > 0 ? [] : defaultOutcomes(scan.facts, scan.present)),
    ...(reference === undefined ? [] : referenceOutcomes(scan.facts, reference)),
  ];
  const numbered = await addFailingRows(tables, table, scan.plans, outcomes, inputs['show-values']);
  const detailed = await placeFailingRows(table, numbered, workingDirectory);
  const distributions = await distributionsOf(tables, table, detailed);
  const files = await hashing;
  await holdUnchanged(table, workingDirectory);
  const report = resultOf(scan, suite, detailed, distributions, files);
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
    },
  };
}

function resultOf(
  scan: Scan,
  suite: Suite,
  outcomes: readonly Outcome[],
  distributions: ReadonlyMap<string, readonly number[]>,
  files: readonly FingerprintedFile[],
) {
  const fingerprint = datasetDigest(files);
  const failed = outcomes.filter(({ passed }) => !passed);
  const placeOf = ({ index }: Outcome) => (index === undefined ? undefined : suite.place(index));
  const tables = [
    failingTable(outcomes, distributions, files.length),
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
    ],
    findings: worstFirst(failed).map((outcome) => findingOf(outcome, placeOf(outcome))),
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

/** The suite file where one is named, else the configuration. Both are checked before any data. */
async function loadSuite(context: Context): Promise<Suite> {
  const { inputs, model, workingDirectory } = context;
  const file = inputs.checks;
  if (file === undefined) {
    return {
      checks: model.validate?.checks ?? [],
      file: model.validate === undefined ? undefined : inputs.config,
      place: (index) => context.configLine(['validate', 'checks', index]),
    };
  }
  const text = await readFile(resolve(workingDirectory, file), 'utf8').catch((cause) => {
    throw usageError(
      'checks-not-found',
      `The file with checks ${file} ${cause.code === 'ENOENT' ? 'does not exist' : 'cannot be read'}.`,
      `Check the input "checks"; relative paths start from ${workingDirectory}. To derive a first one from the data, set "infer".`,
      cause.code === 'ENOENT' ? undefined : cause,
    );
  });
  const { value, line } = parseYamlAs(text, file, validateSchema);
  if (value.checks.length === 0) {
    throw usageError(
      'no-checks',
      `${file} declares no checks.`,
      'Add a list called checks, or leave the input "checks" out to run the default ones.',
    );
  }
  return { checks: value.checks, file, place: placeIn(file, line) };
}

function placeIn(file: string, line: YamlDocument<unknown>['line']): Suite['place'] {
  return (index) => {
    const found = line(['checks', index]);
    return found === undefined ? undefined : { file, line: found };
  };
}

async function inferSuite(context: Context, tables: TableReader, table: Table): Promise<Suite> {
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
  const { value, line } = parseYamlAs(text, file, validateSchema);
  return { checks: value.checks, file, place: placeIn(file, line) };
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

interface Scan {
  readonly rows: number;
  readonly facts: Parameters<typeof judge>[3];
  readonly plans: readonly CheckPlan[];
  readonly outcomes: readonly Outcome[];
  readonly present: ReadonlyMap<string, number>;
  readonly overview: readonly ColumnOverview[];
}

/** One pass over the data for every check and the overview. */
async function scanTable(tables: TableReader, table: Table, suite: Suite): Promise<Scan> {
  const plans = planChecks(suite.checks, table.columns, tables);
  const query = aggregateQuery(table.relation, plans, table.columns, tables);
  const [row = {}] = await tables.query(query.text);
  const read = (expression: string | undefined): Row[string] =>
    expression === undefined ? undefined : row[query.nameOf(expression)];
  const rows = Number(read('count(*)'));
  const facts = { rows, columns: table.columns };
  const outcomes = plans.map((plan, index) => {
    const counted = { judged: Number(read(plan.judged)), failing: Number(read(plan.failing)) };
    return judge(plan, index, counted, facts);
  });
  if (outcomes.length !== suite.checks.length) {
    throw new ActionError({
      kind: 'bug',
      code: 'checks-skipped',
      message: messages.notEveryCheckRan(outcomes.length, suite.checks.length),
    });
  }
  const overview = table.columns.map((column) => {
    const asked = overviewOf(column, tables);
    const { min, max } = { min: boundOf(read(asked.min)), max: boundOf(read(asked.max)) };
    return { ...column, present: Number(read(asked.present)), min, max };
  });
  const present = new Map(overview.map((column) => [column.name, column.present]));
  return { rows, facts, plans, outcomes, present, overview };
}

async function referenceFacts(
  { inputs, workingDirectory }: Context,
  tables: TableReader,
  types: Record<string, ColumnType>,
) {
  if (inputs.reference === undefined) return undefined;
  const table = await tables.open(workingDirectory, inputs.reference, { types });
  const [row = {}] = await tables.query(`SELECT count(*) AS n FROM ${table.relation}`);
  return { rows: Number(row.n), columns: table.columns };
}

/** Row numbers cost another scan, so only what fails is asked for. */
async function addFailingRows(
  tables: TableReader,
  { relation }: Table,
  plans: readonly CheckPlan[],
  outcomes: readonly Outcome[],
  withValues: boolean,
): Promise<Outcome[]> {
  const failing = outcomes.flatMap((outcome) => {
    const plan = outcome.index === undefined ? undefined : plans[outcome.index];
    return plan === undefined || outcome.passed || plan.blocked !== undefined ? [] : [plan];
  });
  const query = failingRowsQuery(relation, failing, withValues, tables);
  const [found = {}] = query === undefined ? [] : await tables.query(query);
  const details = new Map<CheckPlan, Pick<Outcome, 'rows' | 'values'>>();
  for (const [i, plan] of failing.entries()) {
    if (plan.key !== undefined) {
      const rows = await tables.query(duplicateRowsQuery(relation, plan.key, tables));
      details.set(plan, { rows: rows.map(({ r }) => Number(r)) });
    } else if (plan.condition !== undefined) {
      const values = found[`w${i}`];
      details.set(plan, {
        rows: [found[`f${i}`] ?? []].flat().map(Number),
        ...(Array.isArray(values) ? { values: values.map(String) } : {}),
      });
    }
  }
  return outcomes.map((outcome) => {
    const plan = outcome.index === undefined ? undefined : plans[outcome.index];
    return { ...outcome, ...(plan === undefined ? {} : details.get(plan)) };
  });
}

/** With several files, a row is looked for in its file: numbers over all of them help nobody. */
async function placeFailingRows(
  table: Table,
  outcomes: readonly Outcome[],
  root: string,
): Promise<readonly Outcome[]> {
  if (table.files.length === 1) return outcomes;
  const names = shortNames(table.files.map(({ path }) => nameOf(path, root)));
  const placed = outcomes.map(async (outcome) => {
    if (outcome.passed || outcome.rows.length === 0) return outcome;
    const places = await table.placesOf(outcome.rows);
    const named = places.map((place) => ({ ...place, name: names.get(place.file) ?? place.file }));
    return { ...outcome, places: named };
  });
  return Promise.all(placed);
}

/** A picture of every column that a failing check is about. */
async function distributionsOf(
  tables: TableReader,
  table: Table,
  outcomes: readonly Outcome[],
): Promise<Map<string, number[]>> {
  const failing = worstFirst(outcomes).filter(({ passed }) => !passed);
  const wanted = new Set(failing.slice(0, mostPictures).map(({ column }) => column));
  const distributions = new Map<string, number[]>();
  for (const column of table.columns) {
    if (!wanted.has(column.name)) continue;
    const rows = await tables.query(distributionQuery(table.relation, column, tables));
    distributions.set(column.name, barsOf(rows));
  }
  return distributions;
}

async function fingerprintFiles(table: Table, root: string): Promise<FingerprintedFile[]> {
  const files: FingerprintedFile[] = [];
  for (const { path, size } of table.files) {
    files.push({ path: nameOf(path, root), size, sha256: await digestFile(path) });
  }
  return files;
}

/** The fingerprint must be of the very bytes that were checked. */
async function holdUnchanged({ files }: Table, root: string): Promise<void> {
  for (const { path, size, modified } of files) {
    const now = await stat(path).catch(() => undefined);
    if (now?.size === size && now.mtimeMs === modified) continue;
    throw externalError(
      'data-changed',
      messages.changed(nameOf(path, root)),
      'Run the step when nothing writes to the data.',
    );
  }
}

function nameOf(path: string, root: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}
