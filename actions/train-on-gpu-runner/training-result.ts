import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import type { DataOrigin } from '../../shared/domain/data-origin.ts';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { Artifact, Finding, Metric } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { finalMetrics } from './decide.ts';
import type { Environment } from './environment.ts';
import type { GpuUse } from './gpu-use.ts';
import { messages } from './messages.ts';
import type { ReportedMetrics } from './metrics-log.ts';
import { codeAsJson, codeName, configDigest, costOf, type TrainingPlan } from './plan.ts';
import { trainingCurves } from './training-curves.ts';
import { filesTable, metricsTable, trainingTable } from './training-tables.ts';

/** A model as a record shows it: paths from the working directory. */
export interface TrainedModel {
  readonly folder: string;
  /** Paths from the folder. */
  readonly files: readonly Artifact[];
  /** null: the training left no files. */
  readonly digest: Digest | null;
  readonly predictions: Artifact | undefined;
}

export interface FinishedTraining {
  readonly plan: TrainingPlan;
  readonly reported: ReportedMetrics;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
  readonly gpuUse: readonly GpuUse[];
  readonly environment: Environment;
  readonly data: {
    readonly digest: Digest;
    /** Paths from the working directory. */
    readonly train: readonly string[];
    readonly test: readonly string[];
    /** Of what was fetched: where from, and which state of it. */
    readonly versions: readonly (DataOrigin & { readonly file: string })[];
  };
  readonly model: TrainedModel;
  /** The same numbers, formatted. */
  readonly words: {
    readonly took: string;
    readonly data: string;
    readonly gpu: string;
    readonly environment: string;
    readonly cost: string | undefined;
    /** `AUC 0.6615` */
    metric(name: string, value: number): string;
  };
}

/** What the step concludes from a finished training. */
export function trainingResult(training: FinishedTraining) {
  const { plan, reported, verdict, findings, environment, data, model } = training;
  const metrics = finalMetrics(reported, plan.requiredMetrics);
  return {
    verdict,
    findings,
    summary: summaryOf(training, metrics),
    subject: {
      data: data.digest,
      model: model.digest,
      environment: canonicalDigest(environment),
    },
    metrics: [...metrics, ...resourceMetrics(training)],
    series: trainingCurves(reported),
    tables: tablesOf(training, metrics),
    artifacts: artifactsOf(model),
    inputs: {
      ...codeAsJson(plan.code),
      params: plan.params,
      seed: plan.seed,
      engine: plan.engine,
      data: data.train,
      'test-data': data.test,
      ...(data.versions.length === 0 ? {} : { 'data-versions': data.versions }),
      'required-metrics': plan.requiredMetrics,
      'config-digest': configDigest(plan),
      'model-dir': model.folder,
      environment,
      // Where register-model finds the files.
      ...(model.digest === null ? {} : { 'model-dir': model.folder }),
    },
    outputs: {
      'model-dir': model.digest === null ? '' : model.folder,
      'model-digest': model.digest ?? '',
      metrics: JSON.stringify(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))),
    },
  };
}

function summaryOf({ words, findings }: FinishedTraining, [first]: readonly Metric[]): string {
  const { took, gpu, cost } = words;
  const value = first?.value ?? null;
  return messages.summary({
    headline: value === null ? undefined : words.metric(first?.name ?? '', value),
    took,
    where: gpu,
    cost,
    problem: findings.find(({ severity }) => severity === 'error')?.message,
  });
}

/** Files of the model and its predictions, as paths from the working directory. */
function artifactsOf({ folder, files, predictions }: TrainedModel): Artifact[] {
  const inFolder = files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
  return predictions === undefined ? inFolder : [...inFolder, predictions];
}

function tablesOf(training: FinishedTraining, metrics: readonly Metric[]) {
  const { plan, reported, model, words } = training;
  return [
    ...metricsTable(metrics, reported, plan.requiredMetrics),
    trainingTable({
      code: codeName(plan.code),
      params: plan.params,
      seed: plan.seed,
      data: words.data,
      took: words.took,
      environment: words.environment,
      gpu: words.gpu,
      cost: words.cost,
      model: model.digest === null ? 'none' : shortDigest(model.digest),
    }),
    ...filesTable(model.files),
  ];
}

/** What the training used up: measured by us, unlike what it reported. */
function resourceMetrics({ plan, tookMs, gpuUse }: FinishedTraining): Metric[] {
  const perGpu = gpuUse.flatMap(({ gpu, utilisation, memoryUsed }): Metric[] => [
    ...(utilisation === undefined
      ? []
      : [{ name: 'gpu-utilisation', slice: gpu, value: utilisation }]),
    ...(memoryUsed === undefined
      ? []
      : [{ name: 'gpu-memory', slice: gpu, value: memoryUsed, unit: 'B' }]),
  ]);
  const cost = costOf(plan.price, tookMs);
  const unit = cost?.currency === undefined ? {} : { unit: cost.currency };
  return [
    { name: 'training-duration', value: tookMs / 1000, unit: 's' },
    ...perGpu,
    ...(cost === undefined ? [] : [{ name: 'cost', value: cost.value, ...unit }]),
  ];
}
