import type { Counts } from './counts.ts';
import { relativeEntropy } from './kl.ts';
import { pairShares } from './shares.ts';

/**
 * Jensen-Shannon divergence in bits: 0 for equal shares, 1 for samples without a common cell.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @returns in [0, 1]
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see J. Lin, Divergence measures based on the Shannon entropy (1991)
 */
export function jensenShannonDivergence(reference: Counts, current: Counts): number {
  const shares = pairShares(reference, current);
  const middle = shares.reference.map((p, i) => (p + (shares.current[i] as number)) / 2);
  const nats = relativeEntropy(shares.reference, middle) + relativeEntropy(shares.current, middle);
  return Math.min(1, Math.max(0, nats / (2 * Math.LN2)));
}

/**
 * Jensen-Shannon distance, the square root of the divergence in bits: a metric. SciPy's
 * `jensenshannon(p, q, base=2)`. Tools differ: some report the divergence, or use natural logs.
 *
 * @returns in [0, 1]
 * @throws RangeError as `jensenShannonDivergence`
 * @see D. Endres & J. Schindelin, A new metric for probability distributions (2003)
 */
export function jensenShannonDistance(reference: Counts, current: Counts): number {
  return Math.sqrt(jensenShannonDivergence(reference, current));
}
