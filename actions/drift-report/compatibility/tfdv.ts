import { jensenShannonNats, largestGap } from './distances.ts';
import {
  evenEdges,
  histogram,
  rangeOf,
  rowsOf,
  sharesOf,
  type ValueCounts,
} from './value-counts.ts';

/*
 * TensorFlow Data Validation 1.21. Its histograms are sketches; these are exact, so the last digits
 * may differ on more rows than a sketch holds.
 */

const buckets = 10;

/**
 * The divergence (no root) in bits of two histograms of ten even buckets, each over its own sample's
 * range, both cut at the edges of either; rows of a bucket that is cut are spread evenly over it.
 */
export function tfdvJsd({ values, reference, current }: ValueCounts): number {
  const [own, other] = [histogramOf(values, reference), histogramOf(values, current)];
  const edges = [...new Set([...own.edges, ...other.edges])].sort((a, b) => a - b);
  return jensenShannonNats(spread(own, edges), spread(other, edges)) / Math.LN2;
}

interface Histogram {
  readonly edges: Float64Array;
  readonly shares: Float64Array;
}

function histogramOf(values: Float64Array, counts: Float64Array): Histogram {
  const { lowest, highest } = rangeOf(values, counts);
  const edges = evenEdges(lowest, highest, buckets);
  return { edges, shares: sharesOf(histogram(values, counts, edges)) };
}

function spread({ edges, shares }: Histogram, finer: readonly number[]): Float64Array {
  return Float64Array.from({ length: finer.length - 1 }, (_, i) => {
    const [from, to] = [finer[i] as number, finer[i + 1] as number];
    const bucket = edges.findIndex((edge, j) => edge <= from && to <= (edges[j + 1] as number));
    if (bucket === -1) return 0;
    const width = (edges[bucket + 1] as number) - (edges[bucket] as number);
    return ((shares[bucket] as number) * (to - from)) / width;
  });
}

const mostValues = 1_000;

/** Over the 1,000 commonest values of each side, whose shares are made to add up to 1. */
export function tfdvLInfinity({ reference, current }: ValueCounts): number {
  return largestGap(commonest(reference), commonest(current));
}

function commonest(counts: Float64Array): Float64Array {
  if (counts.length <= mostValues) return sharesOf(counts);
  const least = counts.toSorted().at(-mostValues) as number;
  let left = mostValues - counts.filter((n) => n > least).length;
  const kept = counts.map((n) => {
    if (n > least) return n;
    return n === least && left-- > 0 ? n : 0;
  });
  return rowsOf(kept) === 0 ? kept : sharesOf(kept);
}
