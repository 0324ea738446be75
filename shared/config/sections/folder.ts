import { z } from 'zod';
import { manifestSchema } from './manifest.ts';

/** A folder of images or texts that no table lists. */
export const folderSchema = manifestSchema.omit({ path: true, label: true }).extend({
  files: manifestSchema.shape.files.describe('Which files below root. Default: every one.'),
  classes: z
    .enum(['folder', 'none'])
    .default('folder')
    .describe("What a file's class is: the name of the directory it lies in, or none."),
});
export type FolderConfig = z.infer<typeof folderSchema>;
