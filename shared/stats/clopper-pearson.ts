import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireOpenProbability } from './counts.ts';
import type { Estimate } from './interval.ts';
import { type Proportion, requireProportion } from './wilson.ts';

/**
 * Clopper and Pearson's exact interval of a proportion, which covers with at least the level given.
 *
 * @throws RangeError as `wilson`
 * @see C. Clopper & E. Pearson, Biometrika 26 (1934)
 */
export function clopperPearson(proportion: Proportion, level = 0.95): Estimate {
  const { hits, rows } = requireProportion(proportion);
  const tail = (1 - requireOpenProbability(level, 'level')) / 2;
  return {
    estimate: hits / rows,
    low: hits === 0 ? 0 : betaQuantile(tail, hits, rows - hits + 1),
    high: hits === rows ? 1 : betaQuantile(1 - tail, hits + 1, rows - hits),
  };
}
