import { z } from 'zod';
import { metricNames } from '../../domain/metric.ts';

const lossSchema = z.union([
  z.number().min(0).describe('In units of the metric: 0.02.'),
  z
    .strictObject({
      relative: z.number().min(0).max(1),
      absolute: z.number().min(0).optional().describe('Both must hold where both are given.'),
    })
    .describe('As a share of the value on the rows as they are: { relative: 0.05 } allows 5 %.'),
]);

const lossesSchema = z.partialRecord(z.enum(metricNames), lossSchema);

const columnSchema = z.string().min(1);
const columnsSchema = z
  .array(columnSchema)
  .min(1)
  .describe('Default: every feature of the kind this is about.');
const shareSchema = z.number().gt(0).max(1).describe('Of the values: each is hit by this chance.');
const plainSchema = z.union([z.string(), z.number(), z.boolean()]);

const perturbationBase = {
  columns: columnsSchema.optional(),
  share: shareSchema.optional(),
  'max-degradation': lossesSchema.optional().describe('Instead of the limit for all.'),
};

const perturbationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('noise').describe('Normal noise.'),
    deviations: z.number().gt(0).default(0.1).describe('In standard deviations of the column.'),
    ...perturbationBase,
  }),
  z.strictObject({
    kind: z.literal('unit').describe('A wrong unit: values times a factor.'),
    factor: z
      .number()
      .refine((factor) => factor !== 0 && factor !== 1, { message: 'must not be 0 or 1' })
      .default(1000)
      .describe('1000 and 0.001 for kilo, 2.54 for inches, 0.4536 for pounds.'),
    ...perturbationBase,
  }),
  z.strictObject({
    kind: z.literal('out-of-range').describe('Values beyond any that occur.'),
    ranges: z
      .number()
      .gt(0)
      .default(1)
      .describe("How far beyond, in widths of the column's own range."),
    ...perturbationBase,
  }),
  z.strictObject({
    kind: z
      .enum(['missing', 'swapped', 'typos'])
      .describe('Values left out, categories mixed up, slips of the fingers in texts.'),
    ...perturbationBase,
  }),
]);

const maxShareSchema = z.number().min(0).lt(1);
const toleranceSchema = z
  .number()
  .min(0)
  .describe(
    'What an answer may move by: a probability, or units of the label. Default: 0.05, or 5 % of the standard deviation of the label.',
  );

const boundsSchema = z
  .record(
    columnSchema,
    z.tuple([z.number(), z.number()]).refine(([lowest, highest]) => lowest < highest, {
      message: 'the first must be below the second',
    }),
  )
  .describe('What values there can be: { age: [18, 99] }. Default: those that occur.');

const adversarialSchema = z.strictObject({
  deviations: z
    .number()
    .gt(0)
    .default(0.1)
    .describe("How far each number may move, in its column's standard deviations."),
  columns: columnsSchema.optional(),
  bounds: boundsSchema.default({}),
  rows: z.number().int().min(10).max(10_000).default(200).describe('Rows attacked, at most.'),
  predictions: z
    .number()
    .int()
    .min(100)
    .max(10_000_000)
    .default(20_000)
    .describe('Answers asked of each model, at most.'),
  'max-share': maxShareSchema
    .optional()
    .describe('The largest share of right decisions that may be flipped. Default: shown only.'),
  tolerance: toleranceSchema.optional(),
});

const invarianceSchema = z
  .strictObject({
    columns: z.array(columnSchema).min(1).describe('What must not matter: [sex].'),
    swap: z.tuple([plainSchema, plainSchema]).optional().describe('Two values, swapped: [F, M].'),
    values: z
      .array(plainSchema)
      .min(2)
      .optional()
      .describe('Every row is given each of these values. Default: those that occur.'),
    tolerance: toleranceSchema.optional(),
    'max-share': maxShareSchema
      .default(0.05)
      .describe('The largest share of rows whose answer may move.'),
  })
  .refine(({ swap, values }) => swap === undefined || values === undefined, {
    message: 'give swap or values, not both',
  })
  .refine(({ swap }) => swap === undefined || swap[0] !== swap[1], {
    message: 'the two values are the same, so nothing would be swapped',
    path: ['swap'],
  });

const stepSchema = z
  .union([
    z.number().refine((by) => by !== 0, { message: 'must not be 0: nothing would move' }),
    z.string().regex(/^[+-]?(?!0*(?:\.0*)?\s*%)\d+(?:\.\d+)?\s*%$/u, {
      message: 'must be a number, or a share such as +10% or -5%',
    }),
  ])
  .describe("What is added to the value: 1000, or a share of it: '+10%'.");

const directionSchema = z.strictObject({
  column: columnSchema,
  by: stepSchema,
  expect: z
    .enum(['increase', 'decrease', 'not-increase', 'not-decrease'])
    .describe(
      'How the answer must move: by more than the tolerance (increase, decrease), or by no more than it the other way (not-increase, not-decrease).',
    ),
  class: plainSchema
    .optional()
    .describe('Of several classes or labels: the one whose probability must move.'),
  tolerance: z.number().min(0).default(0).describe('In probability, or in units of the label.'),
  'max-share': maxShareSchema
    .default(0.05)
    .describe('The largest share of rows that may move otherwise.'),
});

/** How the model must behave on inputs that are not as they should be; it needs the model itself. */
export const robustnessSchema = z.strictObject({
  rows: z
    .number()
    .int()
    .min(50)
    .max(100_000)
    .default(2_000)
    .describe('How many rows are asked about again: a random sample.'),
  perturbations: z
    .array(perturbationSchema)
    .optional()
    .describe('Default: one of each kind that the features allow.'),
  'max-degradation': lossesSchema
    .default({})
    .describe(
      'What a metric may lose under each perturbation: { auc: 0.02 }. Default: shown only.',
    ),
  'max-regression': lossesSchema
    .default({})
    .describe('How much more than the champion a metric may lose.'),
  adversarial: adversarialSchema
    .optional()
    .describe('Search small steps of numbers that flip right decisions.'),
  invariant: z.array(invarianceSchema).default([]).describe('What must not change an answer.'),
  direction: z.array(directionSchema).default([]).describe('Which way an answer must move.'),
  required: z.boolean().default(true).describe('false: advisory.'),
});
