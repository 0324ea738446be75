import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import { modelIdentity } from '../../shared/domain/model-version.ts';
import type { Artifact, Finding, Metric, Subject } from '../../shared/domain/record.ts';
import { digestDirectory, digestFile } from '../../shared/files/digest-file.ts';
import { findFiles } from '../../shared/files/find-files.ts';
import { replaceDirectory } from '../../shared/files/replace-directory.ts';
import { ActionError, usageError } from '../../shared/kernel/action-error.ts';
import type { GpuMonitor } from '../../shared/ports/gpu-monitor.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { Trainer, TrainingOutcome, TrainingPlaces } from '../../shared/ports/trainer.ts';
import { formatBytes, formatDuration, formatNumber } from '../../shared/report/format-number.ts';
import { finalMetrics, judgeTraining } from './decide.ts';
import type { TrainingDefinition } from './definition.ts';
import { type GpuUse, summariseGpuUse } from './gpu-use.ts';
import * as messages from './messages.ts';
import { parseMetrics, type ReportedMetrics } from './metrics-log.ts';
import { codeAsJson, configDigest, planTraining, type TrainingPlan } from './plan.ts';
import { differentFiles, differentKeys, recordedTraining } from './recorded-training.ts';
import { trainingCurves } from './training-curves.ts';
import { filesTable, metricsTable, trainingTable } from './training-tables.ts';

export interface TrainingPorts {
  readonly trainer: Trainer;
  readonly gpu: GpuMonitor;
  /** The commit of the training code: part of the model's identity. */
  codeState(directory: string, commit: string | undefined): Promise<Pick<Subject, 'commit' | 'dirty'>>;
}

type Context = StepContext<TrainingDefinition>;
type Result = StepResult<TrainingDefinition>;

/** Train a model and record how; or train a recorded one again and compare. */
export async function run(context: Context, ports: TrainingPorts): Promise<Result> {
  for (const secret of ports.trainer.secrets) context.host.mask(secret);
  const { reproduce } = context.inputs;
  return reproduce === undefined
    ? trainAnew(context, ports)
    : trainAgain(context, ports, reproduce);
}

async function trainAnew(context: Context, ports: TrainingPorts): Promise<Result> {
  const plan = planTraining(context.inputs, context.model);
  const data = await readData(context, plan);
  const places = await openWorkplace(context);
  const training = await train(context, ports, plan, data, places);
  const validation = await context.evidence.read('data-validate');
  const { reported, files } = training;
  const { verdict, findings } = judgeTraining({
    reported,
    requiredMetrics: plan.requiredMetrics,
    modelFiles: files.length,
    data: data.digest,
    validation,
  });
  if (files.length > 0) await publish(context, places);
  return conclude(context, plan, data, training, { verdict, findings });
}

interface TrainingData {
  /** Absolute paths. */
  readonly train: readonly string[];
  readonly test: readonly string[];
  readonly digest: Digest;
  readonly size: number;
}

