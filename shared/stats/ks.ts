import { type Counts, pairCells } from './counts.ts';
import { kolmogorovSf } from './kolmogorov.ts';
import { permutationTest } from './permutation.ts';

export type KsMethod = 'exact' | 'permutation' | 'asymptotic';

export interface KsTest {
  /** Largest gap between the two distribution functions, in [0, 1]. */
  readonly statistic: number;
  readonly pValue: number;
  /** How the p-value was found. */
  readonly method: KsMethod;
  readonly referenceTotal: number;
  readonly currentTotal: number;
}

export interface KsOptions {
  /** Default `auto`: see `ksTest`. */
  readonly method?: KsMethod | 'auto';
  /** Of the permutation. */
  readonly replicates?: number;
  readonly enough?: number;
  readonly seed?: number;
}

/** SciPy's limit for its exact law, kept so that both give the same number. */
const EXACT_UP_TO = 10_000;
/** From here the large-sample law is good enough with ties; below, it loses too much power. */
const ASYMPTOTIC_FROM = 1_000;
/** A cell with more of the rows makes the limiting law lose power at every size: permute further. */
const HEAVY_SHARE = 0.1;
const HEAVY_ASYMPTOTIC_FROM = 100_000;

/**
 * Two-sample Kolmogorov-Smirnov test from rows per ordered cell.
 *
 * With one cell per distinct value D is the exact statistic; with coarser cells it is a lower bound
 * of it, and the p-values are conservative. `auto` counts lattice paths exactly where no two rows
 * share a cell and neither sample exceeds 10,000 (as SciPy); permutes where rows are tied and a
 * sample is under 1,000 (under 100,000 where one cell holds a tenth of all rows), because the exact
 * and limiting laws assume no ties; else takes the law of D at the effective size round(nm/(n+m)).
 *
 * @param reference, current rows per cell, same length, cells in ascending order of value
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see J. L. Hodges, The significance probability of the Smirnov two-sample test (1958)
 */
export function ksTest(reference: Counts, current: Counts, options: KsOptions = {}): KsTest {
  const cells = pairCells(reference, current);
  const { referenceTotal: n, currentTotal: m } = cells;
  const statistic = ksStatistic(cells.reference, cells.current);
  const method = chooseMethod(cells.reference, cells.current, n, m, options.method ?? 'auto');
  const done = { statistic, method, referenceTotal: n, currentTotal: m };
  if (method === 'exact') return { ...done, pValue: exactSf(statistic, n, m) };
  if (method === 'asymptotic') {
    const effective = Math.max(1, roundHalfToEven((n * m) / (n + m)));
    return { ...done, pValue: kolmogorovSf(statistic, effective) };
  }
  const test = permutationTest(cells.reference, cells.current, ksStatistic, options);
  return { ...done, pValue: test.pValue };
}

/** Largest gap between two distribution functions given as counts over the same ordered cells. */
export function ksStatistic(reference: Counts, current: Counts): number {
  let n = 0;
  let m = 0;
  for (let i = 0; i < reference.length; i++) {
    n += reference[i] as number;
    m += current[i] as number;
  }
  let below = 0;
  let belowCurrent = 0;
  let gap = 0;
  for (let i = 0; i < reference.length; i++) {
    below += reference[i] as number;
    belowCurrent += current[i] as number;
    gap = Math.max(gap, Math.abs(below / n - belowCurrent / m));
  }
  return Math.min(1, gap);
}

function chooseMethod(
  reference: readonly number[],
  current: readonly number[],
  n: number,
  m: number,
  wanted: KsMethod | 'auto',
): KsMethod {
  if (wanted !== 'auto') return wanted;
  const tied = reference.some((count, i) => count + (current[i] as number) > 1);
  if (tied) {
    const heaviest = reference.reduce(
      (most, a, i) => Math.max(most, a + (current[i] as number)),
      0,
    );
    const isHeavy = heaviest > HEAVY_SHARE * (n + m);
    const from = isHeavy ? HEAVY_ASYMPTOTIC_FROM : ASYMPTOTIC_FROM;
    return Math.min(n, m) < from ? 'permutation' : 'asymptotic';
  }
  return Math.max(n, m) <= EXACT_UP_TO ? 'exact' : 'asymptotic';
}

/** NumPy's rounding, by which SciPy finds the effective size. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * P(D ≥ d) under the null without ties: the share of lattice paths from (0,0) to (n,m) that leave
 * the band |i/n − j/m| < d. Counting the paths that leave, rather than those that stay, adds only
 * positive numbers, so small p-values keep their digits. O(n·m·d).
 */
function exactSf(d: number, n: number, m: number): number {
  if (d === 0) return 1;
  // The gap is a multiple of 1/(nm): compare whole numbers, half a unit below d's own.
  const limit = Math.round(d * n * m) - 0.5;
  const left = new Float64Array(m + 1).fill(1);
  let firstInside = 0;
  for (let i = 0; i <= n; i++) {
    const from = Math.max(0, Math.ceil((i * m - limit) / n));
    const to = Math.min(m, Math.floor((i * m + limit) / n));
    // Cells that the band has passed are outside for good.
    for (; firstInside < from; firstInside++) left[firstInside] = 1;
    for (let j = from; j <= to; j++) {
      if (i + j === 0) {
        left[0] = 0;
        continue;
      }
      const fromLeft = i === 0 ? 0 : (left[j] as number) * i;
      const fromBelow = j === 0 ? 0 : (left[j - 1] as number) * j;
      left[j] = (fromLeft + fromBelow) / (i + j);
    }
  }
  return Math.min(1, left[m] as number);
}
