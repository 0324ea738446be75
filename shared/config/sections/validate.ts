import { z } from 'zod';
import { checkSchema } from '../../domain/check.ts';
import { environmentsSchema, tablesSchema } from './data-set.ts';
import { folderSchema } from './folder.ts';
import { leakageSchema } from './leakage.ts';
import { manifestSchema } from './manifest.ts';
import { sensitiveSchema } from './sensitive.ts';

/** Checks of `data-validate`: the section in mlops.yml, and a suite file of its own. */
export const validateSchema = z.strictObject({
  checks: z.array(checkSchema).default([]).describe('What the data must satisfy.'),
  tables: tablesSchema
    .optional()
    .describe('Tables beside the data, with checks of their own and across.'),
  environments: environmentsSchema
    .optional()
    .describe('What data is for, such as train and serve, where checks say when they apply.'),
  'rows-digest': z
    .enum(['auto', 'always', 'never'])
    .optional()
    .describe(
      'A digest of the rows that is the same in any order and format: auto, the default, takes it of up to two million cells.',
    ),
  sensitive: sensitiveSchema
    .optional()
    .describe('Personal data and secrets: looked for, with a warning, unless this is false.'),
  leakage: leakageSchema
    .optional()
    .describe('Leakage between splits: looked for, with a warning, where data.test is there.'),
  folder: folderSchema
    .optional()
    .describe('A folder of images or texts that no table lists, each class a directory.'),
  manifest: manifestSchema.optional().describe('Images or texts that the rows of the data name.'),
});
export type ValidateConfig = z.infer<typeof validateSchema>;
