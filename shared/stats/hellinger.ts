import type { Counts } from './counts.ts';
import { pairShares } from './shares.ts';

/**
 * Hellinger distance √(½ Σ (√p − √q)²).
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @returns in [0, 1]; 1 for samples without a common cell
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see E. Hellinger (1909); A. van der Vaart, Asymptotic Statistics (1998), 14.5
 */
export function hellinger(reference: Counts, current: Counts): number {
  const shares = pairShares(reference, current);
  const squares = shares.reference.reduce(
    (sum, p, i) => sum + (Math.sqrt(p) - Math.sqrt(shares.current[i] as number)) ** 2,
    0,
  );
  return Math.min(1, Math.sqrt(squares / 2));
}
