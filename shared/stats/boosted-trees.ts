/** Features cut into bins: one array a feature, one bin (0 to 63) a row. */
export type BinnedFeatures = readonly Uint8Array[];

export interface BoostingOptions {
  readonly trees?: number;
  readonly depth?: number;
  readonly rate?: number;
  readonly leastRows?: number;
}

const mostBins = 64;

interface Node {
  /** Rows up to this bin of the feature go left; undefined at a leaf. */
  readonly split: { feature: number; bin: number } | undefined;
  readonly value: number;
  readonly left: Node | undefined;
  readonly right: Node | undefined;
}

export interface BoostedTrees {
  readonly base: number;
  readonly trees: readonly Node[];
}

/**
 * Least-squares gradient boosting of shallow trees over binned features. No draw: the same rows give
 * the same trees.
 *
 * @param target one a row; at least one row
 * @throws RangeError without rows
 * @see J. Friedman, Greedy Function Approximation: A Gradient Boosting Machine (2001)
 */
export function boostTrees(
  features: BinnedFeatures,
  target: Float64Array,
  options: BoostingOptions = {},
): BoostedTrees {
  const { trees = 60, depth = 3, rate = 0.1, leastRows = 20 } = options;
  if (target.length === 0) throw new RangeError('boosted trees: no rows');
  const base = target.reduce((sum, value) => sum + value, 0) / target.length;
  const residuals = target.map((value) => value - base);
  const rows = Uint32Array.from(target.keys());
  const grown: Node[] = [];
  for (let tree = 0; tree < trees; tree++) {
    const node = grow(features, residuals, rows, { depth, rate, leastRows });
    if (node.split === undefined) break;
    grown.push(node);
    for (let row = 0; row < residuals.length; row++) {
      residuals[row] = (residuals[row] as number) - valueAt(node, features, row);
    }
  }
  return { base, trees: grown };
}

/** The value of each row. */
export function predictTrees(
  { base, trees }: BoostedTrees,
  features: BinnedFeatures,
  rows: number,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    trees.reduce((sum, tree) => sum + valueAt(tree, features, row), base),
  );
}

function valueAt(tree: Node, features: BinnedFeatures, row: number): number {
  let node: Node = tree;
  while (node.split !== undefined && node.left !== undefined && node.right !== undefined) {
    const { feature, bin }: { feature: number; bin: number } = node.split;
    node = ((features[feature] as Uint8Array)[row] as number) <= bin ? node.left : node.right;
  }
  return node.value;
}

interface Growth {
  readonly depth: number;
  readonly rate: number;
  readonly leastRows: number;
}

function grow(
  features: BinnedFeatures,
  residuals: Float64Array,
  rows: Uint32Array,
  growth: Growth,
): Node {
  let sum = 0;
  for (const row of rows) sum += residuals[row] as number;
  const value = (growth.rate * sum) / rows.length;
  const leaf = { split: undefined, value, left: undefined, right: undefined };
  if (growth.depth === 0 || rows.length < 2 * growth.leastRows) return leaf;
  const split = bestSplit(features, residuals, rows, sum, growth.leastRows);
  if (split === undefined) return leaf;
  const bins = features[split.feature] as Uint8Array;
  const deeper = { ...growth, depth: growth.depth - 1 };
  const isLeft = (row: number): boolean => (bins[row] as number) <= split.bin;
  return {
    split,
    value,
    left: grow(features, residuals, rows.filter(isLeft), deeper),
    right: grow(
      features,
      residuals,
      rows.filter((row) => !isLeft(row)),
      deeper,
    ),
  };
}

/** The split with the largest fall of squared error, or none that lowers it. */
function bestSplit(
  features: BinnedFeatures,
  residuals: Float64Array,
  rows: Uint32Array,
  sum: number,
  leastRows: number,
): { feature: number; bin: number } | undefined {
  // Below this the fall is rounding.
  let best = (sum * sum) / rows.length + 1e-12;
  let found: { feature: number; bin: number } | undefined;
  for (const [feature, bins] of features.entries()) {
    const counts = new Uint32Array(mostBins);
    const sums = new Float64Array(mostBins);
    for (const row of rows) {
      const bin = bins[row] as number;
      counts[bin] = (counts[bin] as number) + 1;
      sums[bin] = (sums[bin] as number) + (residuals[row] as number);
    }
    let [n, total] = [0, 0];
    for (let bin = 0; bin < mostBins - 1; bin++) {
      n += counts[bin] as number;
      total += sums[bin] as number;
      if ((counts[bin] as number) === 0 || n < leastRows) continue;
      if (rows.length - n < leastRows) break;
      const gain = total ** 2 / n + (sum - total) ** 2 / (rows.length - n);
      if (gain <= best) continue;
      best = gain;
      found = { feature, bin };
    }
  }
  return found;
}
