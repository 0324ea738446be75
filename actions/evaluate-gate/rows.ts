/**
 * Held-out rows with the answers of one or two models, as columns. Built in key order, so that
 * nothing computed from them depends on the order of rows in a file.
 */
interface RowsBase {
  /** Columns to group rows by; empty once rows are those of one group. */
  readonly slices: readonly SliceColumn[];
  /**
   * Which entity each row belongs to, as a code from 0, where the policy names one: rows of one
   * customer are not independent of each other.
   */
  readonly clusters?: Int32Array;
  /** Columns to search for segments in; only where the policy asks for it. */
  readonly features?: readonly Feature[];
}

/** A column that may tell where a model is weak. */
export type Feature =
  /** NaN: no value. */
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array }
  | ({ readonly kind: 'category' } & SliceColumn);

/** What a model's predictions of a binary label are. */
export type BinaryKind = 'probability' | 'score' | 'class';

export interface BinaryRows extends RowsBase {
  readonly task: 'binary';
  /** 1 for the positive class, 0 for the other. */
  readonly labels: Uint8Array;
  /** Probabilities, scores, or classes as 0 and 1. */
  readonly challenger: Float64Array;
  readonly challengerKind: BinaryKind;
  readonly champion?: Float64Array;
  readonly championKind?: BinaryKind;
}

export interface MulticlassRows extends RowsBase {
  readonly task: 'multiclass';
  /** The classes, in ascending order of their text. */
  readonly classes: readonly string[];
  /** Index into `classes`. */
  readonly labels: Uint8Array;
  /** Index of the predicted class; `classes.length` for one that no label has. */
  readonly challenger: Float64Array;
  /** A column a class, rows adding up to 1; where the model gives probabilities. */
  readonly challengerShares?: readonly Float64Array[];
  readonly champion?: Float64Array;
  readonly championShares?: readonly Float64Array[];
}

/** Rows of which any number of labels is true. */
export interface MultilabelRows extends RowsBase {
  readonly task: 'multilabel';
  /** The labels, in ascending order of their text. */
  readonly names: readonly string[];
  /** How many labels each row has. */
  readonly labels: Uint8Array;
  /** How many labels each row is given. */
  readonly challenger: Float64Array;
  readonly champion?: Float64Array;
  /** A column a label: 1 where it is true. */
  readonly truths: readonly Float64Array[];
  /** A column a label: its probability, or 1 where it is predicted. */
  readonly challengerShares: readonly Float64Array[];
  readonly challengerKind: MultilabelKind;
  readonly championShares?: readonly Float64Array[];
  readonly championKind?: MultilabelKind;
}

/** Whether a model gives each label a probability, or says which ones are true. */
export type MultilabelKind = 'probability' | 'class';

