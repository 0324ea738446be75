/** One column of both samples: numbers (missing: NaN), or texts (missing: null). */
export type SampledColumn =
  | { readonly kind: 'number'; readonly reference: Float64Array; readonly current: Float64Array }
  | {
      readonly kind: 'category';
      readonly reference: readonly (string | null)[];
      readonly current: readonly (string | null)[];
    };

/** Rows of both samples over the same columns, in random order. */
export interface Samples {
  readonly names: readonly string[];
  readonly columns: readonly SampledColumn[];
  /** Where each reference row stands in its file, from 0 to 1. */
  readonly places: Float64Array;
}

export interface Coded<A extends Uint8Array | Float64Array> {
  readonly reference: A;
  readonly current: A;
}

/** What `shared/stats/boosted-trees.ts` takes; the first bin holds missing values. */
const mostBins = 63;

/**
 * Bins for trees. Numbers: quantiles of both samples together. Categories: by how common they are in
 * both together, the rare ones share the last bin.
 */
export function binsOf(column: SampledColumn): Coded<Uint8Array> {
  if (column.kind === 'number') {
    const edges = quantileEdges(column);
    const bin = (value: number): number => (Number.isNaN(value) ? 0 : 1 + place(edges, value));
    return {
      reference: Uint8Array.from(column.reference, bin),
      current: Uint8Array.from(column.current, bin),
    };
  }
  const counts = tally([...column.reference, ...column.current]);
  const ranks = new Map(
    [...counts]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([value], i) => [value, Math.min(i + 1, mostBins)]),
  );
  const bin = (value: string | null): number => (value === null ? 0 : (ranks.get(value) ?? 0));
  return {
    reference: Uint8Array.from(column.reference, bin),
    current: Uint8Array.from(column.current, bin),
  };
}

function quantileEdges({
  reference,
  current,
}: {
  reference: Float64Array;
  current: Float64Array;
}): number[] {
  const sorted = Float64Array.from([...reference, ...current].filter((x) => !Number.isNaN(x)));
  sorted.sort();
  const edges = Array.from(
    { length: mostBins - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / mostBins)] ?? 0,
  );
  return [...new Set(edges)];
}

/** How many edges lie below the value. */
function place(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tally(values: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * Numbers for principal components, all learned from the reference: a missing number is its mean, a
 * category its share (a missing one that of the commonest), and all are standardised.
 */
export function standardised(column: SampledColumn): Coded<Float64Array> {
  const { reference, current } = column.kind === 'number' ? column : shares(column);
  const known = reference.filter((x) => !Number.isNaN(x));
  const mean = known.reduce((sum, x) => sum + x, 0) / Math.max(1, known.length);
  const filled = reference.map((x) => (Number.isNaN(x) ? mean : x));
  const variance = filled.reduce((sum, x) => sum + (x - mean) ** 2, 0) / filled.length;
  const sigma = Math.sqrt(variance) || 1;
  const standard = (x: number): number => (Number.isNaN(x) ? 0 : (x - mean) / sigma);
  return { reference: filled.map(standard), current: current.map(standard) };
}

function shares({
  reference,
  current,
}: {
  readonly reference: readonly (string | null)[];
  readonly current: readonly (string | null)[];
}): Coded<Float64Array> {
  const counts = tally(reference);
  const commonest = Math.max(0, ...counts.values());
  const share = (value: string | null): number =>
    (value === null ? commonest : (counts.get(value) ?? 0)) / reference.length;
  return {
    reference: Float64Array.from(reference, share),
    current: Float64Array.from(current, share),
  };
}
