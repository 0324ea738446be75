import type * as OnnxRuntime from 'onnxruntime-common';
import { type LoadOptions, loadNative, type NativePackage } from './load.ts';

export type { InferenceSession, Tensor } from 'onnxruntime-common';

/** The package with machine code has no types of its own: it re-exports these. */
export type OnnxRuntimeModule = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor'>;

const onnxruntimePackage: NativePackage = {
  folder: 'onnxruntime',
  title: 'ONNX Runtime',
  module: 'onnxruntime-node',
};

/**
 * ONNX Runtime, loaded on first use: only a gate that is given an ONNX model pays for it.
 *
 * @throws ActionError (external, `native-package-missing`).
 */
export function loadOnnxRuntime(options?: LoadOptions): Promise<OnnxRuntimeModule> {
  return loadNative<OnnxRuntimeModule>(onnxruntimePackage, options);
}
