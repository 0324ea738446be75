import { chiSquaredTest } from '../../../shared/stats/chi-squared.ts';
import { ksStatistic, ksTest } from '../../../shared/stats/ks.ts';
import { relativeEntropy, stabilityIndex } from './distances.ts';
import { contingency } from './nannyml.ts';
import {
  evenEdges,
  histogram,
  pooled,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/* Tools of which one or two formulas are their own. */

/** Great Expectations 1.2: KL of what is observed against what is expected, in nats. */
export function greatExpectationsKl({ reference, current }: ValueCounts): number {
  return relativeEntropy(sharesOf(current), sharesOf(reference));
}

export function deepchecksKs({ reference, current }: ValueCounts): number {
  return ksStatistic(reference, current);
}

/** Bias-corrected Cramér's V (Bergsma 2013). */
export function deepchecksCramersV({ reference, current }: ValueCounts): number {
  const rows = rowsOf(reference) + rowsOf(current);
  const { statistic, degreesOfFreedom } = chiSquaredTest(reference, current);
  const k = degreesOfFreedom + 1;
  const phi = Math.max(0, statistic / rows - degreesOfFreedom / (rows - 1));
  const [columns, sides] = [k - (k - 1) ** 2 / (rows - 1), 2 - 1 / (rows - 1)];
  const least = Math.min(columns - 1, sides - 1);
  return least <= 0 ? 0 : Math.sqrt(phi / least);
}

/** No share is taken for less than 1 %. */
export function deepchecksPsi({ reference, current }: ValueCounts): number {
  const floored = (counts: Float64Array): Float64Array =>
    sharesOf(counts).map((share) => Math.max(share, 0.01));
  return stabilityIndex(floored(reference), floored(current));
}

const frourosBins = 10;
/** The smallest normal double: one empty bin of a percent adds seven. */
const frourosFill = 2 ** -1022;

/** Frouros 0.9: ten even bins over both samples. */
export function frourosPsi(counts: ValueCounts): number {
  const { values, reference, current } = counts;
  const { lowest, highest } = rangeOf(values, pooled(counts));
  const edges = evenEdges(lowest, highest, frourosBins);
  const filled = (side: Float64Array): Float64Array =>
    sharesOf(histogram(values, side, edges)).map((share) => (share === 0 ? frourosFill : share));
  return stabilityIndex(filled(current), filled(reference));
}

/** alibi-detect 0.12: the law of D, without its exact form for small samples. */
export function alibiDetectKs({ reference, current }: ValueCounts): number {
  return ksTest(reference, current, { method: 'asymptotic' }).pValue;
}

/** SciPy's contingency table, with its Yates' correction at two categories. */
export function alibiDetectChiSquared(counts: ValueCounts): number {
  return contingency(counts).pValue;
}
