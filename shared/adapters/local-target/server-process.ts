import { readFile } from 'node:fs/promises';
import type { Digest } from '../../domain/digest.ts';
import { type ModelContent, modelIdentity } from '../../domain/model-version.ts';
import { digestDirectory } from '../../files/digest-file.ts';
import type { TensorFlow } from '../../ports/model-entry.ts';
import { loadServingEntry } from '../serving-entry.ts';
import { listen } from './http.ts';
import { models } from './messages.ts';
import { modelServer } from './model-server.ts';
import type { StateFolder } from './state-folder.ts';
import type { ServerMessage } from './supervisor.ts';

/**
 * The process that serves one model. It ends with the gateway that started it, so that a killed
 * gateway leaves no server behind.
 */
export async function runServer(
  folder: StateFolder,
  model: Digest,
  name: string,
  tensorFlow: () => Promise<TensorFlow>,
): Promise<never> {
  process.on('disconnect', () => process.exit(0));
  try {
    const id = await identityOf(folder, model);
    const served = await loadServingEntry(folder.modelPath(model), tensorFlow);
    const port = await listen(modelServer({ name, id, model: served }), 0);
    tell({ type: 'ready', port });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${model}: ${error instanceof Error ? error.stack : message}\n`);
    tell({ type: 'failed', message });
    process.exit(1);
  }
  return new Promise<never>(() => undefined);
}

function tell(message: ServerMessage): void {
  process.send?.(message);
}

/** The identity of the bytes on disk. What answers carry is computed here, never passed on. */
async function identityOf(folder: StateFolder, model: Digest): Promise<Digest> {
  const content = JSON.parse(
    await readFile(`${folder.modelPath(model)}.json`, 'utf8'),
  ) as ModelContent;
  const files = await digestDirectory(folder.modelPath(model));
  const id = modelIdentity({ ...content, files });
  if (id === model) return id;
  throw new Error(models.otherModel(id, model));
}
