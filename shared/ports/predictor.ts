import type { FeatureBatch, PredictedBatch } from '../domain/prediction.ts';
import type { DataFile } from './table-reader.ts';

export type { FeatureBatch, FeatureColumn, PredictedBatch } from '../domain/prediction.ts';

/** A model that can be asked, wherever it runs. */
export interface Predictor {
  /** What a person calls it: a file, a folder, an address without credentials. */
  readonly source: string;
  /** How it runs. */
  readonly runtime: 'onnx' | 'tensorflow' | 'serving-entry' | 'endpoint';
  /** The features it wants, in its own order; undefined: it does not say. */
  readonly features: readonly string[] | undefined;
  /** How many features it wants; undefined: it does not say. */
  readonly featureCount: number | undefined;
  /** The names of the classes, in the order of the numbers; undefined: it does not say. */
  readonly classes: readonly string[] | undefined;
  /** The model's files; empty: it runs elsewhere. */
  readonly files: readonly DataFile[];
  /** Bytes of the model's files; undefined: it runs elsewhere. */
  readonly size: number | undefined;
  /** Whether its arithmetic was reduced to integers; undefined: it cannot be told. */
  readonly isQuantized: boolean | undefined;
  /**
   * Any number of rows; they are asked about in batches. Answers may be of any number; what is not finite is the caller's to refuse.
   *
   * @throws ActionError (external) when the model does not answer, (usage) when it cannot take
   *   these features.
   */
  predict(batch: FeatureBatch, signal: AbortSignal): Promise<PredictedBatch>;
  close(): Promise<void>;
}

/** What the configuration says about a model that the model itself does not. */
export interface PredictorOptions {
  /** The classes, in the order of the model's numbers. */
  readonly classes?: readonly string[] | undefined;
  /** Which of several outputs is the prediction. */
  readonly output?: string | undefined;
  /** Rows in one request at most. Default: what suits the runtime. */
  readonly batch?: number | undefined;
  /** How long an endpoint may take for one request. */
  readonly timeoutMs?: number | undefined;
}

export interface PredictorLoader {
  /**
   * Whether this names a model: an `.onnx` file, a folder, or an address with `/v2/models/`.
   *
   * @throws ActionError (usage, `endpoint-address`) at the address of a server without a model.
   */
  isModel(root: string, reference: string): Promise<boolean>;
  /**
   * @param root where relative paths start.
   * @param reference an `.onnx` file, a model folder, or an address that speaks the Open Inference
   *   Protocol: `http://host:8080/v2/models/flights`.
   * @throws ActionError (usage) with what such a reference must look like, (external) when the
   *   runtime or the endpoint cannot be had.
   */
  load(root: string, reference: string, options?: PredictorOptions): Promise<Predictor>;
}
