import type * as Core from '@tensorflow/tfjs-core';
// Types of the chained form, `x.mul(y)`, which every backend here has.
import type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import type * as Layers from '@tensorflow/tfjs-layers';
import type { TableReader } from './table-reader.ts';

/** TensorFlow.js as a module receives it, on the best backend of this machine. */
export interface TensorFlow {
  readonly core: typeof Core;
  readonly layers: typeof Layers;
  /** `tensorflow-gpu`, `tensorflow` or `wasm`. */
  readonly backend: string;
  /** Of TensorFlow.js, as 4.22.0. */
  readonly version: string;
}

/** What a training module (`train.entry` in mlops.yml) is handed. */
export interface TrainingTask {
  readonly tf: TensorFlow;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly seed: number;
  /** Absolute paths of the data files. */
  readonly data: { readonly train: readonly string[]; readonly test: readonly string[] };
  readonly label: string | undefined;
  readonly key: string | undefined;
  /** Numbers come as Float64Array; TensorFlow.js takes Float32Array (`Float32Array.from(x)`). */
  readonly tables: TableReader;
  /** Absolute. Everything written below it is the model. */
  readonly modelDir: string;
  /** Absolute path for predictions on `data.test`: CSV with key, prediction, label, slices. */
  readonly predictionsFile: string;
  /** Report metrics; `step` is the epoch they belong to, absent for final values. */
  report(metrics: Readonly<Record<string, number>>, step?: number): void;
  log(message: string): void;
  progress(message: string): void;
  readonly signal: AbortSignal;
}

export interface TrainingEntry {
  train(task: TrainingTask): Promise<void>;
}

/** A named tensor of the Open Inference Protocol, as flat values. */
export interface NamedTensor {
  name: string;
  datatype: 'BOOL' | 'INT32' | 'INT64' | 'FP32' | 'FP64' | 'BYTES';
  shape: readonly number[];
  data: readonly (string | number | boolean)[];
}

export interface TensorSpec {
  name: string;
  datatype: NamedTensor['datatype'];
  /** -1 stands for the batch. */
  shape: readonly number[];
}

export interface ServedModel {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  predict(inputs: readonly NamedTensor[]): Promise<readonly NamedTensor[]>;
}

/**
 * The module `serve.mjs` in a model folder: how the local model server loads a model. It is part
 * of the model's files, so that its code is covered by the model's digest.
 */
export interface ServingEntry {
  /** false: the model computes without TensorFlow.js, which is then neither loaded nor handed over. */
  readonly tensorflow?: boolean;
  load(context: { readonly directory: string; readonly tf: TensorFlow }): Promise<ServedModel>;
}
