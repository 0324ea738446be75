import type * as Core from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';

/** The two members of the WebAssembly backend that move values between its heap and JavaScript. */
interface WasmBackend {
  readSync(dataId: object): TypedArray;
  makeOutput(
    shape: number[],
    dtype: TensorInfo['dtype'],
    memoryOffset: undefined,
    values: TypedArray,
  ): TensorInfo;
}

/** Gradients of convolutions, which tfjs-backend-wasm 4.22 has no kernels for. */
const borrowed = [
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
] as const;

/**
 * Register what WebAssembly lacks to train embeddings and convolutions. The gradients of
 * convolutions are borrowed from the plain JavaScript backend: slower, but the same numbers.
 */
export async function borrowKernels(core: typeof Core): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  // The plain backend would greet every process with an advertisement for tfjs-node.
  core.enableProdMode();
  core.registerKernel(unsortedSegmentSum);
  for (const kernelName of borrowed) core.registerKernel(borrow(core, kernelName));
}

type KernelArguments = Parameters<KernelConfig['kernelFunc']>[0];

/** Single tensors only: none of our kernels takes or gives a list. */
function single(value: unknown): TensorInfo {
  return value as TensorInfo;
}

function borrow(core: typeof Core, kernelName: string): KernelConfig {
  const kernelFunc = ({ inputs, backend, attrs }: KernelArguments): TensorInfo => {
    const wasm = backend as WasmBackend;
    const cpu = core.findBackend('cpu');
    const kernel = core.getKernel(kernelName, 'cpu');
    const moved = Object.entries(inputs).map(([name, value]) => {
      const { dataId, shape, dtype } = single(value);
      const values = wasm.readSync(dataId).slice() as Float32Array;
      return [name, { shape, dtype, dataId: cpu.write(values, shape, dtype) }] as const;
    });
    const result = single(
      kernel.kernelFunc({
        inputs: Object.fromEntries(moved),
        backend: cpu,
        ...(attrs === undefined ? {} : { attrs }),
      }),
    );
    const values = cpu.readSync(result.dataId) as TypedArray;
    for (const [, { dataId }] of moved) cpu.disposeData(dataId);
    cpu.disposeData(result.dataId);
    return wasm.makeOutput(result.shape, result.dtype, undefined, values);
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

/**
 * Sum the rows of `x` that share a segment: the gradient of a lookup, hence of every embedding.
 * Rows with a negative segment are dropped, as TensorFlow does.
 */
const unsortedSegmentSum: KernelConfig = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const x = single(inputs.x);
    const segmentIds = single(inputs.segmentIds);
    const numSegments = Number(attrs?.numSegments);
    const values = wasm.readSync(x.dataId);
    const ids = wasm.readSync(segmentIds.dataId);
    const inner = x.shape.slice(segmentIds.shape.length);
    const width = inner.reduce((product, size) => product * size, 1);
    const sums = new (x.dtype === 'float32' ? Float32Array : Int32Array)(numSegments * width);
    ids.forEach((id, row) => {
      if (id < 0 || id >= numSegments) return;
      for (let i = 0; i < width; i++) {
        sums[id * width + i] = (sums[id * width + i] ?? 0) + (values[row * width + i] ?? 0);
      }
    });
    return wasm.makeOutput([numSegments, ...inner], x.dtype, undefined, sums);
  },
};
