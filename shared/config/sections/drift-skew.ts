import { z } from 'zod';
import { spanSchema } from './drift-labels.ts';

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** The features a model was served, beside those of the same entities at training time. */
export const skewSchema = z
  .strictObject({
    serving: files.describe('Files of the features as they were served.'),
    training: files.describe('Files of the features as they were trained on.'),
    key: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe("Joins the two. Default: the model's key."),
    time: z
      .string()
      .min(1)
      .optional()
      .describe('Join each served row to the latest training row of its key that is not later.'),
    'max-age': spanSchema
      .optional()
      .describe('With time: how much earlier a training row may be, as 7d.'),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Default: every column both sides have.'),
    tolerance: z
      .number()
      .min(0)
      .default(0)
      .describe('Relative difference of numbers that is none: 0.001.'),
    'max-share': z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('The share of rows that may differ in a feature.'),
    'show-values': z
      .boolean()
      .default(false)
      .describe('Show both values of example rows. They may be personal data.'),
  })
  .refine(({ time, 'max-age': age }) => age === undefined || time !== undefined, {
    message: 'max-age needs time',
  });
