import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { parseYamlAs } from '../../shared/config/parse-yaml.ts';
import { type EvaluateConfig, evaluateSchema } from '../../shared/config/sections/evaluate.ts';
import type { TableInput } from '../../shared/domain/cell.ts';
import type { DataOrigin } from '../../shared/domain/data-origin.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import { isMeasured } from '../../shared/domain/measured-metric.ts';
import type { PastGate } from '../../shared/domain/past-gate.ts';
import type { Finding, Series } from '../../shared/domain/record.ts';
import { worstVerdict } from '../../shared/domain/verdict.ts';
import { digestFile } from '../../shared/files/digest-file.ts';
import type { DataSources } from '../../shared/ports/data-source.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { OpenedFile, Table, TableReader } from '../../shared/ports/table-reader.ts';
import { judgeAgainst } from './champion/attempt.ts';
import { keepGate } from './champion/keep/run.ts';
import { withChampion } from './champion/present.ts';
import { type ChampionPorts, findChampion } from './champion/run.ts';
import type { LabelMeaning } from './check-rows.ts';
import { curvesOf } from './curves.ts';
import { type Custody, checkCustody, type PredictionsFile } from './custody.ts';
import { type Decision, decideGate, gateSeed } from './decide.ts';
import type { definition } from './definition.ts';
import { readFlippedTable } from './flips/run.ts';
import { policyUnreadable } from './input-errors.ts';
import { type AskedColumns, type Layout, resolveLayout } from './layout.ts';
import { countLooks, type EarlierLook, type Looks, looksFindings } from './looks/count.ts';
import { earlierLooks, withOtherLooks } from './looks/run.ts';
import { findings as texts } from './messages.ts';
import { withModelCard } from './model-card/run.ts';
import { askedModels, withCompression } from './models/present.ts';
import { type ModelEvidence, type ModelPorts, withModels, withParent } from './models/run.ts';
import { groupingColumns, searchedColumns, sliceRule } from './policy.ts';
import { findingsOf, recordMetrics, summaryOf, tablesOf } from './present.ts';
import { readRows } from './read-rows.ts';
import { type Beside, besideInputs, besideRows, readBeside } from './reported/beside/run.ts';
import { readReported, runReported } from './reported/run.ts';
import { withBehaviour } from './robustness/behaviour.ts';
import { askAgain, notAsked } from './robustness/run.ts';
import { isAboutScores, runScores } from './scores/run.ts';
import { readThresholdFile } from './threshold-files.ts';
import { isTextProto, parseTextProto } from './threshold-files-text-proto.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

export interface Ports extends ChampionPorts, ModelPorts {
  readonly tables: TableReader;
  /** Closed with the tables. */
  readonly sources: DataSources;
}

