import type { Metric, StepRecord } from '../domain/record.ts';
import { verdicts } from '../domain/verdict.ts';
import { openMetricsLabel } from './escape.ts';

/** What of a record is measured. */
export type MeasuredRecord = Pick<
  StepRecord,
  'step' | 'model' | 'verdict' | 'started' | 'finished' | 'metrics'
>;

interface Family {
  help: string;
  /** Sample lines by their labels, so that no series appears twice. */
  samples: Map<string, string>;
}

/**
 * Records as OpenMetrics text. Each metric is a gauge `mlops_<name>` (with `_baseline`, `_delta`,
 * `_low` and `_high` beside it), and `mlops_verdict` is one gauge per verdict, 1 for the one given.
 * GitLab's metrics report reads the same text and compares it by name and labels, so labels hold
 * only what stays the same from run to run.
 */
export function renderOpenMetrics(records: readonly MeasuredRecord[]): string {
  const families = new Map<string, Family>();
  for (const record of records) {
    for (const verdict of verdicts) {
      const value = record.verdict === verdict ? 1 : 0;
      const help = 'Verdict of the step: 1 for the one given.';
      add(families, 'mlops_verdict', help, labelsOf(record, undefined, { verdict }), value);
    }
    const seconds = (Date.parse(record.finished) - Date.parse(record.started)) / 1000;
    const help = 'How long the step took.';
    add(families, 'mlops_duration_seconds', help, labelsOf(record), Math.max(0, seconds));
    for (const metric of record.metrics) addMetric(families, record, metric);
  }
  const lines = [...families].flatMap(([name, { help, samples }]) => [
    `# TYPE ${name} gauge`,
    ...(name.endsWith('_seconds') ? [`# UNIT ${name} seconds`] : []),
    `# HELP ${name} ${help}`,
    ...[...samples].map(([labels, value]) => `${name}{${labels}} ${value}`),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

function addMetric(families: Map<string, Family>, record: MeasuredRecord, metric: Metric): void {
  const name = `mlops_${metricName(metric.name)}`;
  const labels = labelsOf(record, metric);
  const parts = [
    ['', 'as measured', metric.value],
    ['_baseline', 'of the baseline', metric.baseline],
    ['_delta', 'against the baseline', metric.delta],
    ['_low', 'lower end of the interval', metric.low],
    ['_high', 'upper end of the interval', metric.high],
  ] as const;
  for (const [suffix, what, value] of parts) {
    if (typeof value !== 'number') continue;
    const help = `${openMetricsLabel(metric.name, 80)} ${what}.`;
    add(families, name + suffix, help, labels, value);
  }
}

/** A family's name may hold ASCII letters, digits and underscores; `log-loss` is `log_loss`. */
function metricName(name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9]+/gu, '_').replace(/^_+|_+$/gu, '');
  return ascii.slice(0, 80).toLowerCase() || 'unnamed';
}

function labelsOf(
  record: MeasuredRecord,
  metric?: Metric,
  more: Readonly<Record<string, string>> = {},
): string {
  const { column, slice } = metric ?? {};
  const original = metric && metricName(metric.name) !== metric.name.replaceAll('-', '_');
  const labels = {
    model: record.model,
    step: record.step,
    ...(original && { metric: metric.name }),
    ...(column !== undefined && { column }),
    ...(slice !== undefined && { slice }),
    ...more,
  };
  return Object.entries(labels)
    .map(([key, value]) => `${key}="${openMetricsLabel(value)}"`)
    .join(',');
}

function add(
  families: Map<string, Family>,
  name: string,
  help: string,
  labels: string,
  value: number,
): void {
  const family = families.get(name) ?? { help, samples: new Map<string, string>() };
  families.set(name, family);
  if (!family.samples.has(labels)) family.samples.set(labels, String(value));
}
