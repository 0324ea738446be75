import { z } from 'zod';
import { durationSchema } from '../../domain/duration.ts';
import { messages } from '../messages.ts';

const day = 24 * 3_600_000;

const branchSchema = z.string().min(1).max(200).optional();

/** What starts the training. Exactly one of the three kinds. */
const triggerSchema = z.union([
  z.strictObject({
    event: z
      .string()
      .min(1)
      .max(100)
      .describe('GitHub: the event_type of a repository_dispatch, as retrain.'),
  }),
  z.strictObject({
    workflow: z
      .string()
      .regex(/^[\w.-]+\.ya?ml$/u, 'the file name of a workflow is expected, as train.yml')
      .describe('GitHub: a workflow with workflow_dispatch and the inputs model, reason and id.'),
    ref: branchSchema.describe('Branch. Default: that of this run.'),
  }),
  z.strictObject({
    pipeline: z
      .string()
      .min(1)
      .max(200)
      .describe('GitLab: the branch whose pipeline is started, by a pipeline trigger.'),
    token: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]{0,99}$/u, 'the name of an environment variable is expected')
      .optional()
      .describe('Environment variable with the trigger token. Default: the job token.'),
  }),
]);
export type RetrainTrigger = z.infer<typeof triggerSchema>;

/** When a new training is worth it, and what starts it. */
export const retrainSchema = z
  .strictObject({
    trigger: triggerSchema.optional(),
    cost: z
      .number()
      .min(0)
      .optional()
      .describe('What one retraining costs, in any currency: compute, review, rollout.'),
    'loss-per-point': z
      .number()
      .gt(0)
      .optional()
      .describe('What one lost point (0.01) of the metric costs a day, in the same currency.'),
    metric: z
      .string()
      .min(1)
      .optional()
      .describe('The performance metric of the report that counts. Default: the first there is.'),
    'assumed-points': z
      .number()
      .gt(0)
      .optional()
      .describe('Points lost while an important column has drifted, where no metric says so.'),
    horizon: durationSchema
      .default(30 * day)
      .describe('How long a model that is not retrained would stay in use: 30d.'),
    cooldown: durationSchema.default(7 * day).describe('The least time between two retrainings.'),
    'min-labels': z
      .number()
      .int()
      .min(0)
      .default(1_000)
      .describe('Rows of the current data that must have their label.'),
  })
  .superRefine((retrain, context) => {
    if (retrain.cost === undefined || retrain['loss-per-point'] !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['cost'],
      message: messages.costNeedsLoss,
    });
  });
