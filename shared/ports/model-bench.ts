import type { FeatureBatch } from '../domain/prediction.ts';
import type { Predictor, PredictorOptions } from './predictor.ts';

/** How much to measure. */
export interface BenchPlan {
  /** Requests of one row to each model. */
  readonly requests: number;
  /** Requests of all rows at once to each model. */
  readonly batches: number;
  /** Once it has taken so long, measuring ends with what there is. */
  readonly seconds: number;
}

/** How long one model took, in milliseconds, in the order of asking. */
export interface Timings {
  /** Of requests of one row. */
  readonly single: Float64Array;
  /** Of requests of `batchRows` rows. */
  readonly batch: Float64Array;
  readonly batchRows: number;
}

/** A model, and rows as it is given them: models may want different features. */
export interface TimedModel {
  readonly predictor: Predictor;
  readonly rows: FeatureBatch;
}

/** A model that another process can load as well. */
export interface LoadableModel {
  readonly root: string;
  readonly reference: string;
  readonly options: PredictorOptions;
}

/** Measures models on this machine. */
export interface ModelBench {
  /**
   * Ask the models in turn, so that whatever else the machine does hits them alike; after a warm-up.
   *
   * @param models asked about the same rows, one after the other; each request swaps who is first.
   * @returns timings in the order of the models.
   */
  time(
    models: readonly TimedModel[],
    plan: BenchPlan,
    signal: AbortSignal,
  ): Promise<readonly Timings[]>;
  /**
   * By how many bytes the peak resident memory of a process grows when it loads the model and
   * predicts the rows: a new process for each of `runs`, the models in turn.
   *
   * @throws ActionError (external, `memory-not-measured`)
   */
  memory(
    models: readonly (LoadableModel & Pick<TimedModel, 'rows'>)[],
    runs: number,
    signal: AbortSignal,
  ): Promise<readonly Float64Array[]>;
}
