import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import type { GateRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';
import { reasons } from './messages.ts';

/**
 * A metric of one model with each row's influence on it: rows times the derivative of the metric by
 * the row's weight. Influences add up to zero over all rows.
 */
export interface Influence {
  readonly value: number;
  readonly influence: Float64Array;
}

export interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/**
 * Compare any smooth metric of two models by its influences (infinitesimal jackknife): the metric
 * moves as the mean of the influences does, and the difference of two models as the mean of the
 * differences row by row, so it is paired. Where rows come in clusters (a customer's), a cluster's
 * influences are added up first, and clusters are what is resampled; for AUC this is Obuchowski's
 * variance.
 *
 * @param bounds of the metric, for the challenger's own interval
 * @throws NotComputable with fewer than two clusters
 * @see L. Jaeckel, The Infinitesimal Jackknife (1972); N. Obuchowski, Nonparametric Analysis of
 *   Clustered ROC Curve Data, Biometrics 53 (1997)
 */
export function compareInfluence(
  rows: GateRows,
  measure: (model: 'challenger' | 'champion') => Influence,
  options: MethodOptions,
  { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY }: Bounds = {},
): MetricComparison {
  const own = measure('challenger');
  const around = (centre: number, influence: Float64Array) =>
    intervalAround(centre, influence, rows, options);
  const interval = around(own.value, own.influence);
  const challenger = {
    estimate: own.value,
    low: Math.max(low, interval.low),
    high: Math.min(high, interval.high),
  };
  if (rows.champion === undefined) return { challenger };
  const old = measure('champion');
  const apart = own.influence.map((value, row) => value - (old.influence[row] as number));
  const difference = around(own.value - old.value, apart);
  return { challenger, champion: old.value, difference };
}

/** The interval of a value that moves as the mean of its influences does. @throws NotComputable */
export function intervalAround(
  centre: number,
  influence: Float64Array,
  rows: GateRows,
  { level, seed, replicates, method = 'auto' }: MethodOptions,
): Estimate {
  const asked = { level, seed, replicates, method };
  const { clusters } = rows;
  const mean =
    clusters === undefined
      ? pairedMeanDifference({ ...asked, differences: influence, ...strataOf(rows) })
      : pairedMeanDifference({ ...asked, differences: clusterSums(influence, clusters) });
  return {
    estimate: centre,
    low: centre + Math.min(0, mean.low - mean.estimate),
    high: centre + Math.max(0, mean.high - mean.estimate),
    ...(mean.law === undefined ? {} : { law: mean.law }),
  };
}

/** Each class keeps its number of rows in every resample. */
function strataOf(rows: GateRows): { strata?: Uint8Array } {
  return rows.task === 'binary' || rows.task === 'multiclass' ? { strata: rows.labels } : {};
}

/**
 * The influences of each cluster, scaled so that their mean over clusters is the mean over rows.
 */
function clusterSums(influence: Float64Array, clusters: Int32Array): Float64Array {
  let last = 0;
  for (const code of clusters) if (code > last) last = code;
  const sums = new Float64Array(last + 1);
  const sizes = new Int32Array(last + 1);
  for (let row = 0; row < clusters.length; row++) {
    const code = clusters[row] as number;
    sums[code] = (sums[code] as number) + (influence[row] as number);
    sizes[code] = (sizes[code] as number) + 1;
  }
  const found = sums.filter((_, code) => (sizes[code] as number) > 0);
  if (found.length < 2) {
    throw new NotComputable(reasons.oneCluster);
  }
  const scale = found.length / influence.length;
  return found.map((sum) => sum * scale);
}

/** A mean of one number a row, such as a loss. */
export function meanInfluence(values: Float64Array, mean: number): Influence {
  return { value: mean, influence: values.map((value) => value - mean) };
}

/** Means of one number a unit, such as a query, that are independent of each other. */
export function meanComparison(
  own: Float64Array,
  old: Float64Array | undefined,
  { level, seed, replicates, method = 'auto' }: MethodOptions,
  { low, high }: Required<Bounds>,
): MetricComparison {
  const meanOf = (differences: Float64Array): Estimate => {
    const mean = pairedMeanDifference({ differences, level, seed, replicates, method });
    const { estimate, low, high, law } = mean;
    return { estimate, low, high, ...(law === undefined ? {} : { law }) };
  };
  const bare = meanOf(own);
  const challenger = {
    estimate: bare.estimate,
    low: Math.max(low, bare.low),
    high: Math.min(high, bare.high),
  };
  if (old === undefined) return { challenger };
  const difference = meanOf(own.map((value, unit) => value - (old[unit] as number)));
  return { challenger, champion: exactMean(old), difference };
}
