import { z } from 'zod';
import { parseYamlAs } from '../../../../shared/config/parse-yaml.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { Commits } from '../../../../shared/ports/commits.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';

type Context = StepContext<typeof definition>;

/** The part of the context this needs. */
interface Asking extends Pick<Context, 'config' | 'modelName'> {
  readonly inputs: Pick<Context['inputs'], 'config'>;
}

const namesSchema = z.looseObject({ models: z.record(z.string(), z.unknown()) });

/**
 * Whether the code of a commit knew nothing of this model, so that nothing can have judged it there.
 * False where that cannot be told: what is not known must not become a reason to let a model pass.
 *
 * @param before the commit; undefined: there is none before the one under review
 */
export async function isFirstModel(
  { config, inputs, modelName }: Asking,
  commits: Pick<Commits, 'isShallow' | 'file'>,
  before: string | undefined,
): Promise<boolean> {
  // A model that no configuration names may have been there before under the same conditions.
  if (config.models[modelName] === undefined) return false;
  if (await commits.isShallow()) return false;
  if (before === undefined) return true;
  const file = await commits.file(before, inputs.config);
  if (file === undefined) return false;
  if (file.text === undefined) return true;
  try {
    const { models } = parseYamlAs(file.text, inputs.config, namesSchema).value;
    return !Object.hasOwn(models, modelName);
  } catch (error) {
    if (error instanceof ActionError) return false;
    throw error;
  }
}
