import { type Counts, pairCells, requireCount } from './counts.ts';
import { createRandom, type Random } from './random.ts';
import { drawMultivariateHypergeometric } from './random-draws.ts';

/** A measure of how two count vectors over the same cells differ; larger is further apart. */
export type TwoSampleStatistic = (reference: Counts, current: Counts) => number;

export interface PermutationTest {
  readonly statistic: number;
  readonly pValue: number;
  /** Permuted samples at least as far apart as the observed ones. */
  readonly exceedances: number;
  /** Drawn: fewer than asked for where `enough` was reached. */
  readonly replicates: number;
  readonly seed: number;
}

export interface PermutationOptions {
  /** Default 9,999, so that p is a multiple of 1/10,000. */
  readonly replicates?: number;
  /**
   * Stop once so many permuted samples were as far apart. p is then this number over the replicates
   * drawn, with a relative standard error of at most 1/√`enough`. Default: draw all replicates.
   */
  readonly enough?: number;
  readonly seed?: number;
}

/**
 * Permutation test that two samples come from one population, from counts alone: who belongs to
 * the reference is reshuffled, which on counts is one multivariate hypergeometric draw. It stays
 * exact where the large-sample laws fail: few rows, ties, cells with an expected count below 5.
 * p = (1 + exceedances) / (1 + replicates), never zero. The cost grows with cells, not with rows.
 *
 * With `enough` the number of draws is sequential (Besag & Clifford): a clear "no drift" is found
 * within a few dozen, and only small p-values take all. P(p ≤ α) ≤ α holds at every α either way,
 * so the p-values may enter Benjamini-Hochberg.
 *
 * @param reference, current rows per cell, same length. The same cells in another order use the
 * random numbers differently: keep the order canonical where p must be reproduced to the digit.
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see B. Phipson & G. Smyth, Permutation p-values should never be zero (2010); J. Besag & P.
 * Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991)
 */
export function permutationTest(
  reference: Counts,
  current: Counts,
  statistic: TwoSampleStatistic,
  options: PermutationOptions = {},
): PermutationTest {
  const { replicates = 9_999, enough = replicates + 1, seed = 0 } = options;
  requireCount(replicates, 'replicates', 1);
  requireCount(enough, 'enough', 1);
  const cells = pairCells(reference, current);
  const observed = statistic(cells.reference, cells.current);
  const pooled = cells.reference.map((count, i) => count + (cells.current[i] as number));
  const shuffled = new Float64Array(pooled.length);
  const rest = new Float64Array(pooled.length);
  const draw = shuffler(pooled, cells.referenceTotal, createRandom(seed), shuffled);
  // Equal arrangements must count as ties although their sums may round differently.
  const threshold = observed - 1e-12 * Math.abs(observed);
  let [exceedances, drawn] = [0, 0];
  while (drawn < replicates && exceedances < enough) {
    draw();
    drawn++;
    for (let i = 0; i < rest.length; i++) rest[i] = (pooled[i] as number) - (shuffled[i] as number);
    if (statistic(shuffled, rest) >= threshold) exceedances++;
  }
  const isEnough = exceedances >= enough;
  const pValue = isEnough ? exceedances / drawn : (1 + exceedances) / (1 + replicates);
  return { statistic: observed, pValue, exceedances, replicates: drawn, seed };
}

/** Rows that may be held one by one: 16 MB. */
const SHUFFLED_UP_TO = 4_000_000;

/** Fills `into` with one random reference sample at each call. */
function shuffler(
  pooled: readonly number[],
  draws: number,
  random: Random,
  into: Float64Array,
): () => void {
  const total = pooled.reduce((sum, count) => sum + count, 0);
  // A hypergeometric draw costs about twenty swaps: with few rows a cell, shuffle rows instead.
  const smaller = Math.min(draws, total - draws);
  if (smaller > 20 * pooled.length || total > SHUFFLED_UP_TO) {
    return () => drawMultivariateHypergeometric(random, pooled, total, draws, into);
  }
  const cellOfRow = new Int32Array(total);
  let row = 0;
  pooled.forEach((count, cell) => {
    cellOfRow.fill(cell, row, row + count);
    row += count;
  });
  const complement = smaller < draws;
  return () => {
    for (let i = 0; i < into.length; i++) into[i] = complement ? (pooled[i] as number) : 0;
    const step = complement ? -1 : 1;
    for (let i = 0; i < smaller; i++) {
      const j = i + random.below(total - i);
      const cell = cellOfRow[j] as number;
      cellOfRow[j] = cellOfRow[i] as number;
      cellOfRow[i] = cell;
      into[cell] = (into[cell] as number) + step;
    }
  };
}
