import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { ksTest } from '../../../shared/stats/ks.ts';
import { hellingerByRoots } from './distances.ts';
import {
  evenEdges,
  histogram,
  pooled,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/* whylogs 1.5 (viz/drift), with exact counts where it has sketches. */

/** The law of D at round(nm / (n + m)), whatever the ties and however small the samples. */
export function whylogsKs({ reference, current }: ValueCounts): number {
  return ksTest(reference, current, { method: 'asymptotic' }).pValue;
}

/** Goodness of fit: a category the reference lacks makes it infinite, and the p-value zero. */
export function whylogsChiSquared({ reference, current }: ValueCounts): number {
  const scale = rowsOf(current) / rowsOf(reference);
  const statistic = reference.reduce((sum, n, i) => {
    const expected = n * scale;
    return sum + ((current[i] as number) - expected) ** 2 / expected;
  }, 0);
  return Number.isFinite(statistic) ? chiSquaredSf(statistic, reference.length - 1) : 0;
}

const mostBins = 30;
const rowsPerBin = 4;

export function whylogsHellinger(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const { lowest, highest } = rangeOf(values, pooled(counts));
  const bins = Math.min(Math.ceil(rowsOf(reference) / rowsPerBin), mostBins);
  const edges = evenEdges(lowest, highest, bins);
  return hellingerByRoots(
    sharesOf(histogram(values, reference, edges)),
    sharesOf(histogram(values, current, edges)),
  );
}
