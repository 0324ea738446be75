import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { fisherExact } from '../../../shared/stats/fisher-exact.ts';
import { ksTest } from '../../../shared/stats/ks.ts';
import { normalCdf } from '../../../shared/stats/normal.ts';
import {
  areaBetween,
  hellingerByOverlap,
  jensenShannon,
  relativeEntropy,
  stabilityIndex,
} from './distances.ts';
import {
  distinctOf,
  evenEdges,
  histogram,
  momentsOf,
  pooled,
  rangeOf,
  rowsOf,
  sharesOf,
  sturgesBins,
  type ValueCounts,
} from './value-counts.ts';

/*
 * Evidently 0.7 (legacy/calculations/stattests), as read and as measured on real columns. Where its
 * documentation and its code differ, the code counts: its bins are of equal width over both samples
 * and not quantiles of the reference, and `n_bins` is never used.
 */

/** A reference with more distinct values is binned. */
const mostUnbinned = 20;

interface Shares {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

function binned(counts: ValueCounts): Shares {
  const { values, reference, current, isInteger } = counts;
  if (distinctOf(reference) <= mostUnbinned) return unbinned(counts);
  const { lowest, highest } = rangeOf(values, pooled(counts));
  const rows = rowsOf(reference) + rowsOf(current);
  const bins = sturgesBins(lowest, highest, rows, isInteger);
  const edges = evenEdges(lowest, highest, bins);
  return {
    reference: sharesOf(histogram(values, reference, edges)),
    current: sharesOf(histogram(values, current, edges)),
  };
}

function unbinned({ reference, current }: ValueCounts): Shares {
  return { reference: sharesOf(reference), current: sharesOf(current) };
}

/** An empty cell becomes 1e-4, or a millionth of the smallest share where that is no larger. */
function filled(shares: Float64Array): Float64Array {
  const smallest = shares.reduce(
    (least, share) => (share > 0 && share < least ? share : least),
    Number.POSITIVE_INFINITY,
  );
  const fill = smallest <= 1e-4 ? smallest / 1e6 : 1e-4;
  return shares.map((share) => (share === 0 ? fill : share));
}

type Cells = (counts: ValueCounts) => Shares;

const psiOver = (cells: Cells) => (counts: ValueCounts) => {
  const { reference, current } = cells(counts);
  return stabilityIndex(filled(reference), filled(current));
};
const klOver = (cells: Cells) => (counts: ValueCounts) => {
  const { reference, current } = cells(counts);
  return relativeEntropy(filled(reference), filled(current));
};
const jsOver = (cells: Cells) => (counts: ValueCounts) => {
  const { reference, current } = cells(counts);
  return jensenShannon(reference, current);
};

export const evidentlyPsi = { numbers: psiOver(binned), categories: psiOver(unbinned) };
export const evidentlyKl = { numbers: klOver(binned), categories: klOver(unbinned) };
export const evidentlyJs = { numbers: jsOver(binned), categories: jsOver(unbinned) };

/** In standard deviations of the reference, none below 0.001. */
export function evidentlyWasserstein(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const sigma = Math.max(momentsOf(values, reference).sigma, 0.001);
  return areaBetween(values, sharesOf(reference), sharesOf(current)) / sigma;
}

/** Sturges over the distinct values, not over the rows. */
function hellingerOfNumbers(counts: ValueCounts): number {
  const { values, reference, current, isInteger } = counts;
  const { lowest, highest } = rangeOf(values, pooled(counts));
  const bins = sturgesBins(lowest, highest, distinctOf(pooled(counts)), isInteger);
  const edges = evenEdges(lowest, highest, bins);
  return hellingerByOverlap(
    sharesOf(histogram(values, reference, edges)),
    sharesOf(histogram(values, current, edges)),
  );
}

export const evidentlyHellinger = {
  numbers: hellingerOfNumbers,
  categories: ({ reference, current }: ValueCounts) =>
    hellingerByOverlap(sharesOf(reference), sharesOf(current)),
};

/** SciPy's `ks_2samp`: exact up to 10,000 rows a side even with ties, then the law of D. */
export function ksPValue({ reference, current }: ValueCounts): number {
  const isSmall = Math.max(rowsOf(reference), rowsOf(current)) <= 10_000;
  return ksTest(reference, current, { method: isSmall ? 'exact' : 'asymptotic' }).pValue;
}

/**
 * Goodness of fit: the reference is taken for the truth, so with samples of one size half of the
 * noise is not allowed for, and with many categories almost everything drifts.
 */
function chiSquared({ reference, current }: ValueCounts): number {
  const scale = rowsOf(current) / rowsOf(reference);
  const statistic = reference.reduce((sum, n, i) => {
    const expected = n * scale;
    return sum + ((current[i] as number) - expected) ** 2 / expected;
  }, 0);
  return chiSquaredSf(statistic, reference.length - 1);
}

/** Pooled two-sample test of the share of every value but the first. */
function z({ reference, current }: ValueCounts): number {
  if (reference.length === 1) return 1;
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  const [p, q] = [1 - (reference[0] as number) / n, 1 - (current[0] as number) / m];
  const both = (p * n + q * m) / (n + m);
  const statistic = (p - q) / Math.sqrt(both * (1 - both) * (1 / n + 1 / m));
  return 2 * (1 - normalCdf(Math.abs(statistic)));
}

/** G against the reference's own counts, which SciPy refuses where the samples differ in size. */
function g({ reference, current }: ValueCounts): number {
  if (rowsOf(reference) !== rowsOf(current)) return Number.NaN;
  const statistic = current.reduce(
    (sum, n, i) => (n === 0 ? sum : sum + 2 * n * Math.log(n / (reference[i] as number))),
    0,
  );
  return chiSquaredSf(Math.max(0, statistic), reference.length - 1);
}

/** Only for two values and samples of one size; all else is refused. */
function fisher({ reference, current }: ValueCounts): number {
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  if (reference.length !== 2 || n !== m) return Number.NaN;
  const hits = (counts: Float64Array): number => counts[1] as number;
  return fisherExact({ hits: hits(reference), rows: n }, { hits: hits(current), rows: m });
}

export const evidentlyTests = { chiSquared, z, g, fisher };

/** √(2 ∫ (F − G)²). */
export function evidentlyEnergy({ values, reference, current }: ValueCounts): number {
  const squared = areaBetween(values, sharesOf(reference), sharesOf(current), (gap) => gap * gap);
  return Math.sqrt(2 * squared);
}

/** One-sided, so a fall of the values is never seen; the normal law, corrected for ties. */
export function evidentlyMannWhitney({ reference, current }: ValueCounts): number {
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  const rows = n + m;
  let below = 0;
  let u = 0;
  let ties = 0;
  reference.forEach((a, i) => {
    const b = current[i] as number;
    u += a * (below + b / 2);
    below += b;
    ties += (a + b) ** 3 - (a + b);
  });
  const sigma = Math.sqrt(((n * m) / 12) * (rows + 1 - ties / (rows * (rows - 1))));
  // The alternative "less" asks for few pairs in which the reference is larger.
  return normalCdf((u - (n * m) / 2 + 0.5) / sigma);
}
