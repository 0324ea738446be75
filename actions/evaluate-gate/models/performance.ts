import { isMeasured, type MeasuredName } from '../../../shared/domain/measured-metric.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { intervalDifference } from '../../../shared/stats/interval-difference.ts';
import { observationsFor, quantileInterval } from '../../../shared/stats/quantile-interval.ts';
import type { ComparedMetric } from '../judge.ts';
import type { MetricComparison } from '../metrics/comparison.ts';
import { type MetricRule, withDefault } from '../policy.ts';
import { problems } from './messages.ts';

/** What was measured of one model. */
export interface Measured {
  /** Bytes of its files; undefined: it runs elsewhere. */
  readonly size: number | undefined;
  /** Bytes a process grew by, a run each; undefined: not measured, or it runs elsewhere. */
  readonly memory?: Float64Array;
  /** Milliseconds of requests of one row. */
  readonly single: Float64Array;
  /** Milliseconds of requests of `batchRows` rows. */
  readonly batch: Float64Array;
  readonly batchRows: number;
}

export interface MeasuredSides {
  readonly challenger: Measured;
  /** undefined: there is no champion, or only its predictions. */
  readonly champion: Measured | undefined;
  /** Whether there is a champion at all. */
  readonly hasChampion: boolean;
}

export interface PerformanceOptions {
  readonly level: number;
  /** What an hour of this machine costs. */
  readonly pricePerHour: number | undefined;
}

export type MeasuredRule = readonly [name: MeasuredName, rule: MetricRule];

/**
 * The rules about the models themselves. A compressed variant has to be smaller and is shown to be
 * faster or not, also where the policy does not ask.
 */
export function measuredRules(
  metrics: Readonly<Record<string, MetricRule | undefined>>,
  isCompressed: boolean,
): MeasuredRule[] {
  const stated = Object.entries(metrics).flatMap(([name, rule]): MeasuredRule[] =>
    isMeasured(name) && rule !== undefined ? [[name, withDefault(rule)]] : [],
  );
  if (!isCompressed) return stated;
  const usual: readonly MeasuredRule[] = [
    ['model-size', { 'max-regression': 0, required: true }],
    // A tenth: less is not worth a warning that nobody asked for.
    ['latency-p50', { 'max-regression': { relative: 0.1 }, required: false }],
    ['latency-p95', { 'max-regression': { relative: 0.1 }, required: false }],
  ];
  const named = new Set(stated.map(([name]) => name));
  return [...stated, ...usual.filter(([name]) => !named.has(name))];
}

/** Runs of a process for a two-sided interval of a median at this level. */
export function memoryRuns(level: number): number {
  return observationsFor(0.5, level);
}

/** Compare what was measured, each metric with a distribution-free interval. */
export function comparePerformance(
  rules: readonly MeasuredRule[],
  { challenger, champion, hasChampion }: MeasuredSides,
  options: PerformanceOptions,
): ComparedMetric[] {
  return rules.map(([name, rule]): ComparedMetric => {
    const own = estimateOf(name, challenger, options);
    if (typeof own === 'string') return { name, rule, problem: own };
    const needsChampion =
      rule['max-regression'] !== undefined || rule['min-improvement'] !== undefined;
    if (champion === undefined) {
      if (hasChampion && needsChampion) return { name, rule, problem: problems.championNotAModel };
      return { name, rule, comparison: { challenger: own.estimate, basis: own.basis } };
    }
    const old = estimateOf(name, champion, options);
    if (typeof old === 'string') return { name, rule, problem: old };
    const comparison = {
      challenger: own.estimate,
      champion: old.estimate.estimate,
      difference: intervalDifference(old.estimate, own.estimate),
      basis: own.basis,
    };
    return { name, rule, comparison };
  });
}

interface Found {
  readonly estimate: Estimate;
  readonly basis: NonNullable<MetricComparison['basis']>;
}

const shares = { 'latency-p50': 0.5, 'latency-p95': 0.95, 'latency-p99': 0.99 } as const;

/** @returns why there is none, as a text */
function estimateOf(
  name: MeasuredName,
  measured: Measured,
  { level, pricePerHour }: PerformanceOptions,
): Found | string {
  switch (name) {
    case 'model-size': {
      const { size } = measured;
      if (size === undefined) return problems.runsElsewhere;
      return { estimate: exactly(size), basis: { count: 1, unit: 'file' } };
    }
    case 'memory': {
      const { memory } = measured;
      if (memory === undefined) return problems.runsElsewhere;
      return quantileOf(memory, 0.5, level, 'run');
    }
    case 'latency-p50':
    case 'latency-p95':
    case 'latency-p99':
      return quantileOf(measured.single, shares[name], level, 'request');
    case 'throughput': {
      const found = quantileOf(measured.batch, 0.5, level, 'batch');
      return typeof found === 'string' ? found : perSecond(found, measured.batchRows);
    }
    case 'cost-per-thousand': {
      if (pricePerHour === undefined) return problems.noPrice;
      const found = quantileOf(measured.batch, 0.5, level, 'batch');
      const perThousand = (pricePerHour / 3_600_000) * (1000 / measured.batchRows);
      return typeof found === 'string' ? found : scaled(found, perThousand);
    }
  }
}

function exactly(value: number): Estimate {
  return { low: value, estimate: value, high: value };
}

function quantileOf(
  times: Float64Array,
  share: number,
  level: number,
  unit: Found['basis']['unit'],
): Found | string {
  const estimate = quantileInterval(times.toSorted(), share, level);
  if (estimate !== undefined) return { estimate, basis: { count: times.length, unit } };
  return problems.tooFew(times.length, observationsFor(share, level), unit);
}

/** The median of times is that of rates, upside down. */
function perSecond({ estimate: { low, estimate, high }, basis }: Found, rows: number): Found {
  const rate = (milliseconds: number): number => (rows * 1000) / milliseconds;
  return { estimate: { low: rate(high), estimate: rate(estimate), high: rate(low) }, basis };
}

function scaled({ estimate: { low, estimate, high }, basis }: Found, by: number): Found {
  return { estimate: { low: low * by, estimate: estimate * by, high: high * by }, basis };
}
