import { z } from 'zod';

/** What `drift-report` watches and when it raises an alert. */
export const driftSchema = z.strictObject({
  columns: z
    .record(
      z.string().min(1),
      z.strictObject({
        importance: z
          .enum(['high', 'normal', 'low'])
          .optional()
          .describe(
            'Drift of a high one is P1, of a low one it is only reported. Label and prediction are high unless said otherwise.',
          ),
        threshold: z.number().gt(0).optional().describe("This column's own limit."),
      }),
    )
    .default({}),
  threshold: z
    .number()
    .gt(0)
    .optional()
    .describe('The smallest drift that matters, on the scale of the method. PSI: 0.1.'),
  q: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('The false discovery rate allowed over all columns.'),
  alerts: z
    .strictObject({
      'missing-increase': z
        .number()
        .gt(0)
        .lt(1)
        .default(0.05)
        .describe('The rise in the share of missing values that matters.'),
      'new-categories': z
        .number()
        .gt(0)
        .lt(1)
        .default(0.05)
        .describe('The share of rows with values the reference never had that matters.'),
      fail: z
        .enum(['p0', 'p1', 'p2', 'never'])
        .default('p0')
        .describe('The lowest alert that fails the step; lower ones warn.'),
    })
    .prefault({}),
});
