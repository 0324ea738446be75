import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import type { FeatureBatch } from '../../domain/prediction.ts';
import type { TensorFlow } from '../../ports/model-entry.ts';
import type { Predictor, PredictorOptions } from '../../ports/predictor.ts';
import { inBatches } from './batches.ts';
import { messages } from './messages.ts';
import { filesBelow, totalSize } from './model-files.ts';
import { featuresOf, fillInputs, type InputSpec, type Output, readOutputs } from './tensors.ts';

/** What is read of a `model.json` as `model.save` writes it. */
const modelSchema = z.object({
  format: z.string().optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(
    z.object({ paths: z.array(z.string()), weights: z.array(z.record(z.string(), z.unknown())) }),
  ),
});

const usualBatch = 8192;

/**
 * A layers model of TensorFlow.js in a folder: `model.json` and the weights it names.
 *
 * @throws ActionError (usage, `tensorflow-model-invalid`)
 */
export async function loadLayers(
  directory: string,
  source: string,
  { classes, output, batch: size = usualBatch }: PredictorOptions,
  tensorFlow: () => Promise<TensorFlow>,
): Promise<Predictor> {
  const artifacts = await readArtifacts(directory, source);
  const { core, layers } = await tensorFlow();
  const model = await layers
    .loadLayersModel({ load: async () => artifacts as never })
    .catch((cause: unknown) => {
      throw messages.layersModelInvalid(source, messages.firstLine(cause));
    });
  const specs = model.inputs.map(({ name, shape }): InputSpec => {
    return { name, kind: 'number', shape: shape.map((size) => size ?? -1) };
  });
  const files = await filesBelow(directory);
  return {
    source,
    runtime: 'tensorflow',
    ...featuresOf(specs),
    classes,
    files,
    size: totalSize(files),
    isQuantized: undefined,
    predict: inBatches(size, async (batch, signal) => {
      signal.throwIfAborted();
      const outputs = await ask(core, model, specs, batch);
      return readOutputs(source, outputs, batch.rows, output);
    }),
    close: async () => model.dispose() as unknown as undefined,
  };

  async function ask(
    tf: TensorFlow['core'],
    asked: LayersModel,
    inputs: readonly InputSpec[],
    batch: FeatureBatch,
  ): Promise<Output[]> {
    const tensors = fillInputs(source, inputs, batch).map(({ data, shape }) =>
      tf.tensor(Float32Array.from(data as Float64Array), [...shape]),
    );
    try {
      const answer = [asked.predict(tensors.length === 1 ? (tensors[0] as never) : tensors)].flat();
      const outputs = answer.map(async (tensor, i): Promise<Output> => {
        const name = asked.outputNames[i] ?? `output_${i}`;
        return { name, kind: 'number', shape: tensor.shape, data: await tensor.data() };
      });
      const read = await Promise.all(outputs);
      tf.dispose(answer);
      return read;
    } catch (cause) {
      throw messages.predictionFailed(source, cause);
    } finally {
      tf.dispose(tensors);
    }
  }
}

async function readArtifacts(directory: string, source: string) {
  const invalid = (problem: string) => messages.layersModelInvalid(source, problem);
  const text = await readFile(join(directory, 'model.json'), 'utf8');
  const { data, error } = modelSchema.safeParse(parseJson(text, invalid));
  if (data === undefined) {
    const path = error.issues[0]?.path.join('.');
    throw invalid(messages.problems.noValid(path === '' ? 'modelTopology' : String(path)));
  }
  if (data.format === 'graph-model') throw invalid(messages.problems.graphModel);
  const weightSpecs = data.weightsManifest.flatMap(({ weights }) => weights);
  const parts: Uint8Array[] = [];
  for (const path of data.weightsManifest.flatMap(({ paths }) => paths)) {
    const file = resolve(directory, path);
    // The manifest comes with the model: it must not make us read other files.
    if (!file.startsWith(resolve(directory) + sep)) throw invalid(messages.problems.outside(path));
    parts.push(
      await readFile(file).catch(() => {
        throw invalid(messages.problems.noWeights(path));
      }),
    );
  }
  const weightData = new Uint8Array(Buffer.concat(parts)).buffer;
  return { modelTopology: data.modelTopology, weightSpecs, weightData };
}

function parseJson(text: string, invalid: (problem: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(messages.problems.modelNotJson);
  }
}
