import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ociLayoutRegistry } from '../../../shared/adapters/oci-layout/registry.ts';
import { type LoadedConfig, loadConfig } from '../../../shared/config/load.ts';
import type { ModelConfig } from '../../../shared/config/schema.ts';
import { registerSchema } from '../../../shared/config/sections/register.ts';
import { findFiles } from '../../../shared/files/find-files.ts';
import { isWritable } from '../../../shared/files/is-writable.ts';
import type { Check, Diagnosis } from './check.ts';
import { project as texts, topics } from './messages.ts';

type Outcome = Omit<Diagnosis, 'topic'>;

/** The configuration, and for each of its models the data and the registry it names. */
export async function projectChecks(directory: string, file: string): Promise<Check[]> {
  const there = await stat(resolve(directory, file)).catch(() => undefined);
  if (there === undefined && file === 'mlops.yml') {
    const missing: Outcome = { health: 'problem', ...texts.noConfig };
    return [{ topic: topics.configuration, run: async () => [missing] }];
  }
  let loaded: LoadedConfig;
  try {
    loaded = await loadConfig(directory, file, false);
  } catch (error) {
    return [{ topic: topics.configuration, run: () => Promise.reject(error) }];
  }
  const models = Object.entries(loaded.config.models);
  const described = models.map(([name]) => name);
  const configuration: Outcome =
    models.length > 0
      ? { health: 'ok', message: texts.models(file, described) }
      : { health: 'problem', ...texts.noModel(file) };
  return [
    { topic: topics.configuration, run: async () => [configuration] },
    ...models.flatMap(([name, model]) => modelChecks(directory, name, model)),
  ];
}

function modelChecks(directory: string, name: string, model: ModelConfig): Check[] {
  const sets = Object.entries(model.data ?? {}).map(([set, files]) => ({
    topic: topics.data(name, set),
    run: () => dataFiles(directory, [files ?? []].flat()),
  }));
  return [...sets, { topic: topics.registry(name), run: () => registry(directory, name, model) }];
}

async function dataFiles(directory: string, patterns: readonly string[]): Promise<Outcome[]> {
  const remote = patterns.filter((pattern) => /^[a-z][a-z0-9+.-]*:\/\//u.test(pattern));
  const local = patterns.filter((pattern) => !remote.includes(pattern));
  const outcomes: Outcome[] = remote.map((pattern) => ({
    health: 'note',
    message: texts.remote(new URL(pattern).protocol),
  }));
  if (local.length === 0) return outcomes;
  const files = await findFiles(directory, local);
  let bytes = 0;
  for (const file of files) bytes += (await stat(file)).size;
  const message = texts.files(files.length, (bytes / 1e6).toFixed(1));
  return [...outcomes, { health: 'ok', message }];
}

async function registry(directory: string, name: string, model: ModelConfig): Promise<Outcome[]> {
  const { registry: location } = model.register ?? registerSchema.parse({});
  const path = resolve(directory, location);
  const there = await stat(path).catch(() => undefined);
  const folder = there === undefined ? await nearestFolder(dirname(path)) : path;
  if (!(await isWritable(folder))) return [{ health: 'problem', ...texts.notWritable(folder) }];
  if (there === undefined) return [{ health: 'ok', message: texts.noRegistry(location) }];
  const { versions, aliases } = await ociLayoutRegistry(location, directory).state(name);
  const named = Object.keys(aliases);
  const message = texts.registry(location, versions.length, named);
  if (named.includes('champion') || versions.length === 0) return [{ health: 'ok', message }];
  return [{ health: 'note', message, next: texts.noChampion }];
}

async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined || dirname(path) === path ? path : nearestFolder(dirname(path));
}
