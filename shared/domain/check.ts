import { z } from 'zod';
import { columnTypeSchema } from './column.ts';

/** Whether a failing check fails the step or only warns. */
const severity = z
  .enum(['error', 'warning'])
  .default('error')
  .describe('Whether a failure fails the step or only warns.');
const column = z.string().min(1).describe('The column it is about.');
const mostly = z
  .number()
  .gt(0)
  .max(1)
  .default(1)
  .describe('The share of values that must pass; 1 is all of them.');
const bound = z.union([z.number(), z.string().min(1)]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const count = z.number().int().min(0);

const rowCount = z
  .strictObject({
    check: z.literal('row-count'),
    min: count.optional(),
    max: count.optional(),
    severity,
  })
  .refine(({ min, max }) => (min ?? max) !== undefined, 'give min, max or both')
  .refine(({ min, max }) => (min ?? 0) <= (max ?? Infinity), 'min must not be above max');

const columns = z.strictObject({
  check: z.literal('columns'),
  columns: z.array(z.string().min(1)).min(1).describe('Columns that must be there.'),
  exact: z.boolean().default(false).describe('Whether any other column is an error.'),
  severity,
});

const types = z.strictObject({
  check: z.literal('types'),
  types: z.record(z.string().min(1), columnTypeSchema).describe('The type of each column.'),
  severity,
});

const notNull = z.strictObject({ check: z.literal('not-null'), column, mostly, severity });

const unique = z
  .strictObject({
    check: z.literal('unique'),
    column: column.optional(),
    columns: z.array(z.string().min(1)).min(1).optional().describe('A key of several columns.'),
    severity,
  })
  .refine(
    (check) => (check.column === undefined) !== (check.columns === undefined),
    'give either column or columns',
  );

const range = z
  .strictObject({
    check: z.literal('range'),
    column,
    min: bound.optional().describe('Smallest allowed value: a number, or a date as text.'),
    max: bound.optional(),
    mostly,
    severity,
  })
  .refine(({ min, max }) => (min ?? max) !== undefined, 'give min, max or both')
  .refine(
    ({ min, max }) => min === undefined || max === undefined || typeof min === typeof max,
    'min and max must be of the same kind',
  )
  .refine(
    ({ min, max }) => min === undefined || max === undefined || min <= max,
    'min must not be above max',
  );

const allowedValues = z.strictObject({
  check: z.literal('allowed-values'),
  column,
  values: z.array(scalar).min(1),
  mostly,
  severity,
});

/** One check of a data set, as a suite declares it. */
export const checkSchema = z.discriminatedUnion('check', [
  rowCount,
  columns,
  types,
  notNull,
  unique,
  range,
  allowedValues,
]);
export type Check = z.infer<typeof checkSchema>;
