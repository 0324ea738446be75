import type { Cell, Table } from '../domain/cell.ts';
import type { Metric, StepRecord } from '../domain/record.ts';
import { verdicts } from '../domain/verdict.ts';
import { comparisonDigits, formatNumber } from './format-number.ts';
import { comparisonWord, counted, metricTitle, verdictWords } from './wording.ts';

type Column = Table['columns'][number];

/**
 * A record's metrics as tables, worst rows first: those compared with a baseline, then the others.
 * A step that drew its own table `metrics` has said how its metrics should be read.
 */
export function metricTables(record: StepRecord): Table[] {
  if (record.tables.some((table) => table.id === 'metrics')) return [];
  const worstFirst = [...record.metrics].sort((a, b) => rank(b) - rank(a));
  const compared = worstFirst.filter(isCompared);
  const single = worstFirst.filter((metric) => !isCompared(metric));
  const tables: Table[] = [];
  if (compared.length > 0) tables.push(comparisonTable(record, compared));
  if (single.length > 0) tables.push(valueTable(single, record.tables.length > 0));
  return tables;
}

const isCompared = (metric: Metric): boolean => typeof metric.baseline === 'number';

function rank(metric: Metric): number {
  return metric.verdict === undefined ? -1 : verdicts.indexOf(metric.verdict);
}

function comparisonTable(record: StepRecord, metrics: readonly Metric[]): Table {
  const gate = record.step === 'evaluate-gate';
  const levels = new Set(metrics.map((metric) => metric.level));
  const [level] = levels.size === 1 ? [...levels] : [];
  const interval = level === undefined ? 'interval' : `${formatNumber(level * 100)} % interval`;
  const columns: Column[] = [
    { title: 'metric', align: 'left' },
    { title: gate ? 'champion' : 'baseline', align: 'right' },
    { title: gate ? 'challenger' : 'now', align: 'right' },
    { title: 'change', align: 'right' },
    { title: `worse ◂ ${interval} ▸ better`, align: 'center' },
    { title: 'verdict', align: 'left' },
  ];
  return {
    id: 'metrics',
    title: gate ? 'Champion → challenger' : 'Baseline → now',
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
    { title: 'metric', align: 'left' },
    { title: 'value', align: 'right' },
    ...(withInterval ? [{ title: 'interval', align: 'right' } as const] : []),
    { title: 'verdict', align: 'left' },
  ];
  const rows = metrics.map((metric): Cell[] => [
    fullName(metric),
    formatNumber(metric.value, { unit: metric.unit }),
    ...(withInterval ? [intervalOf(metric)] : []),
    verdictCell(metric, metric.verdict ? verdictWords[metric.verdict] : 'not judged'),
  ]);
  return {
    id: 'metrics',
    title: counted(metrics.length, 'metric'),
    folded: folded || metrics.length > 8,
    columns,
    rows,
  };
}

function intervalOf({ low, high }: Metric): string {
  if (typeof low !== 'number' || typeof high !== 'number') return formatNumber(null);
  return `${formatNumber(low)} to ${formatNumber(high)}`;
}

function verdictCell(metric: Metric, text: string): Cell {
  return metric.verdict === undefined ? text : { kind: 'verdict', verdict: metric.verdict, text };
}

function fullName(metric: Metric): string {
  const scope = [metric.column, metric.slice].filter(Boolean).join(', ');
  return scope === '' ? metricTitle(metric.name) : `${metricTitle(metric.name)}: ${scope}`;
}
