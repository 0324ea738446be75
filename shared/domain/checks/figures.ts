import { z } from 'zod';
import { durationSchema } from '../duration.ts';
import {
  bounds,
  column,
  count,
  finite,
  giveBound,
  hasBound,
  isInOrder,
  outOfOrder,
  scoped,
} from './arguments.ts';

/** A figure of a column of numbers that must lie between bounds, ends included. */
function figure<Name extends string>(name: Name) {
  return z
    .strictObject({ check: z.literal(name), column, ...bounds, ...scoped })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder);
}

const spread = { min: finite.min(0).optional(), max: finite.min(0).optional() };

/** Checks of one figure that is computed over a whole column. Missing values are left out. */
export const figureChecks = [
  figure('mean'),
  figure('median'),
  figure('sum'),
  figure('minimum'),
  figure('maximum'),
  z
    .strictObject({
      check: z.literal('standard-deviation'),
      column,
      ...spread,
      ...scoped,
    })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder),
  z
    .strictObject({
      check: z.literal('quantile'),
      column,
      quantile: z
        .number()
        .min(0)
        .max(1)
        .describe('Which one: 0.95 is the value that 95 % of the values do not exceed.'),
      ...bounds,
      ...scoped,
    })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder),
  z
    .strictObject({
      check: z.literal('distinct-count'),
      column,
      min: count.optional(),
      max: count.optional(),
      ...scoped,
    })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder),
  z.strictObject({
    check: z.literal('freshness'),
    column,
    'max-age': durationSchema.describe(
      'How old the newest date may be when the step runs: 36h, 7d. Dates are read as UTC.',
    ),
    ...scoped,
  }),
] as const;
