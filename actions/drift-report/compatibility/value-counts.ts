/** Rows per distinct value of one column, on both sides: all that any of these methods looks at. */
export interface ValueCounts {
  /** Distinct values, ascending; of categories their rank in text order. */
  readonly values: Float64Array;
  readonly reference: Float64Array;
  readonly current: Float64Array;
  /** The column's type is integer and neither side has a missing value: NumPy then bins integers. */
  readonly isInteger: boolean;
}

export type Side = 'reference' | 'current';

export function rowsOf(counts: Float64Array): number {
  let rows = 0;
  for (const n of counts) rows += n;
  return rows;
}

/** Distinct values of one side. */
export function distinctOf(counts: Float64Array): number {
  let distinct = 0;
  for (const n of counts) if (n > 0) distinct++;
  return distinct;
}

export function sharesOf(counts: ArrayLike<number>): Float64Array {
  const shares = Float64Array.from(counts);
  const rows = rowsOf(shares);
  return shares.map((n) => n / rows);
}

/** Mean and population standard deviation. */
export function momentsOf(
  values: Float64Array,
  counts: Float64Array,
): { mean: number; sigma: number } {
  const rows = rowsOf(counts);
  const mean = meanOf(values, counts, rows, (value) => value);
  const variance = meanOf(values, counts, rows, (value) => (value - mean) ** 2);
  return { mean, sigma: Math.sqrt(variance) };
}

/** The third moment of the standardised values. */
export function skewnessOf(values: Float64Array, counts: Float64Array): number {
  const { mean, sigma } = momentsOf(values, counts);
  return meanOf(values, counts, rowsOf(counts), (value) => ((value - mean) / sigma) ** 3);
}

function meanOf(
  values: Float64Array,
  counts: Float64Array,
  rows: number,
  of: (value: number) => number,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const n = counts[i] as number;
    if (n > 0) sum += n * of(values[i] as number);
  }
  return sum / rows;
}

/** Smallest and largest value that `counts` fills. */
export function rangeOf(
  values: Float64Array,
  counts: Float64Array,
): { lowest: number; highest: number } {
  let first = 0;
  while (first < counts.length - 1 && counts[first] === 0) first++;
  let last = counts.length - 1;
  while (last > first && counts[last] === 0) last--;
  return { lowest: values[first] as number, highest: values[last] as number };
}

/** Rows of both sides together. */
export function pooled({ reference, current }: ValueCounts): Float64Array {
  return reference.map((n, i) => n + (current[i] as number));
}

/**
 * Edges of equal widths as `numpy.linspace` gives them. A range of one value is widened by one half
 * on each side, as `numpy.histogram_bin_edges` does.
 */
export function evenEdges(lowest: number, highest: number, bins: number): Float64Array {
  const [from, to] = lowest === highest ? [lowest - 0.5, highest + 0.5] : [lowest, highest];
  const step = (to - from) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + from);
  edges[bins] = to;
  return edges;
}

/**
 * Rows per bin as `numpy.histogram` counts them: each bin up to but without its upper edge, the last
 * one with it. Rows outside the edges are in no bin.
 */
export function histogram(
  values: Float64Array,
  counts: Float64Array,
  edges: Float64Array,
): Float64Array {
  const bins = new Float64Array(edges.length - 1);
  const last = edges.length - 1;
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < (edges[0] as number)) continue;
    if (value > (edges[last] as number)) break;
    while (bin < last - 1 && value >= (edges[bin + 1] as number)) bin++;
    bins[bin] = (bins[bin] as number) + (counts[i] as number);
  }
  return bins;
}

/** NumPy's `sturges`: ⌈log2(n) + 1⌉ bins, and from version 2 none narrower than an integer. */
export function sturgesBins(
  lowest: number,
  highest: number,
  rows: number,
  isInteger: boolean,
): number {
  const span = highest - lowest;
  const width = span / (Math.log2(rows) + 1);
  return span === 0 ? 1 : Math.ceil(span / (isInteger ? Math.max(1, width) : width));
}

/** NumPy's `doane`: Sturges with more bins for skewed data. */
export function doaneBins(values: Float64Array, counts: Float64Array): number {
  const rows = rowsOf(counts);
  const { lowest, highest } = rangeOf(values, counts);
  const span = highest - lowest;
  if (rows <= 2 || span === 0) return 1;
  const spread = Math.sqrt((6 * (rows - 2)) / ((rows + 1) * (rows + 3)));
  const skew = Math.abs(skewnessOf(values, counts));
  const width = span / (1 + Math.log2(rows) + Math.log2(1 + skew / spread));
  return Math.ceil(span / width);
}
