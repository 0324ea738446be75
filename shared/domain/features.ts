/** One feature of a batch: numbers (NaN: missing) or texts (null: missing), one value a row. */
export type FeatureColumn =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] };

export interface FeatureBatch {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/**
 * What a model answers for a batch: `width` numbers a row, row by row. One number is the probability
 * of the positive class or the predicted value; more are the probabilities of `classes`, in order.
 */
export interface PredictedBatch {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}
