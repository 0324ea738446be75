import { z } from 'zod';
import { checkSchema } from '../../domain/check.ts';
import { leakageSchema } from './leakage.ts';
import { manifestSchema } from './manifest.ts';
import { sensitiveSchema } from './sensitive.ts';

/** Checks of `data-validate`: the section in mlops.yml, and a suite file of its own. */
export const validateSchema = z.strictObject({
  checks: z.array(checkSchema).default([]).describe('What the data must satisfy.'),
  sensitive: sensitiveSchema
    .optional()
    .describe('Personal data and secrets: looked for, with a warning, unless this is false.'),
  leakage: leakageSchema
    .optional()
    .describe('Leakage between splits: looked for, with a warning, where data.test is there.'),
  manifest: manifestSchema.optional().describe('Images or texts that the rows of the data name.'),
});
export type ValidateConfig = z.infer<typeof validateSchema>;
