import { z } from 'zod';
import {
  column,
  columnName,
  count,
  giveBound,
  hasBound,
  isInOrder,
  mostly,
  outOfOrder,
  scalar,
  scoped,
} from './arguments.ts';

const bound = z.union([z.number(), z.string().min(1)]);

const range = z
  .strictObject({
    check: z.literal('range'),
    column,
    min: bound.optional().describe('Smallest allowed value: a number, or a date as text.'),
    max: bound.optional().describe('Largest allowed value.'),
    above: bound.optional().describe('Every value must be larger than this.'),
    below: bound.optional().describe('Every value must be smaller than this.'),
    mostly,
    ...scoped,
  })
  .refine(
    ({ min, above }) => min === undefined || above === undefined,
    'give min or above, not both',
  )
  .refine(
    ({ max, below }) => max === undefined || below === undefined,
    'give max or below, not both',
  )
  .refine((check) => hasBound(endsOf(check)), 'give min, max, above or below')
  .refine((check) => {
    const { min, max } = endsOf(check);
    return min === undefined || max === undefined || typeof min === typeof max;
  }, 'min and max must be of the same kind')
  .refine((check) => isInOrder(endsOf(check)), outOfOrder)
  .refine((check) => {
    const { min, max } = endsOf(check);
    const isOpen = check.above !== undefined || check.below !== undefined;
    return !isOpen || min === undefined || min !== max;
  }, 'nothing lies between these bounds');

type Bound = string | number | undefined;

function endsOf(check: { min?: Bound; max?: Bound; above?: Bound; below?: Bound }): {
  min: Bound;
  max: Bound;
} {
  return { min: check.min ?? check.above, max: check.max ?? check.below };
}

/** Checks of each value of a column by itself. A missing value is the business of not-null. */
export const valueChecks = [
  z.strictObject({ check: z.literal('not-null'), column, mostly, ...scoped }),
  z.strictObject({ check: z.literal('always-null'), column, mostly, ...scoped }),
  z
    .strictObject({
      check: z.literal('unique'),
      column: column.optional(),
      columns: z.array(columnName).min(1).optional().describe('A key of several columns.'),
      mostly,
      ...scoped,
    })
    .refine(
      (check) => (check.column === undefined) !== (check.columns === undefined),
      'give either column or columns',
    ),
  range,
  z.strictObject({
    check: z.literal('allowed-values'),
    column,
    values: z.array(scalar).min(1),
    mostly,
    ...scoped,
  }),
  z.strictObject({
    check: z.literal('forbidden-values'),
    column,
    values: z.array(scalar).min(1),
    mostly,
    ...scoped,
  }),
  z
    .strictObject({
      check: z.literal('pattern'),
      column,
      matches: z
        .string()
        .min(1)
        .optional()
        .describe(
          'A regular expression (RE2) found somewhere in the value; ^ and $ hold the ends.',
        ),
      'not-matches': z
        .string()
        .min(1)
        .optional()
        .describe('A regular expression (RE2) found nowhere in the value.'),
      mostly,
      ...scoped,
    })
    .refine(
      (check) => (check.matches ?? check['not-matches']) !== undefined,
      'give matches, not-matches or both',
    ),
  z
    .strictObject({
      check: z.literal('length'),
      column,
      min: count.optional().describe('Fewest characters.'),
      max: count.optional().describe('Most characters.'),
      mostly,
      ...scoped,
    })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder),
  z.strictObject({
    check: z.literal('date-format'),
    column,
    format: z
      .string()
      .min(1)
      .describe('How a date is written, in the signs of strftime: %Y-%m-%d, %d.%m.%Y %H:%M.'),
    mostly,
    ...scoped,
  }),
] as const;
