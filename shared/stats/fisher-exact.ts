import { hypergeometricProbability } from './saddle-point.ts';
import { type Proportion, requireProportion } from './wilson.ts';

/** Tables as likely as the observed one up to rounding count as equally extreme. */
const TIE = 1 + 1e-13;

/**
 * Fisher's exact two-sided p-value that two proportions are equal: the probability, given both
 * margins, of all tables no likelier than the observed one. SciPy's `fisher_exact`. Visits only the
 * tables that carry probability, so it is fast and exact with millions of rows too.
 *
 * @throws RangeError without rows in either sample, or where hits are impossible
 * @see R. A. Fisher, Journal of the Royal Statistical Society 98 (1935)
 */
export function fisherExact(a: Proportion, b: Proportion): number {
  requireProportion(a);
  requireProportion(b);
  const hits = a.hits + b.hits;
  const misses = a.rows + b.rows - hits;
  const lowest = Math.max(0, a.rows - misses);
  const highest = Math.min(a.rows, hits);
  const observed = hypergeometricProbability(a.hits, hits, misses, a.rows);
  const mode = Math.floor(((a.rows + 1) * (hits + 1)) / (a.rows + b.rows + 2));
  const peak = Math.min(highest, Math.max(lowest, mode));
  const probability = (k: number) => hypergeometricProbability(k, hits, misses, a.rows);
  // Probabilities fall away from the peak on both sides, so each tail starts where a bisection says.
  const extreme = (k: number) => probability(k) <= observed * TIE;
  const fromBelow = boundary(lowest - 1, peak, (k) => k < lowest || extreme(k));
  const fromAbove = boundary(highest + 1, peak, (k) => k > highest || extreme(k));
  if (extreme(peak)) return 1;
  let sum = 0;
  for (let k = fromBelow; k >= lowest; k--) {
    const term = probability(k);
    sum += term;
    if (term < sum * 1e-18) break;
  }
  for (let k = fromAbove; k <= highest; k++) {
    const term = probability(k);
    sum += term;
    if (term < sum * 1e-18) break;
  }
  return Math.min(1, sum);
}

/** The last whole number from `inside` towards `peak` of which `holds` is still true. */
function boundary(inside: number, peak: number, holds: (k: number) => boolean): number {
  let good = inside;
  let bad = peak;
  while (Math.abs(bad - good) > 1) {
    const middle = Math.trunc((good + bad) / 2);
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