/** Find the champion, judge the challenger against it, and keep what was said for later runs. */
export async function run(context: Context, ports: Ports): Promise<Result> {
  const workFolder = await mkdtemp(join(context.host.tempDir, 'champion-'));
  try {
    const read = await readPolicy(context);
    const { policy } = read;
    const found = await findChampion(withParent(context, policy), ports, policy, workFolder);
    const looked = await earlierLooks(context, ports);
    const recorded = found.kind === 'found' ? found.recorded : undefined;
    const attempted = await judgeAgainst(found, (champion) =>
      judge(withInput(context, champion), ports, read, { looked, recorded }),
    );
    const concluded = withChampion(found, attempted, context.now());
    const result = await withModelCard(context, withOtherLooks(concluded, looked));
    await keepGate(context, ports, result, policy['keep-predictions']);
    return result;
  } finally {
    await ports.tables.close();
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** From here on the champion is files, however it was named. */
function withInput(context: Context, champion: readonly string[] | undefined): Context {
  return { ...context, inputs: { ...context.inputs, champion: champion && [...champion] } };
}

/** Judge the challenger's predictions, and show where the model that made them comes from. */
async function judge(
  context: Context,
  ports: Ports,
  read: ReadPolicy,
  past: Past,
): Promise<Result> {
  const { tables, sources } = ports;
  if (isAboutScores(context, read.policy)) {
    const judged = await runScores(context, ports, read.policy, past.looked);
    return withBehaviour(judged, notAsked(read.policy));
  }
  const reported = await readReported(context, sources);
  if (reported !== undefined) {
    const judged = await runReported(context, sources, read.policy, reported);
    return withBehaviour(judged, notAsked(read.policy));
  }
  const beside = await readBeside(context, sources, read.policy);
  return await withModels(context, ports, read.policy, (evidence) =>
    judgeTables(context, tables, read, { ...past, evidence, beside }),
  );
}

/** What earlier runs left. */
interface Past {
  readonly looked: readonly EarlierLook[];
  /** What the gate said of the champion. */
  readonly recorded: PastGate | undefined;
}

interface Further extends Past {
  readonly evidence: ModelEvidence;
  readonly beside: Beside | undefined;
}

async function judgeTables(
  context: Context,
  tables: TableReader,
  { policy, notes }: ReadPolicy,
  { looked, recorded, evidence, beside }: Further,
): Promise<Result> {
  const opened = await openTables(context, tables, neededColumns(policy), evidence);
  const layout = await resolveLayout(opened, askedColumns(context, policy, evidence.key));
  const asked = { task: context.model.task, policy };
  const { rows, keys, findings, meaning } = await readRows(tables, layout, asked);
  const looks = countLooks(rows, looked);
  const past = { recorded, testSet: looks.testSet };
  const hasChampion = rows.champion !== undefined;
  const reported = beside && besideRows(beside, policy, hasChampion, past);
  const decision = decideGate(rows, policy, evidence.measured, reported);
  const series = curvesOf(rows);
  const { challenger } = opened;
  const judgedRows = { rows, keys, layout, meaning, decision, challenger };
  const flipped = await readFlippedTable(tables, policy, judgedRows);
  const custody = await readCustody(context, opened.challenger.files, policy);
  const { sides, data } = evidence;
  const askable = { rows, layout, meaning, sides, data };
  const behaviour = await askAgain(context, tables, policy, askable);
  const concluded = await conclude(context, {
    policy,
    opened,
    layout,
    decision,
    series,
    flipped,
    custody,
    findings: [...findings, ...notes, ...looksFindings(looks, policy.level)],
    meaning,
    looks,
    evidence,
    beside,
  });
  return withBehaviour(concluded, behaviour);
}

interface ReadPolicy {
  readonly policy: EvaluateConfig;
  /** What a policy in another tool's words is read as. */
  readonly notes: Finding[];
}

async function readPolicy(context: Context): Promise<ReadPolicy> {
  const { inputs, model } = context;
  const base = model.evaluate ?? evaluateSchema.parse({});
  const { policy, notes } =
    inputs.policy === undefined
      ? { policy: base, notes: [] }
      : await readPolicyFile(context, inputs.policy);
  const { slices } = inputs;
  if (slices === undefined) return { policy, notes };
  const { find, ...rule } = sliceRule(policy);
  const searched = typeof find === 'boolean' ? find : [...find];
  return { policy: { ...policy, slices: { ...rule, find: searched, by: [...slices] } }, notes };
}

async function readPolicyFile({ workingDirectory }: Context, file: string): Promise<ReadPolicy> {
  const text = await readFile(resolve(workingDirectory, file), 'utf8').catch((cause: unknown) => {
    throw policyUnreadable(file, workingDirectory, cause);
  });
  const foreign = readThresholdFile(isTextProto(file) ? parseTextProto(text, file) : jsonOf(text));
  if (foreign === undefined) {
    return { policy: parseYamlAs<EvaluateConfig>(text, file, evaluateSchema).value, notes: [] };
  }
  const { tool, metrics, slices, notes } = foreign;
  const message = texts.foreignPolicy(file, tool, notes);
  return {
    policy: evaluateSchema.parse({ metrics, slices }),
    notes: [{ code: 'policy-translated', severity: 'info', message, file }],
  };
}

/** undefined: not JSON, so no other tool's file. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Opened {
  readonly challenger: Table;
  readonly champion?: Table;
  readonly data?: Table;
}

/**
 * Open the predictions, and the held-out data where it is given or has what the predictions lack.
 */
async function openTables(
  { inputs, model, workingDirectory }: Context,
  tables: TableReader,
  slices: readonly string[],
  { tables: answers, data }: ModelEvidence,
): Promise<Opened> {
  const open = (files: readonly string[]) => tables.open(workingDirectory, files);
  const challenger = answers.challenger ?? (await open(inputs.challenger));
  const champion =
    inputs.champion === undefined
      ? {}
      : { champion: answers.champion ?? (await open(inputs.champion)) };
  if (data !== undefined) return { challenger, ...champion, data };
  if (inputs.data !== undefined) {
    return { challenger, ...champion, data: await open(inputs.data) };
  }
  const names = [challenger, champion.champion].flatMap((table) =>
    (table?.columns ?? []).map(({ name }) => name),
  );
  const hasLabel = [inputs.label, model.label, 'label'].some(
    (name) => name !== undefined && names.includes(name),
  );
  const hasSlices = slices.every((name) => names.includes(name));
  const held = model.data?.test;
  if (held === undefined || (hasLabel && hasSlices)) return { challenger, ...champion };
  return { challenger, ...champion, data: await open([held].flat()) };
}

function askedColumns(
  { inputs, model }: Context,
  policy: EvaluateConfig,
  numbered: string | undefined,
): AskedColumns {
  return {
    key: { input: numbered ?? inputs.key, configured: model.key },
    label: { input: inputs.label, configured: model.label },
    prediction: { input: inputs.prediction, configured: model.prediction },
    slices: groupingColumns(policy),
    cluster: policy.cluster,
    scale: policy.scale,
    isMultilabel: model.task === 'multilabel',
    features: searchedColumns(sliceRule(policy)),
  };
}

/** The columns beside key, label and predictions without which the policy cannot be kept to. */
function neededColumns(policy: EvaluateConfig): string[] {
  const searched = searchedColumns(sliceRule(policy));
  return [
    ...groupingColumns(policy),
    ...(policy.cluster === undefined ? [] : [policy.cluster]),
    ...(searched === undefined || searched === 'all' ? [] : searched),
  ];
}

async function digestFiles(context: Context, files: readonly OpenedFile[]) {
  const digested: (PredictionsFile & { size: number; origin?: DataOrigin })[] = [];
  for (const { path, size, name, origin } of files) {
    const sha256 = await digestFile(path);
    const inPlace = relative(context.workingDirectory, path).split(sep).join('/');
    digested.push(
      origin === undefined ? { path: inPlace, size, sha256 } : { path: name, size, sha256, origin },
    );
  }
  return digested;
}

async function readCustody(
  context: Context,
  files: readonly OpenedFile[],
  policy: EvaluateConfig,
): Promise<Custody> {
  const validation = await context.evidence.read('data-validate');
  const training = await context.evidence.read('train-on-gpu-runner');
  const predictions = await digestFiles(context, files);
  return checkCustody({ validation, training, predictions }, policy.require);
}

interface Judged {
  policy: EvaluateConfig;
  opened: Opened;
  layout: Layout;
  decision: Decision;
  series: Series[];
  flipped: TableInput[];
  custody: Custody;
  findings: Finding[];
  meaning: LabelMeaning;
  looks: Looks;
  evidence: ModelEvidence;
  beside: Beside | undefined;
}

async function conclude(context: Context, judged: Judged): Promise<Result> {
  const { policy, opened, decision, custody } = judged;
  const findings = [
    ...custody.findings,
    ...judged.findings,
    ...findingsOf(decision, policy.fairness?.['min-rows'] ?? 0),
  ];
  const refused = [...custody.findings, ...judged.findings].find(
    ({ severity }) => severity === 'error',
  );
  const verdict = worstVerdict([decision.verdict, refused === undefined ? 'pass' : 'fail']);
  const named = Object.keys({ ...policy.metrics, ...policy.custom });
  const isStated = named.some((name) => !isMeasured(name));
  const [first] = decision.metrics;
  if (!isStated && first !== undefined) {
    findings.push({ code: 'no-policy', severity: 'info', message: texts.noPolicy(first.name) });
  }
  const data = opened.data === undefined ? null : await digestFiles(context, opened.data.files);
  const metrics = recordMetrics(decision);
  return withCompression(judged.evidence.isCompression, decision, {
    verdict,
    summary: refused === undefined ? summaryOf(decision) : refused.message,
    subject: { model: custody.model, data: data === null ? null : datasetDigest(data) },
    metrics,
    findings,
    tables: [...tablesOf(decision), ...judged.flipped],
    series: judged.series,
    inputs: await recordedInputs(context, judged),
    outputs: {
      promote: String(verdict === 'pass' || verdict === 'warn'),
      metrics: JSON.stringify(metricsOutput(metrics)),
    },
  });
}

async function recordedInputs(
  context: Context,
  { policy, opened, layout, meaning, looks, evidence, beside }: Judged,
): Promise<Record<string, unknown>> {
  const champion =
    opened.champion === undefined ? null : await digestFiles(context, opened.champion.files);
  const challengerSide = layout.sides[0];
  return {
    task: meaning.task,
    ...(meaning.task === 'binary' ? { positive: meaning.positive.replace(/\.0$/u, '') } : {}),
    ...(meaning.task === 'multiclass' ? { classes: meaning.classes.length } : {}),
    key: challengerSide?.key?.name ?? null,
    prediction: challengerSide?.prediction?.name ?? null,
    label: layout.sides.findLast(({ label }) => label !== undefined)?.label?.name ?? null,
    challenger: await digestFiles(context, opened.challenger.files),
    champion,
    ...askedModels(evidence.sides),
    policy,
    'test-set': looks.testSet,
    looks: looks.looks,
    'looked-by': looks.lookedBy,
    ...(evidence.answers.length > 0 && { predictions: evidence.answers }),
    ...besideInputs(beside),
    seed: gateSeed,
  };
}

function metricsOutput(metrics: ReturnType<typeof recordMetrics>): Record<string, unknown> {
  return Object.fromEntries(
    metrics
      .filter(({ slice, column }) => slice === undefined && column === undefined)
      .map(({ name, value, baseline, delta, low, high, verdict }) => [
        name,
        { value, baseline, delta, low, high, verdict },
      ]),
  );
}
