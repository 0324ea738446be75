import { chiSquaredSf } from './chi-squared-distribution.ts';
import { type Counts, pairCells } from './counts.ts';

export interface ChiSquaredTest {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Smallest expected count; below 5 take the p-value from `permutationTest`. */
  readonly leastExpected: number;
  /** Effect size √(χ²/N), in [0, 1] for two samples. */
  readonly cramersV: number;
}

/**
 * Chi-squared test of homogeneity of two samples counted over the same cells, without Yates'
 * correction: SciPy's `chi2_contingency([reference, current], correction=False)`. Not the
 * goodness-of-fit test, which takes the reference for the truth and so rejects far too often.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see K. Pearson (1911); A. Agresti, Categorical Data Analysis (2013), section 3.2
 */
export function chiSquaredTest(reference: Counts, current: Counts): ChiSquaredTest {
  const cells = pairCells(reference, current);
  const { referenceTotal: n, currentTotal: m } = cells;
  const statistic = chiSquaredStatistic(cells.reference, cells.current);
  const degreesOfFreedom = cells.reference.length - 1;
  const leastPooled = cells.reference.reduce(
    (least, count, i) => Math.min(least, count + (cells.current[i] as number)),
    Number.POSITIVE_INFINITY,
  );
  return {
    statistic,
    degreesOfFreedom,
    pValue: degreesOfFreedom === 0 ? 1 : chiSquaredSf(statistic, degreesOfFreedom),
    leastExpected: (leastPooled * Math.min(n, m)) / (n + m),
    cramersV: Math.sqrt(statistic / (n + m)),
  };
}

/** The statistic alone, for `permutationTest`. Zero where all rows share one cell. */
export function chiSquaredStatistic(reference: Counts, current: Counts): number {
  let n = 0;
  let m = 0;
  for (let i = 0; i < reference.length; i++) {
    n += reference[i] as number;
    m += current[i] as number;
  }
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const a = reference[i] as number;
    const b = current[i] as number;
    if (a + b > 0) sum += (a * m - b * n) ** 2 / (a + b);
  }
  return sum / (n * m);
}
