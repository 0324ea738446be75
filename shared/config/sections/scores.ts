import { z } from 'zod';

const regressionSchema = z.union([
  z.number().min(0).describe('In units of the score: 0.05.'),
  z
    .strictObject({ relative: z.number().min(0).max(1) })
    .describe("As a share of the champion's value: { relative: 0.01 } allows 1 %."),
]);

const rangeSchema = z
  .tuple([z.number(), z.number()])
  .refine(([lowest, highest]) => lowest < highest, {
    message: 'the first must be below the second',
  })
  .describe('The lowest and the highest score there can be.');

const betterSchema = z.enum(['higher', 'lower']);

const scoreRuleSchema = z.strictObject({
  min: z.number().optional().describe('The floor: the mean must not lie below it.'),
  max: z.number().optional().describe('The ceiling: the mean must not lie above it.'),
  'max-regression': regressionSchema
    .optional()
    .describe('How much worse than the champion it may be.'),
  required: z.boolean().default(true).describe('false: advisory.'),
  range: rangeSchema.optional(),
  better: betterSchema.optional(),
  'pass-at': z.number().optional().describe('The score from which an answer passes.'),
});

const columnSchema = z.string().min(1).optional();

const groupColumnSchema = z.string().min(1);

const scoreSlicesSchema = z
  .strictObject({
    by: z
      .array(z.union([groupColumnSchema, z.array(groupColumnSchema).min(2)]))
      .default([])
      .describe('Columns of a table, or metadata of the cases, and lists of them taken together.'),
    metric: z
      .string()
      .min(1)
      .optional()
      .describe(
        'pass-rate, latency, tokens, cost or a criterion. Default: the first required one.',
      ),
    'min-cases': z
      .number()
      .int()
      .min(2)
      .default(10)
      .describe('Smaller slices are counted but not judged.'),
    'max-regression': regressionSchema
      .optional()
      .describe('Default: what the metric itself is allowed.'),
  })
  .default({ by: [], 'min-cases': 10 });

/** Repeated scores of cases: what evaluation tools of generative models write. */
export const scoresSchema = z.strictObject({
  format: z
    .enum(['promptfoo', 'inspect', 'deepeval', 'ragas', 'junit', 'table'])
    .optional()
    .describe('What wrote the files. Default: told from their content.'),
  metrics: z
    .record(z.string().min(1), scoreRuleSchema)
    .default({})
    .describe(
      'By name: pass-rate, latency, tokens, cost, or a criterion as the tool names it. Empty: no score may get worse.',
    ),
  range: rangeSchema.default([0, 1]),
  better: betterSchema.default('higher').describe('Whether a high score is a good one.'),
  'pass-at': z
    .number()
    .optional()
    .describe(
      'The score from which an answer passes, where the tool does not say. Default: the middle of the range.',
    ),
  variant: z
    .strictObject({ challenger: z.string().optional(), champion: z.string().optional() })
    .default({})
    .describe('Which provider, prompt or model to judge, where a file holds several.'),
  slices: scoreSlicesSchema.describe(
    'Cases judged by what the files say of them (topic, language), value by value.',
  ),
  columns: z
    .strictObject({
      case: columnSchema,
      repeat: columnSchema,
      score: columnSchema,
      criterion: columnSchema,
      judge: columnSchema,
      passed: columnSchema,
      latency: columnSchema.describe('In seconds.'),
      tokens: columnSchema,
      cost: columnSchema,
      variant: columnSchema,
    })
    .default({})
    .describe('The columns of a plain table, where they have other names.'),
});
