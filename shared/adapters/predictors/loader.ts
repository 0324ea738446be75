import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadTensorFlow, tensorflowFolders } from '../../native/tensorflow.ts';
import type { Predictor, PredictorLoader, PredictorOptions } from '../../ports/predictor.ts';
import { servingEntryFile } from '../serving-entry.ts';
import { loadApart, type OwnProgram } from './apart.ts';
import { connectEndpoint, type EndpointPatience, isEndpoint, isServer } from './endpoint.ts';
import { messages } from './messages.ts';
import { loadOnnx } from './onnx.ts';
import { loadServed } from './serving-entry.ts';
import { loadLayers } from './tensorflow.ts';

export interface LoaderOptions {
  readonly patience?: EndpointPatience;
  /** Where models that bring code run. Absent: in this process. */
  readonly apart?: OwnProgram;
}

/** Loads models from files, folders and endpoints. Runtimes are loaded when a model needs them. */
export function predictorLoader({ patience, apart }: LoaderOptions = {}): PredictorLoader {
  return {
    async isModel(root, reference) {
      if (isEndpoint(reference) || isOnnx(reference)) return true;
      if (isServer(reference)) throw messages.addressInvalid(reference);
      const found = await stat(resolve(root, reference)).catch(() => undefined);
      return found?.isDirectory() ?? false;
    },
    async load(root, reference, options = {}) {
      if (isEndpoint(reference)) return connectEndpoint(reference, options, patience);
      const path = resolve(root, reference);
      const found = await stat(path).catch((cause: unknown) => {
        throw messages.modelNotFound(reference, cause);
      });
      const bringsCode = found.isDirectory() && existsSync(join(path, servingEntryFile));
      if (bringsCode && apart !== undefined) return loadApart(apart, { root, reference, options });
      return found.isDirectory()
        ? loadFolder(root, path, reference, options)
        : loadOnnx(path, reference, options);
    },
  };
}

function isOnnx(name: string): boolean {
  return name.toLowerCase().endsWith('.onnx');
}

/** What is served comes first: the folder may hold the same model in other forms beside it. */
async function loadFolder(
  root: string,
  path: string,
  source: string,
  options: PredictorOptions,
): Promise<Predictor> {
  const names = (await readdir(path)).toSorted();
  const tensorFlow = () => loadTensorFlow({ folders: tensorflowFolders(root) });
  if (names.includes(servingEntryFile)) return loadServed(path, source, options, tensorFlow);
  const [onnx, ...others] = names.filter(isOnnx);
  if (onnx !== undefined && others.length === 0) {
    return loadOnnx(join(path, onnx), join(source, onnx), options);
  }
  if (names.includes('model.json')) return loadLayers(path, source, options, tensorFlow);
  throw messages.noModelInFolder(source, names);
}
