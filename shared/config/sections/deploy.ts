import { z } from 'zod';
import { durationSchema } from '../../domain/duration.ts';
import { messages } from '../messages.ts';
import { filesSchema } from './data.ts';

/** Steps of a rollout: rising weights, each with the least time it lasts. 100 may end the list. */
export const stepsSchema = z
  .array(
    z.strictObject({
      weight: z.number().int().min(1).max(100).describe('Share of traffic in percent.'),
      for: durationSchema.optional().describe('How long at least: 30s, 5m.'),
    }),
  )
  .min(1)
  .superRefine((steps, context) => {
    for (const [i, { weight, for: lasts }] of steps.entries()) {
      const before = steps[i - 1]?.weight ?? 0;
      const problem =
        weight <= before
          ? messages.weightsMustRise(weight, before)
          : weight === 100 && lasts !== undefined
            ? messages.wholeWeightEnds
            : weight < 100 && lasts === undefined
              ? messages.weightNeedsDuration(weight)
              : undefined;
      if (problem !== undefined) context.addIssue({ code: 'custom', path: [i], message: problem });
    }
  });

const errorsSchema = z.strictObject({
  alpha: z
    .number()
    .gt(0)
    .lt(0.5)
    .default(0.05)
    .describe('Chance to ever turn away a canary whose errors are as rare as allowed.'),
  'allowed-ratio': z
    .number()
    .min(1)
    .default(1)
    .describe("Error rate of the canary over stable's that is still acceptable."),
  'max-rate': z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe('Error rate no canary may exceed, whatever stable does.'),
});

const latencySchema = z.strictObject({
  quantile: z.number().min(0.5).lt(1).default(0.99),
  'allowed-ratio': z.number().min(1).default(1.5).describe("Canary's quantile over stable's."),
  'allowed-increase': durationSchema
    .default(25)
    .describe('A slowdown shorter than this is never a reason to turn a canary away.'),
});

const replaySchema = z.strictObject({
  data: filesSchema.describe('Rows to send as requests, held out from training.'),
  rate: z.number().gt(0).max(10_000).default(50).describe('Requests a second.'),
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      "Columns that make up the model's one input, in order. By default columns and inputs have the same names.",
    ),
});

export const deploySchema = z.strictObject({
  target: z.enum(['local']).default('local').describe('local: servers on this machine.'),
  strategy: z.enum(['canary']).default('canary'),
  steps: stepsSchema.default([
    { weight: 5, for: 30_000 },
    { weight: 50, for: 30_000 },
  ]),
  require: z
    .array(z.enum(['passed-gate']))
    .default(['passed-gate'])
    .describe('Evidence without which a model gets no traffic. An empty list asks for none.'),
  'min-requests': z
    .number()
    .int()
    .min(1)
    .default(50)
    .describe('Requests each version must have answered in a step before it is judged.'),
  patience: durationSchema
    .default(300_000)
    .describe('How much longer than its duration a step waits for that many requests.'),
  'too-little-data': z
    .enum(['pause', 'roll-back', 'promote'])
    .default('pause')
    .describe('What becomes of a canary that got too few requests to be judged.'),
  errors: errorsSchema.prefault({}),
  latency: latencySchema.prefault({}),
  lease: durationSchema
    .default(30_000)
    .describe('All traffic returns to stable when the step gives no sign of life for this long.'),
  replay: replaySchema
    .optional()
    .describe('Lets the step itself send recorded rows, where there are no clients.'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('Port of the gateway on 127.0.0.1. Default: a free one, kept from then on.'),
  idle: durationSchema
    .optional()
    .describe(
      'The gateway ends by itself after this long without a request. Default: never. The next run starts it again.',
    ),
  state: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of what is served. Default: .mlops/serving/<model>.'),
});
