import { z } from 'zod';
import { modelNameSchema } from '../domain/model-reference.ts';
import { dataSchema } from './sections/data.ts';
import { deploySchema } from './sections/deploy.ts';
import { driftSchema } from './sections/drift.ts';
import { evaluateSchema } from './sections/evaluate.ts';
import { registerSchema } from './sections/register.ts';
import { sourcesSchema } from './sections/sources.ts';
import { trainSchema } from './sections/train.ts';
import { validateSchema } from './sections/validate.ts';

export { modelNameSchema };

export const taskSchema = z.enum([
  'binary',
  'multiclass',
  'multilabel',
  'regression',
  'ranking',
  'forecasting',
  'scores',
]);

export const modelSchema = z.strictObject({
  task: taskSchema.optional(),
  label: z.string().min(1).optional().describe('The column that holds the truth.'),
  prediction: z.string().min(1).optional().describe('The column that holds the prediction.'),
  key: z
    .string()
    .min(1)
    .optional()
    .describe('Joins predictions to labels, champion to challenger.'),
  time: z.string().min(1).optional().describe('Event time: windows, leakage in time.'),
  data: dataSchema.optional(),
  validate: validateSchema.optional(),
  train: trainSchema.optional(),
  evaluate: evaluateSchema.optional(),
  register: registerSchema.optional(),
  deploy: deploySchema.optional(),
  drift: driftSchema.optional(),
});

export const projectSchema = z.strictObject({
  version: z.literal(1),
  models: z.record(modelNameSchema, modelSchema),
  sources: sourcesSchema.optional().describe('How data that is not in the checkout is read.'),
});

export type ModelConfig = z.infer<typeof modelSchema>;
export type ProjectConfig = z.infer<typeof projectSchema>;
