import type { BinnedFeature } from './features.ts';

/** Rows whose feature lies in these bins. */
export interface Condition {
  readonly feature: BinnedFeature;
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/** Rows that meet every condition, with what was seen of them while searching. */
export interface Candidate {
  readonly conditions: readonly Condition[];
  readonly rows: number;
  /** How many standard errors the mean loss lies above that of all other rows. */
  readonly excess: number;
}

/** Rows to search, and what each of them lost. */
export interface Search {
  readonly features: readonly BinnedFeature[];
  readonly indices: Int32Array;
  readonly losses: Float64Array;
  readonly minRows: number;
}

/** Number, sum and sum of squares of losses. */
type Sums = readonly [rows: number, sum: number, squares: number];

const depth = 3;

/**
 * Where losses are higher than elsewhere: ranges and values of each feature, cells of each pair of
 * features, and the leaves of a shallow regression tree over all of them.
 */
export function findCandidates(search: Search): Candidate[] {
  const all = sumsOf(search);
  const singles = search.features.flatMap((feature) => ofOne(search, feature, all));
  const pairs = search.features.flatMap((one, i) =>
    search.features.slice(i + 1).flatMap((other) => ofPair(search, one, other, all)),
  );
  const leaves = grow(search, search.indices, [], all);
  return [...singles, ...pairs, ...leaves]
    .filter(({ excess, rows }) => excess > 0 && rows >= search.minRows)
    .toSorted((a, b) => b.excess - a.excess || a.conditions.length - b.conditions.length);
}

function sumsOf({ indices, losses }: Pick<Search, 'indices' | 'losses'>): Sums {
  let [sum, squares] = [0, 0];
  for (const row of indices) {
    const loss = losses[row] as number;
    sum += loss;
    squares += loss * loss;
  }
  return [indices.length, sum, squares];
}

/** Standard errors by which the mean of some rows lies above the mean of the others. */
function excessOf([rows, sum, squares]: Sums, [allRows, allSum, allSquares]: Sums): number {
  const others = allRows - rows;
  if (rows < 2 || others < 2) return 0;
  const mean = sum / rows;
  const otherMean = (allSum - sum) / others;
  const variance = Math.max(0, squares / rows - mean * mean);
  const otherVariance = Math.max(0, (allSquares - squares) / others - otherMean * otherMean);
  const error = Math.sqrt(variance / rows + otherVariance / others);
  return error === 0 ? 0 : (mean - otherMean) / error;
}

/** Sums by bin: three numbers each. */
function histogram(
  { losses }: Pick<Search, 'losses'>,
  indices: Int32Array,
  cells: number,
  cellOf: (row: number) => number,
): Float64Array {
  const sums = new Float64Array(3 * cells);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    const loss = losses[row] as number;
    const cell = 3 * cellOf(row);
    sums[cell] = (sums[cell] as number) + 1;
    sums[cell + 1] = (sums[cell + 1] as number) + loss;
    sums[cell + 2] = (sums[cell + 2] as number) + loss * loss;
  }
  return sums;
}

function added(sums: Float64Array, from: number, to: number): Sums {
  let [rows, sum, squares] = [0, 0, 0];
  for (let cell = from; cell <= to; cell++) {
    rows += sums[3 * cell] as number;
    sum += sums[3 * cell + 1] as number;
    squares += sums[3 * cell + 2] as number;
  }
  return [rows, sum, squares];
}

function ofOne(search: Search, feature: BinnedFeature, all: Sums): Candidate[] {
  const { bins, count, isOrdered } = feature;
  const sums = histogram(search, search.indices, count, (row) => bins[row] as number);
  const found: Candidate[] = [];
  for (let from = 0; from < count; from++) {
    const last = isOrdered ? count - 1 : from;
    for (let to = from; to <= last; to++) {
      const part = added(sums, from, to);
      const conditions = [{ feature, from, to }];
      found.push({ conditions, rows: part[0], excess: excessOf(part, all) });
    }
  }
  return found;
}

function ofPair(search: Search, one: BinnedFeature, other: BinnedFeature, all: Sums): Candidate[] {
  const width = other.count;
  const sums = histogram(
    search,
    search.indices,
    one.count * width,
    (row) => (one.bins[row] as number) * width + (other.bins[row] as number),
  );
  const found: Candidate[] = [];
  for (let cell = 0; cell < one.count * width; cell++) {
    const part = added(sums, cell, cell);
    if (part[0] < search.minRows) continue;
    const [a, b] = [Math.floor(cell / width), cell % width];
    const conditions = [
      { feature: one, from: a, to: a },
      { feature: other, from: b, to: b },
    ];
    found.push({ conditions, rows: part[0], excess: excessOf(part, all) });
  }
  return found;
}

/** Leaves of a tree that always cuts where the losses of both sides differ most. */
function grow(
  search: Search,
  indices: Int32Array,
  conditions: readonly Condition[],
  all: Sums,
): Candidate[] {
  const own = sumsOf({ indices, losses: search.losses });
  const leaf = { conditions, rows: own[0], excess: excessOf(own, all) };
  const cut = conditions.length < depth ? bestCut(search, indices, own) : undefined;
  if (cut === undefined) return conditions.length === 0 ? [] : [leaf];
  return cut.flatMap((condition) => {
    const inside = indices.filter((row) => meets([condition], row));
    return grow(search, inside, [...conditions, condition], all);
  });
}

/** Both sides of the best cut; of a value only its own side, as what is left over is no one value. */
function bestCut(search: Search, indices: Int32Array, own: Sums): Condition[] | undefined {
  let best: { gain: number; feature: BinnedFeature; from: number; to: number } | undefined;
  for (const feature of search.features) {
    const { bins, count, isOrdered } = feature;
    const sums = histogram(search, indices, count, (row) => bins[row] as number);
    for (let to = 0; to < count; to++) {
      const from = isOrdered ? 0 : to;
      const part = added(sums, from, to);
      const rest = own[0] - part[0];
      if (part[0] < search.minRows || rest < search.minRows) continue;
      const gain = part[1] ** 2 / part[0] + (own[1] - part[1]) ** 2 / rest;
      if (gain > (best?.gain ?? own[1] ** 2 / own[0])) best = { gain, feature, from, to };
    }
  }
  if (best === undefined) return undefined;
  const { feature, from, to } = best;
  const inside = { feature, from, to };
  if (!feature.isOrdered) return [inside];
  return [inside, { feature, from: to + 1, to: feature.count - 1 }];
}

/** Whether a row meets every condition. */
export function meets(conditions: readonly Condition[], row: number): boolean {
  return conditions.every(({ feature, from, to }) => {
    const bin = feature.bins[row] as number;
    return bin >= from && bin <= to;
  });
}

/** `distance ≥ 500 and < 900 and origin = BOS`; conditions on one feature are joined. */
export function describe(conditions: readonly Condition[]): string {
  const merged = new Map<BinnedFeature, Condition>();
  for (const condition of conditions) {
    const known = merged.get(condition.feature);
    merged.set(condition.feature, {
      feature: condition.feature,
      from: Math.max(known?.from ?? 0, condition.from),
      to: Math.min(known?.to ?? condition.to, condition.to),
    });
  }
  return [...merged.values()].map(({ feature, from, to }) => feature.describe(from, to)).join(', ');
}
