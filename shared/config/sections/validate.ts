import { z } from 'zod';
import { checkSchema } from '../../domain/check.ts';

/** Checks of `data-validate`: the section in mlops.yml, and a suite file of its own. */
export const validateSchema = z.strictObject({
  checks: z.array(checkSchema).default([]).describe('What the data must satisfy.'),
});
