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

/** A model that can be asked, wherever it runs. */
export interface Predictor {
  /** What a person calls it: a file, a folder, an address. */
  readonly source: string;
  /** How it runs: `onnx`, `tensorflow`, `endpoint`. */
  readonly runtime: string;
  /** The features it wants, in its own order; undefined: it does not say. */
  readonly features: readonly string[] | undefined;
  /** The names of the classes, in the order of the numbers; undefined: it does not say. */
  readonly classes: readonly string[] | undefined;
  /** Bytes of the model's files; undefined: it runs elsewhere. */
  readonly size: number | undefined;
  /**
   * @throws ActionError (external) when the model does not answer, (usage) when it cannot take
   *   these features.
   */
  predict(batch: FeatureBatch, signal: AbortSignal): Promise<PredictedBatch>;
  close(): Promise<void>;
}

export interface PredictorLoader {
  /**
   * @param reference an `.onnx` file, a model folder, or an address that speaks the Open Inference
   *   Protocol.
   * @throws ActionError (usage) with what such a reference must look like.
   */
  load(reference: string): Promise<Predictor>;
}
