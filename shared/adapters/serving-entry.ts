import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServedModel, ServingEntry, TensorFlow } from '../ports/model-entry.ts';
import { serving } from './messages.ts';

/** The file of a model folder that knows how to answer requests. */
export const servingEntryFile = 'serve.mjs';

/**
 * Load a model as it is served: through the module in its own folder.
 *
 * @throws Error that says what is wrong with the module.
 */
export async function loadServingEntry(
  directory: string,
  tensorFlow: () => Promise<TensorFlow>,
): Promise<ServedModel> {
  const path = join(directory, servingEntryFile);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new Error(serving.missing(servingEntryFile));
  const url = pathToFileURL(path).href;
  // The bundler must leave this import alone: the module comes with the model.
  const entry = (await import(/* webpackIgnore: true */ url)) as Partial<ServingEntry>;
  if (typeof entry.load !== 'function') {
    throw new Error(serving.noLoad(servingEntryFile));
  }
  const needsTensorFlow = entry.tensorflow !== false;
  const context = needsTensorFlow ? { directory, tf: await tensorFlow() } : { directory };
  return entry.load(context as Parameters<ServingEntry['load']>[0]);
}
