import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseYamlAs, type YamlDocument } from '../../../shared/config/parse-yaml.ts';
import { validateSchema } from '../../../shared/config/sections/validate.ts';
import type { Check } from '../../../shared/domain/check.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { definition } from '../definition.ts';

type Context = StepContext<typeof definition>;

/** Declared checks, and where each stands. */
export interface Suite {
  readonly checks: readonly Check[];
  readonly file: string | undefined;
  place(index: number): { file: string; line: number } | undefined;
}

/** The suite file where one is named, else the configuration. Both are checked before any data. */
export async function loadSuite(context: Context): Promise<Suite> {
  const { inputs, model, workingDirectory } = context;
  const file = inputs.checks;
  if (file === undefined) {
    return {
      checks: model.validate?.checks ?? [],
      file: model.validate === undefined ? undefined : inputs.config,
      place: (index) => context.configLine(['validate', 'checks', index]),
    };
  }
  const text = await readFile(resolve(workingDirectory, file), 'utf8').catch((cause) => {
    throw usageError(
      'checks-not-found',
      `The file with checks ${file} ${cause.code === 'ENOENT' ? 'does not exist' : 'cannot be read'}.`,
      `Check the input "checks"; relative paths start from ${workingDirectory}. To derive a first one from the data, set "infer".`,
      cause.code === 'ENOENT' ? undefined : cause,
    );
  });
  return suiteOf(text, file);
}

/** A suite from the text of its file. */
export function suiteOf(text: string, file: string): Suite {
  const { value, line } = parseYamlAs(text, file, validateSchema);
  if (value.checks.length === 0) {
    throw usageError(
      'no-checks',
      `${file} declares no checks.`,
      'Add a list called checks, or leave the input "checks" out to run the default ones.',
    );
  }
  return { checks: value.checks, file, place: placeIn(file, line) };
}

function placeIn(file: string, line: YamlDocument<unknown>['line']): Suite['place'] {
  return (index) => {
    const found = line(['checks', index]);
    return found === undefined ? undefined : { file, line: found };
  };
}
