import { z } from 'zod';
import { filesSchema } from './data.ts';

const column = z.string().min(1);
const severity = z.enum(['error', 'warning']);

/** Images or texts that the rows of the data name, one a row. */
export const manifestSchema = z.strictObject({
  path: column.describe('The column with the path of each file.'),
  root: z
    .string()
    .min(1)
    .default('.')
    .describe('The directory those paths start from, itself relative to the working directory.'),
  files: filesSchema
    .optional()
    .describe('All files there should be a row for. Default: every file below root.'),
  kind: z
    .enum(['image', 'text', 'any'])
    .default('any')
    .describe('What every file must be; any: images and texts by their extension.'),
  label: column
    .optional()
    .describe("The column with each file's class. Default: the directory it lies in."),
  'min-class-files': z.number().int().min(1).optional().describe('Fewest files a class may have.'),
  'max-imbalance': z
    .number()
    .min(1)
    .optional()
    .describe('How many times as many files the largest class may have as the smallest.'),
  duplicates: z
    .enum(['allow', 'warning', 'error'])
    .default('warning')
    .describe('What files with the same content come to. With different classes they always fail.'),
  severity: severity.default('error').describe('Whether any other problem fails or only warns.'),
});
export type ManifestConfig = z.infer<typeof manifestSchema>;
