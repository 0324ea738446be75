import type { FeatureBatch, PredictedBatch } from '../domain/features.ts';

export type { FeatureBatch, FeatureColumn, PredictedBatch } from '../domain/features.ts';

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
