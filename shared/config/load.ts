import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { ActionError, usageError } from '../kernel/action-error.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { messages } from './messages.ts';
import { parseYamlAs, type YamlDocument } from './parse-yaml.ts';
import type { ModelConfig, ProjectConfig } from './schema.ts';
import { modelNameSchema, projectSchema } from './schema.ts';

/** The configuration, and where in its file each key stands. */
export interface LoadedConfig {
  /** As the user named it; undefined where there is no file. */
  file: string | undefined;
  config: ProjectConfig;
  line(path: readonly (string | number)[]): number | undefined;
}

/**
 * Load `mlops.yml`. A missing file is an error only where the user named it.
 *
 * @param file path, relative to `directory`.
 * @param optional whether the file may be missing (the default name was not overridden).
 * @throws ActionError (usage): `config-not-found`, `config-invalid`.
 */
export async function loadConfig(
  directory: string,
  file: string,
  optional: boolean,
): Promise<LoadedConfig> {
  const path = isAbsolute(file) ? file : resolve(directory, file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' && optional) return emptyConfig();
    const reason = messages.unreadableBecause[code];
    throw usageError(
      'config-not-found',
      messages.unreadable(file, reason),
      messages.checkConfig(directory),
      reason === undefined ? cause : undefined,
    );
  }
  const document: YamlDocument<ProjectConfig> = parseYamlAs(text, file, projectSchema);
  return { file, config: document.value, line: document.line };
}

function emptyConfig(): LoadedConfig {
  return { file: undefined, config: { version: 1, models: {} }, line: () => undefined };
}

/**
 * The model a run is about: the one named, else the only one, else `model` (where no
 * configuration describes any).
 *
 * @throws ActionError (usage): `model-invalid`, `model-unknown`, `model-ambiguous`.
 */
export function chooseModel(
  loaded: LoadedConfig,
  asked: string | undefined,
): { name: string; model: ModelConfig } {
  const names = Object.keys(loaded.config.models);
  if (asked !== undefined) {
    // Own keys only: `constructor` is no model of any file.
    const model = names.includes(asked) ? loaded.config.models[asked] : undefined;
    if (model !== undefined) return { name: asked, model };
    if (names.length === 0) return { name: checkedName(asked), model: {} };
    throw usageError(
      'model-unknown',
      messages.noModel(loaded.file ?? messages.theConfiguration, asked),
      didYouMean(asked, names),
    );
  }
  const [first, ...others] = names;
  if (first === undefined) return { name: 'model', model: {} };
  if (others.length > 0) {
    throw new ActionError({
      kind: 'usage',
      code: 'model-ambiguous',
      message: messages.severalModels(loaded.file ?? messages.theConfiguration, names),
      hint: messages.sayModel,
    });
  }
  return { name: first, model: loaded.config.models[first] ?? {} };
}

/** A name the configuration has is checked there; one from outside ends up in paths as well. */
function checkedName(asked: string): string {
  if (modelNameSchema.safeParse(asked).success) return asked;
  throw usageError('model-invalid', messages.notAName(JSON.stringify(asked)), messages.nameForm);
}
