import type { DriftMethod } from '../../../shared/domain/drift-method.ts';
import { bootstrapCounts } from '../../../shared/stats/bootstrap-counts.ts';
import type { Counts } from '../../../shared/stats/counts.ts';
import { driftDistance } from '../../../shared/stats/drift-distance.ts';
import { psiTest } from '../../../shared/stats/psi.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import { type CellCounts, poolRare } from './cells.ts';

/** Below this many values a side, no distribution is compared. */
export const leastValues = 50;

/** How many cells a number is cut into: a distance along the line needs fine ones. */
export function cellsFor(method: DriftMethod): number {
  return needsOrder(method) ? 64 : 10;
}

/** Categories have no order, which two of the methods need. */
export function needsOrder(method: DriftMethod): boolean {
  return method === 'ks' || method === 'wasserstein';
}

/** How far apart two distributions are, with one-sided bounds at 95 % each. */
export interface Distance {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const level = 0.95;
const replicates = 500;

/**
 * Distance of the data from the reference, from rows per cell.
 *
 * @param seedName what makes the seed of the resampling this column's own
 * @returns undefined where it is not defined for these rows
 */
export function distanceOf(
  method: DriftMethod,
  counts: CellCounts,
  seedName: string,
): Distance | undefined {
  const cells = counts.values === undefined ? poolRare(counts) : counts;
  if (method === 'psi') {
    const test = psiTest(cells.reference, cells.current, level);
    return { value: Math.max(0, test.estimate), low: test.low, high: test.high };
  }
  const statistic = driftDistance(method, cells.values ?? []);
  const value = statistic(cells.reference, cells.current);
  if (!Number.isFinite(value)) return undefined;
  const bounds = boundsOf(cells, statistic, seedName);
  return bounds === undefined ? undefined : { value, ...bounds };
}

/** Both samples are resampled, each from its own rows; undefined where most resamples say nothing. */
function boundsOf(
  cells: CellCounts,
  statistic: (reference: Counts, current: Counts) => number,
  seedName: string,
): Omit<Distance, 'value'> | undefined {
  const k = cells.reference.length;
  try {
    const interval = bootstrapCounts({
      counts: [...cells.reference, ...cells.current],
      strata: [...cells.reference.map(() => 0), ...cells.current.map(() => 1)],
      statistic: (drawn) => statistic(drawn.subarray(0, k), drawn.subarray(k)),
      // Two-sided 90 %: each bound alone at 95 %.
      level: 2 * level - 1,
      replicates,
      seed: seedFor(0, 'distribution', seedName),
    });
    return { low: Math.max(0, interval.low), high: interval.high };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
