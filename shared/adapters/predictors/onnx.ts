import {
  type InferenceSession,
  loadOnnxRuntime,
  type OnnxRuntimeModule,
  type Tensor,
} from '../../native/onnxruntime.ts';
import type { Predictor, PredictorOptions } from '../../ports/predictor.ts';
import { inBatches } from './batches.ts';
import { messages } from './messages.ts';
import { isQuantizedOnnx, onnxFiles, totalSize } from './model-files.ts';
import {
  type FilledInput,
  featuresOf,
  fillInputs,
  type InputSpec,
  type Output,
  readOutputs,
  type TensorKind,
} from './tensors.ts';

/** Rows for one call: enough to keep the processor busy, few enough for wide models. */
const usualBatch = 8192;

const kinds: Readonly<Partial<Record<Tensor.Type, TensorKind>>> = {
  float32: 'number',
  float64: 'number',
  int64: 'integer',
  int32: 'integer',
  uint8: 'integer',
  bool: 'boolean',
  string: 'text',
};

/**
 * An ONNX model on ONNX Runtime, on this machine's processor.
 *
 * @param source what a person calls it.
 * @throws ActionError (usage) where the file is no model or its inputs are none a table can fill
 */
export async function loadOnnx(
  path: string,
  source: string,
  { classes, output, batch: size }: PredictorOptions,
): Promise<Predictor> {
  const runtime = await loadOnnxRuntime();
  const session = await runtime.InferenceSession.create(path, { logSeverityLevel: 3 }).catch(
    (cause: unknown) => {
      throw messages.modelUnreadable(source, cause);
    },
  );
  const specs = inputSpecs(source, session);
  const fetches = outputsToFetch(source, session, output);
  const types = new Map(
    session.inputMetadata.map((m) => [m.name, m.isTensor ? m.type : 'float32']),
  );
  const files = await onnxFiles(path);
  return {
    source,
    runtime: 'onnx',
    ...featuresOf(specs),
    classes,
    files,
    size: totalSize(files),
    isQuantized: await isQuantizedOnnx(path),
    predict: inBatches(fixedBatch(source, specs) ?? size ?? usualBatch, async (batch, signal) => {
      signal.throwIfAborted();
      const feeds = fillInputs(source, specs, batch).map(
        (input) => [input.name, tensorOf(runtime, input, types.get(input.name))] as const,
      );
      return readOutputs(source, await ask(feeds), batch.rows, output);
    }),
    close: () => session.release(),
  };

  async function ask(feeds: readonly (readonly [string, Tensor])[]): Promise<Output[]> {
    const answer = await session.run(Object.fromEntries(feeds), fetches).catch((cause: unknown) => {
      throw messages.predictionFailed(source, cause);
    });
    return Object.entries(answer).map(([name, value]) => {
      const { type, dims, data } = value as Tensor;
      const kind = kinds[type] ?? 'number';
      return { name, kind, shape: dims, data: data as ArrayLike<unknown> };
    });
  }
}

/**
 * An exporter that was shown one row may have fixed the batch to it: such a model is asked row by
 * row. @throws ActionError (usage) where it was fixed to more
 */
function fixedBatch(source: string, specs: readonly InputSpec[]): 1 | undefined {
  const fixed = specs.find(({ shape: [rows] }) => typeof rows === 'number' && rows > 0);
  if (fixed === undefined) return undefined;
  if (fixed.shape[0] === 1) return 1;
  throw messages.inputShapeUnsupported(source, fixed.name, fixed.shape);
}

function inputSpecs(source: string, { inputMetadata }: InferenceSession): InputSpec[] {
  return inputMetadata.map((metadata) => {
    const { name } = metadata;
    const type = metadata.isTensor ? metadata.type : messages.problems.noTensor;
    const kind = metadata.isTensor ? kinds[metadata.type] : undefined;
    if (kind === undefined) throw messages.tensorTypeUnsupported(source, name, type);
    return { name, kind, shape: metadata.isTensor ? metadata.shape : [] };
  });
}

/** Maps cannot cross into JavaScript: they are left out, unless they are all there is to judge. */
function outputsToFetch(
  source: string,
  { outputMetadata }: InferenceSession,
  wanted: string | undefined,
): string[] {
  const map = outputMetadata.find(({ isTensor }) => !isTensor);
  if (map !== undefined && (wanted === undefined || wanted === map.name)) {
    throw messages.outputIsMap(source, map.name);
  }
  const names = outputMetadata.flatMap(({ isTensor, name }) => (isTensor ? [name] : []));
  if (wanted !== undefined && !names.includes(wanted)) {
    throw messages.outputUnknown(source, wanted, names);
  }
  return names;
}

function tensorOf(
  { Tensor: TensorClass }: OnnxRuntimeModule,
  { data, shape }: FilledInput,
  type: Tensor.Type | undefined,
): Tensor {
  if (!(data instanceof Float64Array)) return new TensorClass('string', [...data], shape);
  switch (type) {
    case 'float64':
      return new TensorClass('float64', data, shape);
    case 'int64':
      return new TensorClass('int64', BigInt64Array.from(data, BigInt), shape);
    case 'int32':
      return new TensorClass('int32', Int32Array.from(data), shape);
    case 'uint8':
      return new TensorClass('uint8', Uint8Array.from(data), shape);
    case 'bool':
      return new TensorClass('bool', Uint8Array.from(data), shape);
    default:
      return new TensorClass('float32', Float32Array.from(data), shape);
  }
}
