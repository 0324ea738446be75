import type { BinnedFeatures } from '../../../shared/stats/boosted-trees.ts';

type Column = ArrayLike<unknown>;

/** Bins of a feature; the first is for missing values, the last category bin for rare ones. */
const bins = 32;

/** Turns one column into bins, the same way for every sample. */
export type Binning = (column: Column) => Uint8Array;

/**
 * How to bin a column: numbers by the reference's quantiles; categories, the commonest ones, in the
 * order of their mean target, so that a tree can split them.
 *
 * @param target one a row
 */
export function binningOf(column: Column, target: Float64Array): Binning {
  const isNumber = column instanceof Float64Array;
  return isNumber ? quantileBinning(column) : categoryBinning(column, target);
}

function quantileBinning(column: Float64Array): Binning {
  const values = column.filter(Number.isFinite).sort();
  const edges = new Set<number>();
  for (let i = 1; i < bins - 1; i++) {
    const edge = values[Math.floor((i * values.length) / (bins - 1))];
    if (edge !== undefined) edges.add(edge);
  }
  const sorted = Float64Array.from(edges);
  return (other) =>
    Uint8Array.from({ length: other.length }, (_, row) => {
      const value = other[row];
      if (typeof value !== 'number' || !Number.isFinite(value)) return 0;
      let bin = 1;
      while (bin <= sorted.length && value >= (sorted[bin - 1] as number)) bin++;
      return bin;
    });
}

function categoryBinning(column: Column, target: Float64Array): Binning {
  const groups = new Map<string, { rows: number; total: number }>();
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    if (value === null || value === undefined) continue;
    const group = groups.get(String(value)) ?? { rows: 0, total: 0 };
    group.rows++;
    group.total += target[row] ?? 0;
    groups.set(String(value), group);
  }
  const kept = [...groups]
    .sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1))
    .slice(0, bins - 2)
    .sort(([, x], [, y]) => x.total / x.rows - y.total / y.rows);
  const binOf = new Map(kept.map(([value], i) => [value, i + 1]));
  return (other) =>
    Uint8Array.from({ length: other.length }, (_, row) => {
      const value = other[row];
      if (value === null || value === undefined) return 0;
      return binOf.get(String(value)) ?? bins - 1;
    });
}

/** All features of one sample, with their binnings. */
export function binAll(
  binnings: ReadonlyMap<string, Binning>,
  columns: Readonly<Record<string, Column>>,
): BinnedFeatures {
  return [...binnings].map(([name, binning]) => binning(columns[name] ?? []));
}
