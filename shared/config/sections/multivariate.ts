import { z } from 'zod';

/** Whether `drift-report` also compares all columns together, and on how many rows. */
export const multivariateSchema = z.strictObject({
  rows: z
    .number()
    .int()
    .min(200)
    .max(20_000)
    .default(2_000)
    .describe('Rows of each side that are drawn, the same ones on every run.'),
  auc: z
    .number()
    .gt(0.5)
    .lt(1)
    .default(0.58)
    .describe(
      'The area under the ROC curve of a classifier between the two sides from which they differ enough to matter. One normal column that moved by 0.3 standard deviations gives 0.58.',
    ),
});
