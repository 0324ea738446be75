import { normalQuantile } from '../../shared/stats/normal.ts';
import type { MeasuredFairness } from './fairness-measures.ts';

/** How far a group's predicted probabilities lie from what happened. */
export interface GroupResidual {
  readonly name: string;
  /** Observed share less mean predicted probability. */
  readonly mean: number;
  readonly standardError: number;
}

/** The residual of some rows. */
export function residualOf(
  name: string,
  labels: Uint8Array,
  probabilities: Float64Array,
  clusters?: Int32Array,
): GroupResidual {
  if (clusters !== undefined) return clusteredResidual(name, labels, probabilities, clusters);
  let [sum, squares] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const apart = (labels[row] as number) - (probabilities[row] as number);
    sum += apart;
    squares += apart * apart;
  }
  const rows = labels.length;
  const mean = sum / rows;
  const variance = Math.max(0, squares / rows - mean * mean);
  return { name, mean, standardError: Math.sqrt(variance / Math.max(1, rows - 1)) };
}

/** The same where rows come in clusters: their sums are what varies. */
function clusteredResidual(
  name: string,
  labels: Uint8Array,
  probabilities: Float64Array,
  clusters: Int32Array,
): GroupResidual {
  const rows = labels.length;
  const apart = probabilities.map((probability, row) => (labels[row] as number) - probability);
  const mean = apart.reduce((sum, value) => sum + value, 0) / rows;
  const sums = new Map<number, number>();
  apart.forEach((value, row) => {
    const cluster = clusters[row] as number;
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - mean);
  });
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  // One cluster tells nothing of how clusters differ.
  const widened = sums.size < 2 ? Number.POSITIVE_INFINITY : sums.size / (sums.size - 1);
  return { name, mean, standardError: Math.sqrt(widened * squares) / rows };
}

/**
 * Calibration within groups: the largest distance, over groups, between the observed share and the
 * mean predicted probability. Zero where in every group as many are positive as was promised.
 *
 * Each group's residual has its normal interval, at a level that makes all of them hold together
 * (Bonferroni); the largest distance then lies within the largest ends.
 *
 * @returns undefined without groups
 * @see J. Kleinberg, S. Mullainathan & M. Raghavan, Inherent Trade-Offs in the Fair Determination of
 *   Risk Scores, ITCS (2017)
 */
export function calibrationWithinGroups(
  residuals: readonly GroupResidual[],
  level: number,
): MeasuredFairness | undefined {
  const sorted = residuals.toSorted((a, b) => Math.abs(a.mean) - Math.abs(b.mean));
  const worst = sorted.at(-1);
  if (worst === undefined) return undefined;
  const z = normalQuantile(1 - (1 - level) / (2 * residuals.length));
  const low = Math.max(...residuals.map((r) => Math.abs(r.mean) - z * r.standardError));
  const high = Math.max(...residuals.map((r) => Math.abs(r.mean) + z * r.standardError));
  return {
    estimate: Math.abs(worst.mean),
    low: Math.max(0, low),
    high: Math.min(1, high),
    groups: [sorted[0]?.name ?? worst.name, worst.name],
  };
}
