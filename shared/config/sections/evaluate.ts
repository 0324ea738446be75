import { z } from 'zod';

export const evaluateSchema = z.strictObject({
  metrics: z.record(z.string(), z.unknown()).default({}),
  require: z
    .array(z.enum(['validated-data', 'training-record']))
    .default([])
    .describe('Evidence without which the gate fails.'),
});
