import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { areaBetween, stabilityIndex } from './distances.ts';
import {
  evenEdges,
  histogram,
  momentsOf,
  pooled,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/*
 * Soda 3.5 (scientific/distribution). It draws its reference anew from a stored histogram, ten times
 * at random, and takes the median; these are the same formulas over the reference itself.
 */

const bins = 10;

/** Ten even bins over both samples; an empty one gets 1e-5. */
export function sodaPsi(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const { lowest, highest } = rangeOf(values, pooled(counts));
  const edges = evenEdges(lowest, highest, bins);
  const filled = (side: Float64Array): Float64Array =>
    sharesOf(histogram(values, side, edges)).map((share) => (share === 0 ? 1e-5 : share));
  return stabilityIndex(filled(current), filled(reference));
}

/** In standard deviations of both samples together. */
export function sodaWasserstein(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const area = areaBetween(values, sharesOf(reference), sharesOf(current));
  return area / momentsOf(values, pooled(counts)).sigma;
}

/** Python's rounding. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const leastRows = 5;

/** Goodness of fit, one row added to each category; refused where a category is rare or new. */
export function sodaChiSquared({ reference, current }: ValueCounts): number {
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  const expected = reference.map((count) => roundHalfToEven((count / n) * m));
  const isRare = (count: number): boolean => count < leastRows;
  if (expected.some(isRare) || current.some(isRare)) return Number.NaN;
  const scale = (m + current.length) / (rowsOf(expected) + expected.length);
  const statistic = expected.reduce((sum, count, i) => {
    const scaled = (count + 1) * scale;
    return sum + ((current[i] as number) + 1 - scaled) ** 2 / scaled;
  }, 0);
  return chiSquaredSf(statistic, expected.length - 1);
}
