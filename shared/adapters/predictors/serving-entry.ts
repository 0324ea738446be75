import type { TensorFlow } from '../../ports/model-entry.ts';
import type { Predictor, PredictorOptions } from '../../ports/predictor.ts';
import { loadServingEntry } from '../serving-entry.ts';
import { inBatches } from './batches.ts';
import { messages } from './messages.ts';
import { filesBelow, totalSize } from './model-files.ts';
import { inputSpecs, outputsOf, requestInputs } from './oip.ts';
import { featuresOf, readOutputs } from './tensors.ts';

/** Serving modules take plain arrays, which cost more memory a value than tensors do. */
const usualBatch = 4096;

/**
 * A model folder with a `serve.mjs`, loaded as the local target serves it, so that what is judged is
 * what will answer.
 *
 * @throws ActionError (usage, `serving-entry-invalid`)
 */
export async function loadServed(
  directory: string,
  source: string,
  { classes, output, batch: size = usualBatch }: PredictorOptions,
  tensorFlow: () => Promise<TensorFlow>,
): Promise<Predictor> {
  const served = await loadServingEntry(directory, tensorFlow).catch((cause: unknown) => {
    throw messages.servingEntryInvalid(source, cause);
  });
  const files = await filesBelow(directory);
  return {
    source,
    runtime: 'serving-entry',
    ...featuresOf(inputSpecs(source, served.inputs)),
    classes,
    files,
    size: totalSize(files),
    isQuantized: undefined,
    predict: inBatches(size, async (batch, signal) => {
      signal.throwIfAborted();
      const inputs = requestInputs(source, served.inputs, batch);
      const outputs = await served
        .predict(inputs as Parameters<typeof served.predict>[0])
        .catch((cause: unknown) => {
          throw messages.predictionFailed(source, cause);
        });
      return readOutputs(source, outputsOf(outputs), batch.rows, output);
    }),
    close: async () => undefined,
  };
}