async function readData(context: Context, plan: Pick<TrainingPlan, 'data'>): Promise<TrainingData> {
  const { workingDirectory } = context;
  const [train, test] = [
    await findFiles(workingDirectory, plan.data.train),
    await findFiles(workingDirectory, plan.data.test),
  ];
  const files: { size: number; sha256: string }[] = [];
  for (const path of train) {
    context.signal.throwIfAborted();
    files.push(await digestFile(path));
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return { train, test, digest: datasetDigest(files), size };
}

/** What a training gave, before it is judged. */
interface Training {
  readonly outcome: TrainingOutcome;
  readonly reported: ReportedMetrics;
  /** Paths relative to the model folder. */
  readonly files: readonly Artifact[];
  readonly predictions: Omit<Artifact, 'path'> | undefined;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly gpuUse: readonly GpuUse[];
  readonly tookMs: number;
  /** null: there is no model. */
  readonly model: Digest | null;
}

/** Everything happens in a folder of its own, so that a kill leaves the last model as it was. */
async function openWorkplace({ reportDir }: Context): Promise<TrainingPlaces> {
  const folder = join(reportDir, 'training');
  await rm(folder, { recursive: true, force: true });
  const modelDir = join(folder, 'model');
  await mkdir(modelDir, { recursive: true });
  return {
    modelDir,
    paramsFile: join(folder, 'params.json'),
    dataFile: join(folder, 'data.json'),
    metricsFile: join(folder, 'metrics.jsonl'),
    predictionsFile: join(folder, 'predictions.csv'),
  };
}

async function train(
  context: Context,
  ports: TrainingPorts,
  plan: TrainingPlan,
  data: TrainingData,
  places: TrainingPlaces,
): Promise<Training> {
  const { host, signal, workingDirectory, model } = context;
  const { train, test } = data;
  await writeFile(places.paramsFile, JSON.stringify(plan.params));
  await writeFile(places.dataFile, JSON.stringify({ train, test }));
  await writeFile(places.metricsFile, '');
  const gpus = await ports.gpu.gpus();
  const watch = gpus.length === 0 ? undefined : ports.gpu.watch();
  const started = performance.now();
  const { code, params, seed, timeoutMs } = plan;
  host.log('info', messages.starting(codeName(plan), train.length, formatBytes(data.size), seed));
  let outcome: TrainingOutcome;
  let gpuUse: readonly GpuUse[];
  try {
    outcome = await ports.trainer.run({
      ...{ code, params, seed, places, signal, timeoutMs, data: { train, test } },
      label: model.label,
      key: model.key,
      directory: workingDirectory,
      log: (line) => host.log('info', line),
      progress: (line) => host.progress(line),
    });
  } finally {
    gpuUse = summariseGpuUse((await watch?.stop()) ?? []);
  }
  signal.throwIfAborted();
  const tookMs = performance.now() - started;
  refuseFailure(plan, outcome, tookMs);
  const files = await digestDirectory(places.modelDir);
  const environment = environmentOf(outcome, gpus);
  const { commit } = await ports.codeState(workingDirectory, host.context.commit);
  const identity = {
    files,
    config: configDigest(plan),
    code: commit,
    data: data.digest,
    environment: canonicalDigest(environment),
  };
  return {
    ...{ outcome, files, environment, gpuUse, tookMs },
    reported: parseMetrics(await readFile(places.metricsFile, 'utf8').catch(() => '')),
    predictions: await digestIfThere(places.predictionsFile),
    model: files.length === 0 ? null : modelIdentity(identity),
  };
}

/**
 * Training code that fails fails the run, as a failing test does: exit code 1, because neither our
 * input nor anything outside is at fault.
 */
function refuseFailure(plan: TrainingPlan, { end, lastLines }: TrainingOutcome, tookMs: number): void {
  if (end.how === 'done') return;
  const name = codeName(plan);
  const after = formatDuration(tookMs);
  const kind = 'verdict';
  if (end.how === 'timed-out') {
    const advice = messages.timedOut(name, formatDuration(plan.timeoutMs));
    throw new ActionError({ code: 'training-timeout', kind, ...advice });
  }
  if (end.how === 'killed') {
    const advice = messages.killed(name, end.signal, after);
    throw new ActionError({ code: 'training-killed', kind, ...advice });
  }
  throw new ActionError({
    code: 'training-failed',
    kind,
    message: messages.failed(name, end.what, end.reason, after),
    hint: messages.failedHint(lastLines),
  });
}

/** What can change the numbers. Its digest is part of the model's identity. */
function environmentOf({ framework }: TrainingOutcome, gpus: readonly string[]) {
  return {
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    gpus: gpus.length === 0 ? null : gpus,
    // A command brings its own runtime; ours has no influence on it.
    ...(framework === null
      ? {}
      : {
          node: process.versions.node,
          tensorflow: framework.version,
          backend: framework.backend,
        }),
  };
}

async function digestIfThere(path: string): Promise<Omit<Artifact, 'path'> | undefined> {
  try {
    return await digestFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function modelDirOf({ reportDir }: Context): string {
  return join(reportDir, 'model');
}

function predictionsFileOf({ reportDir }: Context): string {
  return join(reportDir, 'predictions.csv');
}

/** Predictions of another model must never stand beside this one. */
async function publish(context: Context, places: TrainingPlaces): Promise<void> {
  const target = predictionsFileOf(context);
  await rm(target, { force: true });
  await replaceDirectory(places.modelDir, modelDirOf(context));
  await rename(places.predictionsFile, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function conclude(
  context: Context,
  plan: TrainingPlan,
  data: TrainingData,
  training: Training,
  judged: Pick<Result, 'verdict'> & { findings: readonly Finding[] },
): Result {
  const { reported, files, environment, model, tookMs } = training;
  const metrics = finalMetrics(reported, plan.requiredMetrics);
  const costs = costOf(plan, tookMs);
  const summary = messages.summary({
    headline: headlineOf(metrics),
    took: formatDuration(tookMs),
    where: describeGpu(training.gpuUse),
    cost: costs?.text,
    problem: judged.findings.find(({ severity }) => severity === 'error')?.message,
  });
  const named = (path: string): string =>
    relative(context.workingDirectory, path).split(sep).join('/');
  const inModel = (file: Artifact): Artifact => ({
    ...file,
    path: named(join(modelDirOf(context), file.path)),
  });
  const predictions = training.predictions && {
    path: named(predictionsFileOf(context)),
    ...training.predictions,
  };
  return {
    ...judged,
    summary,
    subject: { data: data.digest, model, environment: canonicalDigest(environment) },
    metrics: [...metrics, ...resourceMetrics(training, costs?.metric)],
    series: trainingCurves(reported),
    tables: [
      ...metricsTable(metrics, reported, plan.requiredMetrics),
      trainingTable({
        code: codeName(plan),
        params: plan.params,
        seed: plan.seed,
        data: `${data.train.length} ${data.train.length === 1 ? 'file' : 'files'}, ${formatBytes(data.size)}, ${shortDigest(data.digest)}`,
        took: formatDuration(tookMs),
        environment: describeEnvironment(environment),
        gpu: describeGpu(training.gpuUse),
        cost: costs?.text,
        model: model === null ? 'none' : shortDigest(model),
      }),
      ...filesTable(files),
    ],
    artifacts: [...files.map(inModel), ...(predictions ? [predictions] : [])],
    inputs: {
      ...codeAsJson(plan.code),
      params: plan.params,
      seed: plan.seed,
      engine: context.inputs.engine,
      data: data.train.map(named),
      'test-data': data.test.map(named),
      'required-metrics': plan.requiredMetrics,
      'config-digest': configDigest(plan),
      environment,
    },
    outputs: {
      'model-dir': model === null ? '' : named(modelDirOf(context)),
      'model-digest': model ?? '',
      metrics: JSON.stringify(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))),
    },
  };
}

function codeName({ code }: Pick<TrainingPlan, 'code'>): string {
  return code.kind === 'command' ? code.command.split('\n')[0]?.trim() ?? '' : code.entry;
}

function headlineOf([first]: readonly Metric[]): string | undefined {
  if (first === undefined || first.value === null) return undefined;
  return `${first.name} ${formatNumber(first.value)}`;
}

function costOf({ price }: TrainingPlan, tookMs: number) {
  if (price === undefined) return undefined;
  const value = (price.perHour * tookMs) / 3_600_000;
  const unit = price.currency;
  const text = `cost ${value.toFixed(value < 0.1 ? 4 : 2)}${unit === undefined ? '' : ` ${unit}`}`;
  return { text, metric: { name: 'cost', value, ...(unit === undefined ? {} : { unit }) } };
}

/** What the training used up: measured by us, unlike what it reported. */
function resourceMetrics({ tookMs, gpuUse }: Training, cost: Metric | undefined): Metric[] {
  const perGpu = gpuUse.flatMap(({ gpu, utilisation, memoryUsed }): Metric[] => [
    ...(utilisation === undefined
      ? []
      : [{ name: 'gpu-utilisation', slice: gpu, value: utilisation }]),
    ...(memoryUsed === undefined
      ? []
      : [{ name: 'gpu-memory', slice: gpu, value: memoryUsed, unit: 'B' }]),
  ]);
  const duration = { name: 'training-duration', value: tookMs / 1000, unit: 's' };
  return [duration, ...perGpu, ...(cost === undefined ? [] : [cost])];
}

function describeGpu(use: readonly GpuUse[]): string {
  if (use.length === 0) return 'no GPU';
  return use
    .map(({ gpu, utilisation, memoryUsed, memoryTotal }) => {
      const busy = utilisation === undefined ? '' : ` ${Math.round(utilisation * 100)} % busy`;
      const of = memoryTotal === undefined ? '' : ` of ${formatBytes(memoryTotal)}`;
      const memory = memoryUsed === undefined ? '' : `, at most ${formatBytes(memoryUsed)}${of}`;
      return `GPU ${gpu}${busy}${memory}`;
    })
    .join('; ');
}

function describeEnvironment(environment: Readonly<Record<string, unknown>>): string {
  const { platform, cores, node, tensorflow, backend } = environment;
  const runtime = node === undefined ? '' : `Node ${node}, TensorFlow.js ${tensorflow} (${backend}), `;
  return `${runtime}${platform}, ${cores} cores`;
}

/** The same code, parameters, seed and data once more: are the model's files the same bytes? */
async function trainAgain(context: Context, ports: TrainingPorts, model: Digest): Promise<Result> {
  const record = await context.evidence.read('train-on-gpu-runner');
  const recorded = recordedTraining(record, model);
  const plan: TrainingPlan = {
    ...planTraining({ ...context.inputs, ...asInputs(recorded) }, context.model),
    params: recorded.params,
    data: recorded.data,
  };
  const data = await readData(context, plan);
  const known = record?.subject.data ?? '';
  if (data.digest !== known) {
    const { message, hint } = messages.otherData(shortDigest(known), shortDigest(data.digest));
    throw usageError('other-data', message, hint);
  }
  const places = await openWorkplace(context);
  const training = await train(context, ports, plan, data, places);
  const prefix = `${relative(context.workingDirectory, modelDirOf(context)).split(sep).join('/')}/`;
  const before = (record?.artifacts ?? [])
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
  const different = differentFiles(before, training.files);
  const changed = differentKeys(recorded.environment, training.environment);
  await rm(places.modelDir, { recursive: true, force: true });
  return comparison(record, different, changed);
}

function asInputs({ code, seed }: Pick<TrainingPlan, 'code' | 'seed'>) {
  return code.kind === 'command'
    ? { command: code.command, entry: undefined, seed }
    : { command: undefined, entry: code.entry, seed };
}
