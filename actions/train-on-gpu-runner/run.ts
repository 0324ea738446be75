import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import { datasetDigest } from '../../shared/domain/dataset.ts';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import { modelIdentity } from '../../shared/domain/model-version.ts';
import type { Artifact, Subject } from '../../shared/domain/record.ts';
import { digestDirectory, digestFile } from '../../shared/files/digest-file.ts';
import { type FoundData, findData } from '../../shared/files/find-data.ts';
import { replaceDirectory } from '../../shared/files/replace-directory.ts';
import { ActionError, usageError } from '../../shared/kernel/action-error.ts';
import type { DataSources } from '../../shared/ports/data-source.ts';
import type { GpuMonitor } from '../../shared/ports/gpu-monitor.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type {
  Trainer,
  TrainingJob,
  TrainingOutcome,
  TrainingPlaces,
} from '../../shared/ports/trainer.ts';
import { formatBytes, formatDuration, formatNumber } from '../../shared/report/format-number.ts';
import { metricTitle } from '../../shared/report/wording.ts';
import { judgeTraining } from './decide.ts';
import type { TrainingDefinition } from './definition.ts';
import { describeEnvironment, type Environment } from './environment.ts';
import { type GpuUse, summariseGpuUse } from './gpu-use.ts';
import { messages } from './messages.ts';
import { parseMetrics, type ReportedMetrics } from './metrics-log.ts';
import { codeName, configDigest, costOf, planTraining, type TrainingPlan } from './plan.ts';
import { recordedTraining } from './recorded-training.ts';
import { comparisonResult } from './reproduction.ts';
import { type TrainedModel, trainingResult } from './training-result.ts';

export interface TrainingPorts {
  readonly trainer: Trainer;
  readonly gpu: GpuMonitor;
  readonly sources: DataSources;
  /** The commit of the training code: part of the model's identity. */
  codeState(
    directory: string,
    commit: string | undefined,
  ): Promise<Pick<Subject, 'commit' | 'dirty'>>;
}

type Context = StepContext<TrainingDefinition>;
type Result = StepResult<TrainingDefinition>;

/** Train a model and record how; or train a recorded one again and compare. */
export async function run(context: Context, ports: TrainingPorts): Promise<Result> {
  try {
    return await trainAsAsked(context, ports);
  } finally {
    await ports.sources.close();
  }
}

async function trainAsAsked(context: Context, ports: TrainingPorts): Promise<Result> {
  for (const secret of ports.trainer.secrets) context.host.mask(secret);
  const { reproduce } = context.inputs;
  const result = await (reproduce === undefined
    ? trainAnew(context, ports)
    : trainAgain(context, ports, reproduce));
  const { reason } = context.host.context;
  // What asked for this training (a drift report) says why; the model's history keeps it.
  return reason === undefined
    ? result
    : { ...result, inputs: { ...result.inputs, trigger: reason } };
}

async function trainAnew(context: Context, ports: TrainingPorts): Promise<Result> {
  const plan = planTraining(context.inputs, context.model);
  await ports.trainer.check(plan.code, context.workingDirectory);
  const data = await readData(context, ports, plan);
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
  return trainingResult({
    ...{ plan, reported, verdict, findings },
    ...{ tookMs: training.tookMs, gpuUse: training.gpuUse, environment: training.environment },
    data: { digest: data.digest, ...namesOf(data) },
    model: published(context, training),
    words: wordsFor(plan, data, training),
  });
}

interface TrainingData {
  readonly train: readonly FoundData[];
  readonly test: readonly FoundData[];
  readonly digest: Digest;
  readonly size: number;
}

