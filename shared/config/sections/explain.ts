import { z } from 'zod';
import { metricNames } from '../../domain/metric.ts';

/** What the model goes by, for an audit; it needs the model itself. */
export const explainSchema = z.strictObject({
  rows: z
    .number()
    .int()
    .min(50)
    .max(100_000)
    .default(1_000)
    .describe('How many rows are asked about again: a random sample.'),
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Default: every feature, at most 30.'),
  metric: z
    .enum(metricNames)
    .optional()
    .describe('In whose units importance is told. Default: the first of the policy.'),
  repeats: z
    .number()
    .int()
    .min(2)
    .max(100)
    .default(5)
    .describe('How often each column is shuffled.'),
  dependence: z
    .union([z.number().int().min(0).max(20), z.array(z.string().min(1)).min(1)])
    .default(3)
    .describe('Columns to draw partial dependence of: how many of the most important, or which.'),
  points: z.number().int().min(2).max(100).default(11).describe('Points of each such curve.'),
  predictions: z
    .number()
    .int()
    .min(1_000)
    .max(100_000_000)
    .default(200_000)
    .describe('Answers asked of each model, at most; fewer rows are taken to keep to it.'),
});
