import type { DriftMethod } from '../domain/drift-method.ts';
import { chiSquaredTest } from './chi-squared.ts';
import type { Counts } from './counts.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannonDistance } from './js.ts';
import { kl } from './kl.ts';
import { ksStatistic } from './ks.ts';
import { totalVariation } from './total-variation.ts';
import { wasserstein } from './wasserstein.ts';

/**
 * The distance between two samples by the method's name, from rows per cell. `psi` is not among
 * them: its estimate and bounds come from one test (`psiTest`).
 *
 * @param values a value for each cell, in units of the column. Only `wasserstein` asks for them, and
 *   gives its distance in standard deviations of the reference; all others have no unit.
 */
export function driftDistance(
  method: Exclude<DriftMethod, 'psi'>,
  values: readonly number[],
): (reference: Counts, current: Counts) => number {
  switch (method) {
    case 'ks':
      return ksStatistic;
    case 'js':
      return jensenShannonDistance;
    case 'hellinger':
      return hellinger;
    case 'total-variation':
      return totalVariation;
    case 'chi-squared':
      return (reference, current) => chiSquaredTest(reference, current).cramersV;
    case 'kl':
      // Half a row in each cell keeps it finite; doubled, so that counts stay whole.
      return (reference, current) => kl(withHalf(reference), withHalf(current));
    case 'wasserstein':
      return (reference, current) => wasserstein(values, reference, current).inSigmas;
  }
}

function withHalf(counts: Counts): number[] {
  return Array.from(counts, (count) => 2 * count + 1);
}
