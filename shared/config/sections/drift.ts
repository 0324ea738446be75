import { z } from 'zod';
import { driftMethods, peerMethods } from '../../domain/drift-method.ts';
import { alertsSchema } from './alerts.ts';
import { conceptSchema } from './drift-concept.ts';
import { driftHistorySchema } from './drift-history.ts';
import { labelsSchema, predictionsSchema } from './drift-labels.ts';
import { skewSchema } from './drift-skew.ts';
import { multivariateSchema } from './multivariate.ts';
import { retrainSchema } from './retrain.ts';

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
        method: z
          .enum([...driftMethods, ...peerMethods])
          .optional()
          .describe("This column's own measure, ours or another tool's."),
      }),
    )
    .default({}),
  threshold: z
    .number()
    .gt(0)
    .optional()
    .describe('The smallest drift that matters, on the scale of the method. PSI: 0.1.'),
  method: z
    .enum([...driftMethods, ...peerMethods])
    .optional()
    .describe(
      'The measure of drift: one of ours, or `<tool>-<method>` for the number and the rule of another tool.',
    ),
  q: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('The false discovery rate allowed over all columns.'),
  baseline: z
    .enum(['reference', 'same-season', 'previous'])
    .default('reference')
    .describe(
      'What each window is compared with: the reference, earlier windows of the same season (the same weekday of days, the same month of months), or the window before. Where the history has none, the reference.',
    ),
  history: driftHistorySchema.prefault({}).describe('What earlier windows are used for.'),
  alerts: alertsSchema.prefault({}),
  multivariate: multivariateSchema
    .optional()
    .describe('Compare all columns together too: `{}` is enough.'),
  retrain: retrainSchema.optional(),
  labels: labelsSchema.prefault({}),
  predictions: predictionsSchema.prefault({}),
  concept: conceptSchema.prefault({}),
  skew: skewSchema.optional(),
});
