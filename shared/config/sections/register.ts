import { z } from 'zod';

export const registerSchema = z.strictObject({
  registry: z.string().min(1).default('.mlops/registry').describe('A folder (OCI image layout).'),
});
