import { describeMetric, type MetricName } from '../../shared/domain/metric.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import type { AllowedRegression, MetricRule } from './policy.ts';
import { thresholdFiles, thresholdNotes } from './threshold-file-messages.ts';
import {
  type ForeignSlices,
  groupingOf,
  refuseCrossSlices,
  type SlicedThreshold,
  sliceOf,
  slicesFrom,
} from './threshold-files-slices.ts';

/** A policy as another tool writes it, in our terms. */
export interface ForeignPolicy {
  readonly tool: 'TFMA' | 'MLflow';
  readonly metrics: Readonly<Partial<Record<MetricName, MetricRule>>>;
  readonly slices: ForeignSlices;
  /** What its words mean here, where a reader could think otherwise. */
  readonly notes: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Read TFMA's `EvalConfig` (JSON, or text format as parsed) or MLflow's validation thresholds as a policy.
 *
 * @returns undefined where it is neither
 * @throws ActionError (usage, `threshold-file-invalid`) where it asks for what cannot be judged:
 *   nothing it asks for is dropped in silence
 * @see tensorflow_model_analysis/proto/config.proto; mlflow.models.MetricThreshold
 */
export function readThresholdFile(raw: unknown): ForeignPolicy | undefined {
  const fields = snakeCased(raw);
  if (!isFields(fields)) return undefined;
  if ('metrics_specs' in fields) return readTfma(fields);
  const rules = Object.values(fields);
  const isMlflow = rules.length > 0 && rules.every((rule) => isFields(rule) && direction in rule);
  return isMlflow ? readMlflow(fields) : undefined;
}

const direction = 'greater_is_better';

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `metricsSpecs` and `metrics_specs` are the same in a proto's JSON; MLflow's older name is too. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (!isFields(value)) return value;
  const named = (key: string) =>
    /^[a-z]+(?:[A-Z][a-z]*)+$/u.test(key)
      ? key.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
      : key;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === 'higher_is_better' ? direction : named(key),
      snakeCased(inner),
    ]),
  );
}

function invalid({ message, hint }: { message: string; hint: string }): Error {
  return usageError('threshold-file-invalid', message, hint);
}

/** Keras writes this error in percent; we write shares. */
const inPercent = 'MeanAbsolutePercentageError';

const ofTfma: Readonly<Record<string, MetricName>> = {
  AUC: 'auc',
  AUCPrecisionRecall: 'average-precision',
  BinaryAccuracy: 'accuracy',
  Accuracy: 'accuracy',
  SparseCategoricalAccuracy: 'accuracy',
  CategoricalAccuracy: 'accuracy',
  BinaryCrossentropy: 'log-loss',
  CategoricalCrossentropy: 'log-loss',
  SparseCategoricalCrossentropy: 'log-loss',
  BalancedAccuracy: 'balanced-accuracy',
  F1Score: 'f1',
  MatthewsCorrelationCoefficient: 'mcc',
  Precision: 'precision',
  Recall: 'recall',
  RootMeanSquaredError: 'rmse',
  MeanAbsoluteError: 'mae',
  MeanSquaredError: 'mse',
  [inPercent]: 'mape',
};

const ofMlflow: Readonly<Record<string, MetricName>> = {
  accuracy_score: 'accuracy',
  balanced_accuracy_score: 'balanced-accuracy',
  f1_score: 'f1',
  log_loss: 'log-loss',
  mean_absolute_error: 'mae',
  mean_squared_error: 'mse',
  mean_absolute_percentage_error: 'mape',
  precision_recall_auc: 'average-precision',
  precision_score: 'precision',
  r2_score: 'r2',
  recall_score: 'recall',
  roc_auc: 'auc',
  root_mean_squared_error: 'rmse',
};

function metricNamed(name: string, known: Readonly<Record<string, MetricName>>): MetricName {
  const bySnake = Object.entries(known).find(([key]) => key === name || snakeOf(key) === name);
  if (bySnake !== undefined) return bySnake[1];
  const hint = didYouMean(name, Object.keys(known));
  throw invalid({ message: thresholdFiles.unknownMetric(name), hint });
}

/** `BinaryAccuracy` is also written `binary_accuracy`. */
function snakeOf(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/gu, '_$&').toLowerCase();
}

function readTfma(fields: Fields): ForeignPolicy {
  const notes = new Set([thresholdNotes.onIntervals('TFMA')]);
  const { metrics, sliced } = tfmaThresholds(fields, notes);
  const seen = listOf(fields.slicing_specs).flatMap((spec): (string | string[])[] => {
    const { columns, values } = sliceOf(spec);
    if (values.length > 0) notes.add(thresholdNotes.shownByColumn(values));
    const all = [...columns, ...Object.keys(asMap(spec.feature_values))];
    return all.length === 0 ? [] : [groupingOf(all)];
  });
  const slices = slicesFrom(sliced, seen, notes);
  // Where only slices have a threshold, all rows together are shown, not limited.
  for (const { metric } of sliced) metrics[metric] ??= { required: false };
  return { tool: 'TFMA', metrics, slices, notes: [...notes] };
}

interface TfmaThresholds {
  readonly metrics: Partial<Record<MetricName, MetricRule>>;
  readonly sliced: readonly SlicedThreshold[];
}

