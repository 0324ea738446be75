import type { Counts } from './counts.ts';
import { pairShares } from './shares.ts';

/**
 * Total variation distance ½ Σ |p − q|: the share of rows that would have to change cell.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @returns in [0, 1]
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see D. Levin & Y. Peres, Markov Chains and Mixing Times (2017), 4.1
 */
export function totalVariation(reference: Counts, current: Counts): number {
  const shares = pairShares(reference, current);
  const gaps = shares.reference.reduce(
    (sum, p, i) => sum + Math.abs(p - (shares.current[i] as number)),
    0,
  );
  return Math.min(1, gaps / 2);
}
