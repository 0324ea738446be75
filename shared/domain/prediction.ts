/** One feature of a batch: numbers (NaN: missing) or texts (null: missing), one value a row. */
export type FeatureColumn =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] };

/** Rows that a model is asked about, as columns. Names are unique. */
export interface FeatureBatch {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/** Some rows of a batch, without copying numbers. `to` is not among them. */
export function batchRows({ columns }: FeatureBatch, from: number, to: number): FeatureBatch {
  const part = (column: FeatureColumn): FeatureColumn =>
    column.kind === 'number'
      ? { ...column, values: column.values.subarray(from, to) }
      : { ...column, values: column.values.slice(from, to) };
  return { rows: to - from, columns: columns.map(part) };
}

/**
 * What a model answers for a batch: `width` numbers a row, row by row. One number is the probability
 * of the positive class, a class or the predicted value; more are the probabilities of the classes.
 */
export interface PredictedBatch {
  readonly rows: number;
  /** 0: the model names classes and gives no numbers. */
  readonly width: number;
  readonly values: Float64Array;
  /** The class of each row, where the model names it beside its numbers. */
  readonly labels?: readonly string[];
}
