import { z } from 'zod';

export const driftSchema = z.strictObject({
  columns: z
    .record(
      z.string(),
      z.strictObject({ importance: z.enum(['high', 'normal', 'low']).optional() }),
    )
    .default({}),
});