/** The interval that a model gives each row. */
export interface PredictedRange {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface RegressionRows extends RowsBase {
  readonly task: 'regression';
  readonly labels: Float64Array;
  readonly challenger: Float64Array;
  readonly champion?: Float64Array;
  /** Where each model gives an interval beside its value. */
  readonly challengerRange?: PredictedRange;
  readonly championRange?: PredictedRange;
  /** The naive forecast's mean absolute error in training, of each row's series. */
  readonly scale?: Float64Array;
}

/** Items of queries: the label is an item's relevance, 0 for none, the clusters are the queries. */
export interface RankingRows extends RowsBase {
  readonly task: 'ranking';
  readonly labels: Float64Array;
  /** Larger ranks higher. */
  readonly challenger: Float64Array;
  readonly champion?: Float64Array;
  readonly clusters: Int32Array;
}

export type GateRows = BinaryRows | MulticlassRows | MultilabelRows | RegressionRows | RankingRows;

/** A column to slice by: a code a row, and what each code stands for. */
export interface SliceColumn {
  readonly name: string;
  /** Index into `values`, one a row. */
  readonly codes: Int32Array;
  /** null: the rows without a value. */
  readonly values: readonly (string | null)[];
}

/** The same columns at some of the rows, without the slice columns. */
export function rowsAt<R extends GateRows>(rows: R, indices: Int32Array): R {
  const at = (values: Float64Array) => pick(values, new Float64Array(indices.length), indices);
  const labels =
    rows.task === 'binary' || rows.task === 'multiclass' || rows.task === 'multilabel'
      ? pick(rows.labels, new Uint8Array(indices.length), indices)
      : at(rows.labels);
  const champion = rows.champion === undefined ? {} : { champion: at(rows.champion) };
  const clusters =
    rows.clusters === undefined
      ? {}
      : { clusters: pick(rows.clusters, new Int32Array(indices.length), indices) };
  const shares = rows.task === 'multiclass' || rows.task === 'multilabel' ? sharesAt(rows, at) : {};
  const ranges = rows.task === 'regression' ? rangesAt(rows, at) : {};
  const truths = rows.task === 'multilabel' ? { truths: rows.truths.map(at) } : {};
  const challenger = at(rows.challenger);
  return {
    ...rows,
    labels,
    challenger,
    ...champion,
    ...clusters,
    ...shares,
    ...truths,
    ...ranges,
    slices: [],
    features: [],
  };
}

function rangesAt(
  { challengerRange: own, championRange: old, scale }: RegressionRows,
  at: (values: Float64Array) => Float64Array,
): Partial<RegressionRows> {
  return {
    ...(own && { challengerRange: { low: at(own.low), high: at(own.high) } }),
    ...(old && { championRange: { low: at(old.low), high: at(old.high) } }),
    ...(scale && { scale: at(scale) }),
  };
}

function sharesAt(
  { challengerShares, championShares }: MulticlassRows | MultilabelRows,
  at: (values: Float64Array) => Float64Array,
): Partial<MulticlassRows> {
  return {
    ...(challengerShares && { challengerShares: challengerShares.map(at) }),
    ...(championShares && { championShares: championShares.map(at) }),
  };
}

function pick<A extends Float64Array | Int32Array | Uint8Array>(
  values: A,
  into: A,
  indices: Int32Array,
): A {
  for (let i = 0; i < indices.length; i++) into[i] = values[indices[i] as number] as number;
  return into;
}

/** The rows of each slice value, in one pass. */
export function indicesByValue({ codes, values }: SliceColumn): Int32Array[] {
  const sizes = new Int32Array(values.length);
  for (const code of codes) sizes[code] = (sizes[code] as number) + 1;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const place = filled[code] as number;
    (groups[code] as Int32Array)[place] = row;
    filled[code] = place + 1;
  }
  return groups;
}

/** A column, or several whose values are taken together. */
export type GroupBy = string | readonly string[];

/** The columns that groupings are made of, each once. */
export function columnsOf(groupings: readonly GroupBy[]): string[] {
  return [...new Set(groupings.flat())];
}

/** Rows grouped by a column or by several together; undefined where a column is not there. */
export function groupBy(rows: GateRows, by: GroupBy): SliceColumn | undefined {
  const columns = [by].flat().map((name) => rows.slices.find((column) => column.name === name));
  const [first, ...others] = columns;
  if (first === undefined) return undefined;
  return others.reduce<SliceColumn | undefined>(
    (left, right) => (left === undefined || right === undefined ? undefined : cross(left, right)),
    first,
  );
}

/** Only pairs of values that occur get a code, in the order of the values. */
function cross(left: SliceColumn, right: SliceColumn): SliceColumn {
  const width = right.values.length;
  const pairs = left.codes.map((code, row) => code * width + (right.codes[row] as number));
  const present = [...new Set(pairs)].sort((a, b) => a - b);
  const codeOf = new Map(present.map((pair, code) => [pair, code]));
  const named = (value: string | null | undefined) => value ?? '(missing)';
  return {
    name: `${left.name} × ${right.name}`,
    codes: pairs.map((pair) => codeOf.get(pair) as number),
    values: present.map(
      (pair) =>
        `${named(left.values[Math.floor(pair / width)])} × ${named(right.values[pair % width])}`,
    ),
  };
}

/** Whether both models gave the same answer on every row; false without a champion. */
export function areIdentical(rows: GateRows): boolean {
  const { challenger, champion } = rows;
  const same = (own: Float64Array | undefined, old: Float64Array | undefined): boolean =>
    old?.every((value, row) => value === own?.[row]) ?? false;
  if (!same(challenger, champion)) return false;
  if (rows.task !== 'multiclass' && rows.task !== 'multilabel') return true;
  const { challengerShares = [], championShares = [] } = rows;
  return (
    challengerShares.length === championShares.length &&
    championShares.every((shares, i) => same(challengerShares[i], shares))
  );
}
