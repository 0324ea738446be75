import type { Cell, Table } from '../domain/cell.ts';
import type { Metric, StepRecord } from '../domain/record.ts';
import { verdicts } from '../domain/verdict.ts';
import { comparisonDigits, formatBytes, formatNumber } from './format-number.ts';
import { facts, messages, metricTables as texts } from './messages.ts';
import { comparisonWord, metricTitle } from './wording.ts';

type Column = Table['columns'][number];

/**
 * All tables of a record in the order they are read: metrics compared with a baseline, the
 * step's own tables, the other metrics, the files. A step that drew a table `metrics` or `files`
 * itself has said how they should be read.
 */
export function recordTables(record: StepRecord): Table[] {
  const hasFiles = record.artifacts.length > 0 && !isDrawn(record, 'files');
  return [...commentTables(record), ...(hasFiles ? [filesTable(record)] : [])];
}

/** The same without a list of files that the step did not draw itself: nobody decides by it. */
export function commentTables(record: StepRecord): Table[] {
  const metrics = isDrawn(record, 'metrics')
    ? []
    : shownMetrics(record).sort((a, b) => rank(b) - rank(a));
  const compared = metrics.filter(isCompared);
  const single = metrics.filter((metric) => !isCompared(metric));
  return [
    ...(compared.length > 0 ? [comparisonTable(record, compared)] : []),
    ...record.tables,
    ...(single.length > 0 ? [valueTable(single, record.tables.length > 0)] : []),
  ];
}

function isDrawn({ tables }: StepRecord, id: string): boolean {
  return tables.some((table) => table.id === id || table.id.endsWith(`-${id}`));
}

/** Without those of columns with a page of their own. */
function shownMetrics({ metrics, series }: StepRecord): Metric[] {
  const paged = new Set(series.map(({ column }) => column).filter((name) => name !== undefined));
  return metrics.filter(
    ({ name, column }) => !isForMachines(name) && !(column !== undefined && paged.has(column)),
  );
}

/** Levels as numbers and times in seconds since 1970 are for those who watch them over time. */
export function isForMachines(name: string): boolean {
  return name.endsWith('-timestamp-seconds') || name.endsWith('-alert');
}

const isCompared = (metric: Metric): boolean => typeof metric.baseline === 'number';

function rank(metric: Metric): number {
  return metric.verdict === undefined ? -1 : verdicts.indexOf(metric.verdict);
}

function comparisonTable(record: StepRecord, metrics: readonly Metric[]): Table {
  const gate = record.step === 'evaluate-gate';
  const levels = new Set(metrics.map((metric) => metric.level));
  const [level] = levels.size === 1 ? [...levels] : [];
  const interval =
    level === undefined ? facts.interval : facts.levelInterval(formatNumber(level * 100));
  const columns: Column[] = [
    { title: texts.metric, align: 'left' },
    { title: gate ? texts.champion : texts.baseline, align: 'right' },
    { title: gate ? texts.challenger : texts.now, align: 'right' },
    { title: texts.change, align: 'right' },
    { title: texts.scale(interval), align: 'center' },
    { title: texts.verdict, align: 'left' },
  ];
  return {
    id: 'metrics',
    title: gate ? texts.gateTitle : texts.title,
    folded: false,
    columns,
    rows: metrics.map(comparisonRow),
  };
}

function comparisonRow(metric: Metric): Cell[] {
  const { value, baseline, delta, low = null, high = null, better, unit } = metric;
  const digits = comparisonDigits(value, baseline, delta);
  return [
    fullName(metric),
    formatNumber(baseline, { digits, unit }),
    formatNumber(value, { digits, unit }),
    formatNumber(delta, { digits, unit, signed: true }),
    { kind: 'interval', low, value: delta ?? null, high, ...(better && { better }) },
    verdictCell(metric, comparisonWord(metric)),
  ];
}

function valueTable(metrics: readonly Metric[], folded: boolean): Table {
  const withInterval = metrics.some((metric) => typeof metric.low === 'number');
  const columns: Column[] = [
    { title: texts.metric, align: 'left' },
    { title: texts.value, align: 'right' },
    ...(withInterval ? [{ title: texts.interval, align: 'right' } as const] : []),
    { title: texts.verdict, align: 'left' },
  ];
  const rows = metrics.map((metric): Cell[] => [
    fullName(metric),
    formatNumber(metric.value, { unit: metric.unit }),
    ...(withInterval ? [intervalOf(metric)] : []),
    verdictCell(
      metric,
      metric.verdict ? messages.verdictWords[metric.verdict] : messages.notJudged,
    ),
  ]);
  return {
    id: 'metrics',
    title: messages.metricCount(metrics.length),
    folded: folded || metrics.length > 8,
    columns,
    rows,
  };
}

function intervalOf({ low, high }: Metric): string {
  if (typeof low !== 'number' || typeof high !== 'number') return formatNumber(null);
  return facts.range(formatNumber(low), formatNumber(high));
}

function verdictCell(metric: Metric, text: string): Cell {
  return metric.verdict === undefined ? text : { kind: 'verdict', verdict: metric.verdict, text };
}

function fullName(metric: Metric): string {
  const scope = [metric.column, metric.slice].filter(Boolean).join(', ');
  return scope === '' ? metricTitle(metric.name) : `${metricTitle(metric.name)}: ${scope}`;
}

function filesTable(record: StepRecord): Table {
  const sum = record.artifacts.reduce((total, artifact) => total + artifact.size, 0);
  return {
    id: 'files',
    title: texts.files,
    note: `${messages.fileCount(record.artifacts.length)}, ${formatBytes(sum)}`,
    folded: true,
    columns: [
      { title: texts.file, align: 'left' },
      { title: texts.size, align: 'right' },
      { title: 'SHA-256', align: 'left' },
    ],
    rows: record.artifacts.map(({ path, size, sha256 }) => [
      { kind: 'code', text: path },
      formatBytes(size),
      { kind: 'code', text: `${sha256.slice(0, 12)}…` },
    ]),
  };
}
