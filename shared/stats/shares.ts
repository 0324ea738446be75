import { type Counts, pairCells } from './counts.ts';

/** Two distributions over the same cells, as shares that each add up to 1. */
export interface PairedShares {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/**
 * Rows per cell as shares of each sample; cells empty in both are dropped.
 *
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 */
export function pairShares(reference: Counts, current: Counts): PairedShares {
  const cells = pairCells(reference, current);
  return {
    reference: Float64Array.from(cells.reference, (count) => count / cells.referenceTotal),
    current: Float64Array.from(cells.current, (count) => count / cells.currentTotal),
  };
}
