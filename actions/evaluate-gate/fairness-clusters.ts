import { bcaInterval } from '../../shared/stats/bca.ts';
import type { Estimate } from '../../shared/stats/interval.ts';
import { normalCdf, twoSidedZ } from '../../shared/stats/normal.ts';
import { createRandom } from '../../shared/stats/random.ts';
import type { Rate } from './fairness-measures.ts';
import type { BinaryRows } from './rows.ts';

/** By how much the variance of each rate exceeds that of as many independent rows; at least 1. */
export type DesignEffects = Readonly<Record<Rate, number>>;

/**
 * The design effects of one group's rates, where its rows come in clusters.
 *
 * @param cut the prediction from which a row counts as selected
 * @see J. Rao & A. Scott, A Simple Method for the Analysis of Clustered Binary Data, Biometrics 48
 *   (1992)
 */
export function designEffects(
  { labels, clusters }: BinaryRows,
  predictions: Float64Array,
  cut: number,
): DesignEffects | undefined {
  if (clusters === undefined) return undefined;
  const effectAmong = (isCounted: (label: number) => boolean): number => {
    const sums = new Map<number, { rows: number; hits: number }>();
    let [rows, hits] = [0, 0];
    for (let row = 0; row < labels.length; row++) {
      if (!isCounted(labels[row] as number)) continue;
      const hit = (predictions[row] as number) >= cut ? 1 : 0;
      const own = sums.get(clusters[row] as number) ?? { rows: 0, hits: 0 };
      sums.set(clusters[row] as number, { rows: own.rows + 1, hits: own.hits + hit });
      rows++;
      hits += hit;
    }
    return effectOf([...sums.values()], hits, rows);
  };
  return {
    selection: effectAmong(() => true),
    'true-positive': effectAmong((label) => label === 1),
    'false-positive': effectAmong((label) => label === 0),
  };
}

function effectOf(
  clusters: readonly { readonly rows: number; readonly hits: number }[],
  hits: number,
  rows: number,
): number {
  const count = clusters.length;
  if (count === 0) return 1;
  const rate = hits / rows;
  // Where all rows agree nothing shows how alike a cluster's are: then it counts as one.
  if (rate === 0 || rate === 1 || count === 1) return rows / count;
  const squares = clusters.reduce((sum, own) => sum + (own.hits - rate * own.rows) ** 2, 0);
  return Math.max(1, ((count / (count - 1)) * squares) / (rows * rate * (1 - rate)));
}

/**
 * The level at which an interval of independent rows is as wide as one of clusters at `level`: for
 * Wilson's, and so Newcombe's, the same as to divide the rows by the design effect.
 */
export function levelFor(level: number, effect: number): number {
  if (effect <= 1) return level;
  return Math.min(1 - 1e-15, 2 * normalCdf(twoSidedZ(level) * Math.sqrt(effect)) - 1);
}

/** More are thrown together: buckets of clusters are independent too, and enough to tell a spread. */
const mostBuckets = 2_000;

/** Counts of cells by bucket of clusters: bucket · cells + cell. */
export interface ClusteredCells {
  readonly counts: Float64Array;
  readonly buckets: number;
  readonly cells: number;
}

/** @param cellOf the cell of each row; below 0: the row belongs to none */
export function cellsByCluster(
  clusters: Int32Array,
  cellOf: Int32Array,
  cells: number,
): ClusteredCells {
  const codes = new Map<number, number>();
  for (const cluster of clusters) {
    if (!codes.has(cluster)) codes.set(cluster, codes.size % mostBuckets);
  }
  const buckets = Math.min(codes.size, mostBuckets);
  const counts = new Float64Array(buckets * cells);
  clusters.forEach((cluster, row) => {
    const cell = cellOf[row] as number;
    if (cell < 0) return;
    const place = (codes.get(cluster) as number) * cells + cell;
    counts[place] = (counts[place] as number) + 1;
  });
  return { counts, buckets, cells };
}

/**
 * A statistic of cell counts with the bias-corrected interval of a bootstrap that draws clusters.
 *
 * @returns undefined where more than a twentieth of the resamples leave it undefined
 * @see A. Davison & D. Hinkley, Bootstrap Methods (1997), 3.8
 */
export function bootstrapClusters(
  { counts, buckets, cells }: ClusteredCells,
  statistic: (cells: Float64Array) => number,
  { level, seed, replicates }: { level: number; seed: number; replicates: number },
): Estimate | undefined {
  const drawn = new Float64Array(cells);
  const add = (bucket: number): void => {
    for (let cell = 0; cell < cells; cell++) {
      drawn[cell] = (drawn[cell] as number) + (counts[bucket * cells + cell] as number);
    }
  };
  for (let bucket = 0; bucket < buckets; bucket++) add(bucket);
  const estimate = statistic(drawn);
  const random = createRandom(seed);
  const values: number[] = [];
  for (let i = 0; i < replicates; i++) {
    drawn.fill(0);
    for (let n = 0; n < buckets; n++) add(random.below(buckets));
    const value = statistic(drawn);
    if (Number.isFinite(value)) values.push(value);
  }
  if (!Number.isFinite(estimate) || values.length < 0.95 * replicates) return undefined;
  const { low, high } = bcaInterval(estimate, Float64Array.from(values), 0, level);
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
