import type { Metric, StepRecord } from '../domain/record.ts';
import { comparisonDigits, formatNumber } from './format-number.ts';
import { facts } from './messages.ts';
import { comparisonWord, metricTitle } from './wording.ts';

/** The one number that matters, as plain text. */
export interface KeyFact {
  /** `AUC +0.0121` */
  number: string;
  /** `95 % interval +0.0098 to +0.0144, 0.6611 → 0.6732, better` */
  detail: string;
}

/**
 * The number that decided a record: of the worst metrics the first, compared ones first. undefined
 * where the record's sentence has it already: a number said twice is read twice.
 */
export function keyFact(record: StepRecord): KeyFact | undefined {
  const fact = decidingFact(record);
  return fact === undefined || record.summary.includes(fact.number) ? undefined : fact;
}

/** The same for where the record's sentence does not stand beside it. */
export function decidingFact(record: StepRecord): KeyFact | undefined {
  const metric = decidingMetric(record);
  return metric === undefined ? undefined : factOf(metric);
}

function factOf(metric: Metric): KeyFact {
  const name = [metricTitle(metric.name), scopeOf(metric)].filter(Boolean).join(' ');
  if (typeof metric.delta === 'number') return changeFact(name, metric, metric.delta);
  const number = `${name} ${formatNumber(metric.value, { unit: metric.unit })}`;
  return { number, detail: intervalText(metric, false) ?? '' };
}

function changeFact(name: string, metric: Metric, delta: number): KeyFact {
  const digits = comparisonDigits(metric.value, metric.baseline, delta);
  const level = (value: number | null | undefined): string =>
    formatNumber(value, { digits, unit: metric.unit });
  const details = [
    intervalText(metric, true),
    `${level(metric.baseline)} → ${level(metric.value)}`,
    metric.verdict && comparisonWord(metric),
  ];
  const change = formatNumber(delta, { digits, signed: true, unit: metric.unit });
  return { number: `${name} ${change}`, detail: details.filter(Boolean).join(', ') };
}

function intervalText(metric: Metric, signed: boolean): string | undefined {
  const { low, high, level } = metric;
  if (typeof low !== 'number' || typeof high !== 'number') return undefined;
  const digits = comparisonDigits(metric.value, metric.baseline, metric.delta ?? high - low);
  const end = (value: number): string => formatNumber(value, { digits, signed });
  const coverage =
    level === undefined ? facts.interval : facts.levelInterval(formatNumber(level * 100));
  return `${coverage} ${facts.range(end(low), end(high))}`;
}

/** What part of the data a metric is about: `in origin = DCA`, `of distance`. */
export function scopeOf(metric: Metric): string | undefined {
  if (metric.slice !== undefined) return facts.inSlice(metric.slice);
  return metric.column === undefined ? undefined : facts.ofColumn(metric.column);
}

function decidingMetric(record: StepRecord): Metric | undefined {
  const isChange = (metric: Metric): boolean => typeof metric.delta === 'number';
  const known = record.metrics.filter((metric) => metric.value !== null);
  const deciding = known.filter((metric) => metric.verdict === record.verdict);
  // A part's own level says little by itself: which part decides is for the summary to say.
  const whole = deciding.find(({ column, slice }) => column === undefined && slice === undefined);
  return (
    deciding.find(isChange) ??
    whole ??
    (record.verdict === 'pass' ? known.find(isChange) : undefined)
  );
}
