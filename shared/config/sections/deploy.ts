import { z } from 'zod';

export const deploySchema = z.strictObject({
  target: z.enum(['local']).default('local'),
});
