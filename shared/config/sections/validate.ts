import { z } from 'zod';

/** Checks of `data-validate`, in mlops.yml or in a suite file. */
export const severitySchema = z.enum(['error', 'warning']).default('error');

export const validateSchema = z.strictObject({
  checks: z.array(z.record(z.string(), z.unknown())).default([]),
});