function tfmaThresholds(fields: Fields, notes: Set<string>): TfmaThresholds {
  const metrics: Partial<Record<MetricName, MetricRule>> = {};
  const sliced: SlicedThreshold[] = [];
  const add = (written: string, threshold: unknown): void => {
    const { metric, rule } = tfmaLimit(written, threshold, notes);
    metrics[metric] = { ...metrics[metric], ...rule };
  };
  const addSliced = (written: string, thresholds: unknown): void => {
    for (const own of listOf(thresholds)) {
      for (const spec of listOf(own.slicing_specs)) {
        const slice = sliceOf(spec);
        if (slice.columns.length + slice.values.length === 0) add(written, own.threshold);
        else sliced.push({ written, ...slice, ...tfmaLimit(written, own.threshold, notes) });
      }
    }
  };
  for (const spec of listOf(fields.metrics_specs)) {
    for (const metric of listOf(spec.metrics)) {
      const name = String(metric.class_name);
      refuseCrossSlices(name, metric);
      if (metric.threshold !== undefined) add(name, metric.threshold);
      addSliced(name, metric.per_slice_thresholds);
    }
    for (const [name, threshold] of Object.entries(asMap(spec.thresholds))) add(name, threshold);
    for (const [name, own] of Object.entries(asMap(spec.per_slice_thresholds))) {
      addSliced(name, asMap(own).thresholds);
    }
    refuseCrossSlices(thresholdFiles.theMetrics, spec);
  }
  return { metrics, sliced };
}

function tfmaLimit(written: string, threshold: unknown, notes: Set<string>) {
  const metric = metricNamed(written, ofTfma);
  const scale = metric === 'mape' ? 0.01 : 1;
  if (scale !== 1) notes.add(thresholdNotes.percent);
  return { metric, rule: tfmaRule(metric, threshold, scale, notes) };
}

function asMap(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Numbers stand as they are, or wrapped: `{ "value": 0.6 }`. */
function numberOf(value: unknown): number | undefined {
  const plain = isFields(value) ? value.value : value;
  if (plain === undefined || plain === null) return undefined;
  const number = Number(plain);
  if (Number.isFinite(number)) return number;
  throw invalid(thresholdFiles.notANumber(plain));
}

function tfmaRule(
  name: MetricName,
  threshold: unknown,
  scale: number,
  notes: Set<string>,
): MetricRule {
  const { value_threshold: value, change_threshold: change } = isFields(threshold) ? threshold : {};
  const bounds = isFields(value) ? value : {};
  const min = scaled(numberOf(bounds.lower_bound), scale);
  const max = scaled(numberOf(bounds.upper_bound), scale);
  const rule = {
    required: true,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
  if (!isFields(change)) return rule;
  requireDirection(name, change.direction, 'HIGHER_IS_BETTER', 'LOWER_IS_BETTER');
  const sign = describeMetric(name).better === 'higher' ? 1 : -1;
  const absolute = scaled(numberOf(change.absolute), scale * sign);
  const written = numberOf(change.relative);
  const relative = written === undefined ? undefined : sign * relativeOf(name, written, notes);
  notes.add(thresholdNotes.changeOfTfma);
  return { ...rule, ...changeRules(absolute, relative) };
}

function scaled(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value * by;
}

/**
 * TFMA's documentation calls `relative` the ratio of both values (1.01), its code the change over the
 * baseline (0.01). No gate asks for a change of half the value, so such numbers are ratios.
 */
function relativeOf(name: MetricName, written: number, notes: Set<string>): number {
  if (Math.abs(written) < 0.5) return written;
  const change = Number((written - 1).toPrecision(12));
  notes.add(thresholdNotes.ratio(written, name, change));
  return change;
}

/** Changes with their sign turned so that positive asks for an improvement. */
function changeRules(
  absolute: number | undefined,
  relative: number | undefined,
): Partial<MetricRule> {
  const combine = (wanted: (change: number) => boolean): AllowedRegression | undefined => {
    const [a, r] = [absolute, relative].map((change) =>
      change !== undefined && wanted(change) ? Math.abs(change) : undefined,
    );
    if (r !== undefined) return a === undefined ? { relative: r } : { relative: r, absolute: a };
    return a;
  };
  const allowed = combine((change) => change <= 0);
  const improvement = combine((change) => change > 0);
  return {
    ...(allowed !== undefined && { 'max-regression': allowed }),
    ...(improvement !== undefined && { 'min-improvement': improvement }),
  };
}

function requireDirection(name: MetricName, said: unknown, higher: unknown, lower: unknown): void {
  const { better, title } = describeMetric(name);
  if (said === undefined || said === (better === 'higher' ? higher : lower)) return;
  throw invalid(thresholdFiles.wrongDirection(said, name, better, title));
}

function readMlflow(fields: Fields): ForeignPolicy {
  const notes = new Set([thresholdNotes.onIntervals('MLflow')]);
  const metrics: Partial<Record<MetricName, MetricRule>> = {};
  for (const [written, threshold] of Object.entries(fields)) {
    const name = metricNamed(written, ofMlflow);
    if (written === 'precision_recall_auc') notes.add(thresholdNotes.straightLines);
    metrics[name] = mlflowRule(name, isFields(threshold) ? threshold : {}, notes);
  }
  return { tool: 'MLflow', metrics, slices: [], notes: [...notes] };
}

function mlflowRule(name: MetricName, threshold: Fields, notes: Set<string>): MetricRule {
  requireDirection(name, threshold[direction], true, false);
  const limit = numberOf(threshold.threshold);
  const bound = describeMetric(name).better === 'higher' ? 'min' : 'max';
  const absolute = numberOf(threshold.min_absolute_change);
  const relative = numberOf(threshold.min_relative_change);
  if (absolute !== undefined || relative !== undefined) {
    notes.add(thresholdNotes.improvementOfMlflow);
  }
  return {
    required: true,
    ...(limit !== undefined && { [bound]: limit }),
    ...changeRules(absolute, relative),
  };
}
