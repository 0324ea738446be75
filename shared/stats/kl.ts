import type { Counts } from './counts.ts';
import { pairShares } from './shares.ts';

/**
 * Kullback-Leibler divergence KL(reference ‖ current) = Σ p ln(p / q) in nats, unsmoothed: Infinity
 * where the current sample lacks a cell that the reference fills. Prefer `jensenShannonDistance`,
 * which is always finite.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @returns ≥ 0
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see S. Kullback & R. Leibler, On Information and Sufficiency (1951)
 */
export function kl(reference: Counts, current: Counts): number {
  const shares = pairShares(reference, current);
  return Math.max(0, relativeEntropy(shares.reference, shares.current));
}

/** Σ p ln(p / q), with 0 ln 0 = 0. */
export function relativeEntropy(p: Float64Array, q: Float64Array): number {
  return p.reduce(
    (sum, own, i) => (own === 0 ? sum : sum + own * Math.log(own / (q[i] as number))),
    0,
  );
}
