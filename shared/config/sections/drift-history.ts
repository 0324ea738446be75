import { z } from 'zod';

/** What earlier windows are used for. */
export const driftHistorySchema = z.strictObject({
  keep: z
    .number()
    .int()
    .min(2)
    .max(10_000)
    .default(400)
    .describe('How many windows are kept; the oldest go first.'),
  limits: z
    .enum(['fixed', 'conformal', 'deviation'])
    .default('fixed')
    .describe(
      "What counts as drift besides the method's limit: nothing more, a rank no higher than 1 in 20 among at least 19 earlier windows, or more than three standard deviations above the mean of the last ones.",
    ),
  trend: z
    .number()
    .int()
    .min(4)
    .max(50)
    .default(6)
    .describe('How many windows in a row must move the same way to be called a trend.'),
});