async function readData(
  context: Context,
  { sources }: TrainingPorts,
  plan: Pick<TrainingPlan, 'data'>,
): Promise<TrainingData> {
  const { workingDirectory } = context;
  const [train, test] = [
    await findData(workingDirectory, plan.data.train, sources),
    await findData(workingDirectory, plan.data.test, sources),
  ];
  const files: FileContent[] = [];
  for (const { path } of train) {
    context.signal.throwIfAborted();
    files.push(await contentOf(path));
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
  readonly predictions: FileContent | undefined;
  readonly environment: Environment;
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
  await writeFile(places.paramsFile, JSON.stringify(plan.params));
  await writeFile(places.dataFile, JSON.stringify(pathsOf(data)));
  await writeFile(places.metricsFile, '');
  const gpus = await ports.gpu.gpus();
  const watch = gpus.length === 0 ? undefined : ports.gpu.watch();
  const started = performance.now();
  let outcome: TrainingOutcome;
  let gpuUse: readonly GpuUse[];
  try {
    outcome = await ports.trainer.run(jobOf(context, plan, data, places));
  } finally {
    gpuUse = summariseGpuUse((await watch?.stop()) ?? []);
  }
  context.signal.throwIfAborted();
  const tookMs = performance.now() - started;
  refuseFailure(plan, outcome, tookMs);
  const files = await digestDirectory(places.modelDir);
  const environment = environmentOf(outcome, gpus);
  return {
    ...{ outcome, files, environment, gpuUse, tookMs },
    reported: parseMetrics(await readFile(places.metricsFile, 'utf8').catch(() => '')),
    predictions: await digestIfThere(places.predictionsFile),
    model: await identityOf(context, ports, plan, data, { files, environment }),
  };
}

function jobOf(
  { host, signal, workingDirectory, model }: Context,
  plan: TrainingPlan,
  data: TrainingData,
  places: TrainingPlaces,
): TrainingJob {
  const { code, params, seed, timeoutMs } = plan;
  const size = formatBytes(data.size);
  host.log('info', messages.starting(codeName(code), data.train.length, size, seed));
  return {
    ...{ code, params, seed, places, signal, timeoutMs, data: pathsOf(data) },
    label: model.label,
    key: model.key,
    directory: workingDirectory,
    log: (line) => host.log('info', line),
    progress: (line) => host.progress(line),
  };
}

/** null: without files there is no model. */
async function identityOf(
  { workingDirectory, host }: Context,
  { codeState }: TrainingPorts,
  plan: TrainingPlan,
  data: TrainingData,
  { files, environment }: Pick<Training, 'files' | 'environment'>,
): Promise<Digest | null> {
  if (files.length === 0) return null;
  const { commit } = await codeState(workingDirectory, host.context.commit);
  return modelIdentity({
    files,
    config: configDigest(plan),
    code: commit,
    data: data.digest,
    environment: canonicalDigest(environment),
  });
}

/**
 * Training code that fails fails the run, as a failing test does: exit code 1, because neither our
 * input nor anything outside is at fault.
 */
function refuseFailure(
  plan: TrainingPlan,
  { end, lastLines }: TrainingOutcome,
  tookMs: number,
): void {
  if (end.how === 'done') return;
  const name = codeName(plan.code);
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

function environmentOf({ framework }: TrainingOutcome, gpus: readonly string[]): Environment {
  return {
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    gpus: gpus.length === 0 ? null : gpus,
    // A command brings its own runtime; ours has no influence on it.
    runtime: framework && { node: process.versions.node, ...framework },
  };
}

async function digestIfThere(path: string): Promise<FileContent | undefined> {
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() ? contentOf(path) : undefined;
}

type FileContent = Omit<Artifact, 'path'>;

async function contentOf(path: string): Promise<FileContent> {
  return { size: (await stat(path)).size, sha256: await digestFile(path) };
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

/** Absolute paths. */
function pathsOf({ train, test }: Pick<TrainingData, 'train' | 'test'>) {
  const paths = (files: readonly FoundData[]) => files.map(({ path }) => path);
  return { train: paths(train), test: paths(test) };
}

function namesOf({ train, test }: TrainingData) {
  const names = (files: readonly FoundData[]) => files.map(({ name }) => name);
  const versions = [...train, ...test].flatMap(({ name, origin }) =>
    origin === undefined ? [] : [{ file: name, ...origin }],
  );
  return { train: names(train), test: names(test), versions };
}

/** A model as the record shows it: paths as a person in the working directory would type them. */
function published(context: Context, training: Training): TrainedModel {
  const { files, predictions, model } = training;
  const folder = named(context, modelDirOf(context));
  const path = named(context, predictionsFileOf(context));
  return {
    ...{ folder, files, digest: model },
    predictions: predictions && { path, ...predictions },
  };
}

function named({ workingDirectory }: Context, path: string): string {
  return relative(workingDirectory, path).split(sep).join('/');
}

/** Numbers of a training in words. */
function wordsFor(plan: TrainingPlan, data: TrainingData, training: Training) {
  const { tookMs, gpuUse, environment } = training;
  const files = messages.fileCount(data.train.length);
  return {
    took: formatDuration(tookMs),
    data: `${files}, ${formatBytes(data.size)}, ${shortDigest(data.digest)}`,
    gpu: describeGpu(gpuUse),
    environment: describeEnvironment(environment),
    cost: messages.cost(costOf(plan.price, tookMs)),
    metric: (name: string, value: number) => `${metricTitle(name)} ${formatNumber(value)}`,
  };
}

function describeGpu(use: readonly GpuUse[]): string {
  if (use.length === 0) return 'no GPU';
  const bytes = (size: number | undefined) => (size === undefined ? undefined : formatBytes(size));
  return use
    .map(({ gpu, utilisation, memoryUsed, memoryTotal }) =>
      messages.gpuUse(gpu, utilisation, bytes(memoryUsed), bytes(memoryTotal)),
    )
    .join('; ');
}

/** The same code, parameters, seed and data once more: are the model's files the same bytes? */
async function trainAgain(context: Context, ports: TrainingPorts, model: Digest): Promise<Result> {
  const recorded = recordedTraining(await context.evidence.read('train-on-gpu-runner'), model);
  const asked = planTraining({ ...context.inputs, ...recorded.inputs }, context.model);
  const plan: TrainingPlan = {
    ...asked,
    params: recorded.params,
    data: { train: asked.data.train, test: recorded.testData },
  };
  await ports.trainer.check(plan.code, context.workingDirectory);
  const data = await readData(context, ports, plan);
  const known = recorded.record.subject.data ?? '';
  if (data.digest !== known) {
    const { message, hint } = messages.otherData(shortDigest(known), shortDigest(data.digest));
    throw usageError('other-data', message, hint);
  }
  const places = await openWorkplace(context);
  const training = await train(context, ports, plan, data, places);
  await rm(places.modelDir, { recursive: true, force: true });
  const again = { ...published(context, training), metrics: training.reported.final };
  return comparisonResult(recorded, again, training.environment);
}
