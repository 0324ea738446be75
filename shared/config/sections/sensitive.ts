import { z } from 'zod';
import { sensitiveKindSchema } from '../../domain/sensitive-kind.ts';

/** Personal data and secrets: looked for unless this is `false`. */
export const sensitiveSchema = z.union([
  z.boolean(),
  z.strictObject({
    kinds: z
      .array(sensitiveKindSchema)
      .min(1)
      .optional()
      .describe('Only these kinds; all of them where none is named.'),
    ignore: z.array(sensitiveKindSchema).default([]).describe('All kinds but these.'),
    allow: z
      .record(z.string().min(1), z.union([z.literal('all'), z.array(sensitiveKindSchema).min(1)]))
      .default({})
      .describe('Columns that may hold them: their kinds, or all.'),
    'sample-rows': z
      .number()
      .int()
      .min(100)
      .max(1_000_000)
      .default(20_000)
      .describe('How many rows are looked at, spread evenly over the data.'),
    severity: z
      .enum(['error', 'warning'])
      .default('warning')
      .describe('Whether a find fails the step or only warns.'),
  }),
]);
export type SensitiveConfig = z.infer<typeof sensitiveSchema>;
