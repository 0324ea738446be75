import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const trainSchema = z.strictObject({
  command: z
    .string()
    .min(1)
    .optional()
    .describe('A command line that trains the model, in any language.'),
  entry: z
    .string()
    .min(1)
    .optional()
    .describe('A JavaScript module that trains with TensorFlow.js.'),
  params: z
    .record(z.string(), scalar)
    .default({})
    .describe('Parameters handed to the training code.'),
  seed: z.number().int().min(0).max(4294967295).optional(),
  metrics: z
    .array(z.string().min(1))
    .default([])
    .describe('Final metrics the training must report; one that nobody reported fails the step.'),
});
