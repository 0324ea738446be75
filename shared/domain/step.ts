import { z } from 'zod';

/** The six steps, in the order a model passes them. */
export const stepSchema = z.enum([
  'data-validate',
  'train-on-gpu-runner',
  'evaluate-gate',
  'register-model',
  'deploy-canary',
  'drift-report',
]);
export type StepName = z.infer<typeof stepSchema>;
export const stepNames = stepSchema.options;

/** Short names for tables and headings. */
export const stepTitles: Readonly<Record<StepName, string>> = {
  'data-validate': 'Data',
  'train-on-gpu-runner': 'Training',
  'evaluate-gate': 'Gate',
  'register-model': 'Registry',
  'deploy-canary': 'Canary',
  'drift-report': 'Drift',
};
