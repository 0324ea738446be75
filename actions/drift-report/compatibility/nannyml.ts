import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { ksStatistic } from '../../../shared/stats/ks.ts';
import { areaBetween, hellingerByRoots, jensenShannon, largestGap } from './distances.ts';
import {
  distinctOf,
  doaneBins,
  evenEdges,
  histogram,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/*
 * NannyML 0.13 (drift/univariate/methods.py). Bins come from the reference alone; what lies outside
 * them shares one more cell, which the reference leaves empty.
 */

/** From here it counts in bins of equal width instead of comparing every value. */
const binnedFrom = 10_000;
const bins = 10_000;

interface Shares {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

function withLeftover(
  reference: Float64Array,
  current: Float64Array,
  rows: { reference: number; current: number },
): Shares {
  const own = reference.map((n) => n / rows.reference);
  const other = current.map((n) => n / rows.current);
  const leftover = 1 - other.reduce((sum, share) => sum + share, 0);
  if (!(leftover > 0)) return { reference: own, current: other };
  return { reference: Float64Array.of(...own, 0), current: Float64Array.of(...other, leftover) };
}

function numberShares({ values, reference, current }: ValueCounts): Shares {
  const { lowest, highest } = rangeOf(values, reference);
  const edges = evenEdges(lowest, highest, doaneBins(values, reference));
  const rows = { reference: rowsOf(reference), current: rowsOf(current) };
  return withLeftover(histogram(values, reference, edges), histogram(values, current, edges), rows);
}

function categoryShares({ reference, current }: ValueCounts): Shares {
  const isKnown = (_: number, i: number): boolean => (reference[i] as number) > 0;
  const rows = { reference: rowsOf(reference), current: rowsOf(current) };
  return withLeftover(reference.filter(isKnown), current.filter(isKnown), rows);
}

const js = ({ reference, current }: Shares): number =>
  jensenShannon(reference, current) / Math.sqrt(Math.LN2);
const hellinger = ({ reference, current }: Shares): number => hellingerByRoots(reference, current);

export const nannymlJs = {
  numbers: (counts: ValueCounts) => js(numberShares(counts)),
  categories: (counts: ValueCounts) => js(categoryShares(counts)),
};
export const nannymlHellinger = {
  numbers: (counts: ValueCounts) => hellinger(numberShares(counts)),
  categories: (counts: ValueCounts) => hellinger(categoryShares(counts)),
};

/** The largest gap, read at the upper edges only where there are 10,000 reference rows. */
export function nannymlKs({ values, reference, current }: ValueCounts): number {
  const n = rowsOf(reference);
  if (n < binnedFrom) return ksStatistic(reference, current);
  const m = rowsOf(current);
  const { lowest, highest } = rangeOf(values, reference);
  const edges = evenEdges(lowest, highest, bins);
  const own = histogram(values, reference, edges);
  const other = histogram(values, current, edges);
  let below = 0;
  let belowCurrent = rowsWhere(values, current, (value) => value < (edges[0] as number));
  let gap = 0;
  for (let i = 0; i < bins; i++) {
    below += own[i] as number;
    belowCurrent += other[i] as number;
    gap = Math.max(gap, Math.abs(below / n - belowCurrent / m));
  }
  return gap;
}

/**
 * In the unit of the column. With bins, rows on either side of the reference are counted with one
 * row too many, which shifts the distribution function by 1/m.
 */
export function nannymlWasserstein(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const n = rowsOf(reference);
  if (n < binnedFrom) return areaBetween(values, sharesOf(reference), sharesOf(current));
  const m = rowsOf(current);
  const { lowest, highest } = rangeOf(values, reference);
  const edges = evenEdges(lowest, highest, bins);
  const own = histogram(values, reference, edges);
  const other = histogram(values, current, edges);
  const smaller = outside(values, current, (value) => value < lowest, lowest, 1);
  const bigger = outside(values, current, (value) => value > highest, highest, -1);
  const width = (edges[1] as number) - (edges[0] as number);
  let below = 0;
  let belowCurrent = smaller.rows;
  let area = smaller.distance / m + bigger.distance / m;
  for (let i = 0; i < bins; i++) {
    below += own[i] as number;
    belowCurrent += other[i] as number;
    area += Math.abs(below / n - belowCurrent / m) * width;
  }
  return area;
}

/** Rows beyond one end, with the row too many, and how far they are from it together. */
function outside(
  values: Float64Array,
  counts: Float64Array,
  isOutside: (value: number) => boolean,
  end: number,
  sign: 1 | -1,
): { rows: number; distance: number } {
  let rows = 0;
  let distance = 0;
  values.forEach((value, i) => {
    if (!isOutside(value)) return;
    rows += counts[i] as number;
    distance += (counts[i] as number) * sign * (end - value);
  });
  return { rows: rows === 0 ? 0 : rows + 1, distance };
}

function rowsWhere(
  values: Float64Array,
  counts: Float64Array,
  holds: (value: number) => boolean,
): number {
  return counts.reduce((rows, n, i) => (holds(values[i] as number) ? rows + n : rows), 0);
}

export function nannymlLInfinity({ reference, current }: ValueCounts): number {
  return largestGap(sharesOf(reference), sharesOf(current));
}

/**
 * SciPy's `chi2_contingency`, with its Yates' correction at two categories. NannyML shows the
 * statistic and decides by the p-value.
 */
export function contingency(counts: ValueCounts): { value: number; pValue: number } {
  const { reference, current } = counts;
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  const degreesOfFreedom = distinctOf(reference.map((a, i) => a + (current[i] as number))) - 1;
  if (degreesOfFreedom === 0) return { value: 0, pValue: 1 };
  const correction = degreesOfFreedom === 1 ? 0.5 : 0;
  const value = reference.reduce((sum, a, i) => {
    const both = a + (current[i] as number);
    const expected = (both * n) / (n + m);
    const gap = Math.abs(a - expected);
    const off = gap - Math.min(correction, gap);
    return both === 0 ? sum : sum + off ** 2 / expected + off ** 2 / (both - expected);
  }, 0);
  return { value, pValue: chiSquaredSf(value, degreesOfFreedom) };
}
