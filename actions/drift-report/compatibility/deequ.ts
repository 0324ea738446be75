import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { ksStatistic } from '../../../shared/stats/ks.ts';
import { largestGap, stabilityIndex } from './distances.ts';
import {
  evenEdges,
  histogram,
  pooled,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/* Deequ 3 (analyzers/Distance.scala), with exact counts where it has sketches. */

/** From the distance it takes off what chance shows at a level of 0.003, unless told otherwise. */
function robust(distance: number, { reference, current }: ValueCounts): number {
  const [n, m] = [rowsOf(reference), rowsOf(current)];
  return Math.max(0, distance - 1.8 * Math.sqrt((n + m) / (n * m)));
}

export function deequKs(counts: ValueCounts): number {
  return robust(ksStatistic(counts.reference, counts.current), counts);
}

export function deequLInfinity(counts: ValueCounts): number {
  return robust(largestGap(sharesOf(counts.reference), sharesOf(counts.current)), counts);
}

/** The default number of buckets of its numeric profiles. */
const buckets = 100;

/** No rule for empty cells: infinite where one side has one, not a number where both have. */
export const deequPsi = {
  numbers: (counts: ValueCounts): number => {
    const { values, reference, current } = counts;
    const { lowest, highest } = rangeOf(values, pooled(counts));
    const edges = evenEdges(lowest, highest, buckets);
    return stabilityIndex(
      sharesOf(histogram(values, current, edges)),
      sharesOf(histogram(values, reference, edges)),
    );
  },
  categories: ({ reference, current }: ValueCounts): number =>
    stabilityIndex(sharesOf(current), sharesOf(reference)),
};

interface Category {
  readonly expected: number;
  readonly observed: number;
}

/**
 * Goodness of fit to the baseline. Categories that the baseline lacks are dropped, and the rarest
 * are joined until at most a fifth expects fewer than 5 rows (of two: none fewer than 10).
 */
export function deequChiSquared({ reference, current }: ValueCounts): number {
  const known = [...reference].flatMap((n, i) => (n > 0 ? [{ n, m: current[i] as number }] : []));
  const observed = known.reduce((sum, { m }) => sum + m, 0);
  const rows = rowsOf(reference);
  const categories = regroup(
    known.map(({ n, m }) => ({ expected: (n / rows) * observed, observed: m })),
  );
  if (categories.length < 2) return Number.NaN;
  const statistic = categories.reduce(
    (sum, category) => sum + (category.observed - category.expected) ** 2 / category.expected,
    0,
  );
  return chiSquaredSf(statistic, categories.length - 1);
}

function regroup(all: readonly Category[]): Category[] {
  const categories = all.toSorted((a, b) => a.expected - b.expected);
  for (;;) {
    const [least, allowed] =
      categories.length > 2 ? [5, Math.floor(0.2 * categories.length)] : [10, 0];
    const rare = categories.filter(({ expected }) => expected < least).length;
    if (categories.length < 2 || rare <= allowed) return categories;
    const [first, second] = categories.splice(0, 2) as [Category, Category];
    const joined = {
      expected: first.expected + second.expected,
      observed: first.observed + second.observed,
    };
    const place = categories.findIndex(({ expected }) => expected > joined.expected);
    categories.splice(place === -1 ? categories.length : place, 0, joined);
  }
}
