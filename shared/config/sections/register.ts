import { z } from 'zod';
import { aliasSchema } from '../../domain/model-reference.ts';

export const registerSchema = z.strictObject({
  registry: z.string().min(1).default('.mlops/registry').describe('A folder (OCI image layout).'),
  alias: aliasSchema.optional().describe('The alias to move to the model once it is registered.'),
  require: z
    .array(z.enum(['training-record', 'passed-gate']))
    .default([])
    .describe('Evidence without which nothing is registered. Where it exists it must always fit.'),
  protected: z
    .array(aliasSchema)
    .default(['champion'])
    .describe('Aliases that move only to a model that passed the gate.'),
  'keep-predictions': z
    .boolean()
    .default(true)
    .describe(
      'Keep the predictions that the gate judged with the model (up to 32 MB), so that a later gate can compare row by row without running it. They hold keys: false where those must not be stored.',
    ),
  keep: z
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('How many of the newest versions `mode: prune` keeps, beside those an alias names.'),
});
