import { z } from 'zod';
import { filesSchema } from './data.ts';

const column = z.string().min(1);
const columns = z.union([column, z.array(column).min(1)]);

/** What training data must not know of the rows a model is judged on. */
export const leakageSchema = z.union([
  z.boolean(),
  z.strictObject({
    splits: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/u), filesSchema)
      .optional()
      .describe("Files of each other split. Default: test, from the model's data.test."),
    key: columns.optional().describe("What identifies a row. Default: the model's key."),
    groups: z
      .array(column)
      .default([])
      .describe('Columns whose values stand in one split only, such as a patient.'),
    time: column.optional().describe("Event time. Default: the model's time."),
    label: column.optional().describe("The truth. Default: the model's label."),
    ignore: z
      .array(column)
      .default([])
      .describe('Columns that are no features: they may give the label away.'),
    'max-shared': z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'Share of the rows of a split that may stand in the training data. Default: as many as repeat within the training data itself.',
      ),
    'max-auc': z
      .number()
      .gt(0.5)
      .max(1)
      .default(0.95)
      .describe('Largest area under the ROC curve one feature alone may reach.'),
    'max-information': z
      .number()
      .gt(0)
      .max(1)
      .default(0.9)
      .describe('Largest share of what there is to know of the label that one feature may tell.'),
    'sample-rows': z
      .number()
      .int()
      .min(1_000)
      .max(1_000_000)
      .default(50_000)
      .describe('How many rows features are compared with the label on.'),
    severity: z
      .enum(['error', 'warning'])
      .default('error')
      .describe('Whether leakage fails the step or only warns.'),
  }),
]);
export type LeakageConfig = z.infer<typeof leakageSchema>;
