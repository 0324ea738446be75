import { z } from 'zod';

/** A path or glob, or several. */
export const filesSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

export const dataSchema = z.strictObject({
  train: filesSchema.optional().describe('Rows the model learns from.'),
  test: filesSchema.optional().describe('Held-out rows champion and challenger are judged on.'),
  reference: filesSchema.optional().describe('Rows that stand for the world the model learned.'),
  current: filesSchema.optional().describe('Rows that stand for the world now.'),
});
