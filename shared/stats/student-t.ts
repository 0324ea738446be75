import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireOpenProbability } from './counts.ts';

/**
 * The half-width multiplier of a two-sided interval of Student's t: 2.0096 for 49 degrees of freedom
 * and level 0.95. ν/(ν + T²) has a beta distribution with parameters ν/2 and 1/2.
 *
 * @param degreesOfFreedom ν > 0
 * @throws RangeError on an impossible level or degrees of freedom
 * @see M. Abramowitz & I. Stegun, Handbook of Mathematical Functions, 26.7.1
 */
export function twoSidedT(level: number, degreesOfFreedom: number): number {
  requireOpenProbability(level, 'level');
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(`degrees of freedom are ${degreesOfFreedom}, but must be above 0`);
  }
  const x = betaQuantile(1 - level, degreesOfFreedom / 2, 0.5);
  return Math.sqrt((degreesOfFreedom * (1 - x)) / x);
}
