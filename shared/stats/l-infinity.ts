import type { Counts } from './counts.ts';
import { pairShares } from './shares.ts';

/**
 * Largest change of any one cell's share, max |p − q|.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @returns in [0, 1]
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see E. Breck et al., Data Validation for Machine Learning, MLSys (2019)
 */
export function lInfinity(reference: Counts, current: Counts): number {
  const shares = pairShares(reference, current);
  return shares.reference.reduce(
    (most, p, i) => Math.max(most, Math.abs(p - (shares.current[i] as number))),
    0,
  );
}
