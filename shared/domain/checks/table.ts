import { z } from 'zod';
import { columnTypeSchema } from '../column.ts';
import {
  columnName,
  count,
  giveBound,
  hasBound,
  isInOrder,
  labelled,
  outOfOrder,
  scoped,
} from './arguments.ts';

const ratio = z.number().gt(0);

/** Checks of the table as a whole. */
export const tableChecks = [
  z
    .strictObject({
      check: z.literal('row-count'),
      min: count.optional(),
      max: count.optional(),
      'min-ratio': ratio
        .optional()
        .describe('Least rows as a multiple of those of the reference: 0.9 is at most 10 % fewer.'),
      'max-ratio': ratio.optional().describe('Most rows as a multiple of those of the reference.'),
      ...scoped,
    })
    .refine(
      (check) => hasBound(check) || hasBound(ratiosOf(check)),
      'give min, max, min-ratio or max-ratio',
    )
    .refine(isInOrder, outOfOrder)
    .refine((check) => isInOrder(ratiosOf(check)), 'min-ratio must not be above max-ratio'),
  z
    .strictObject({
      check: z.literal('column-count'),
      min: count.optional(),
      max: count.optional(),
      ...labelled,
    })
    .refine(hasBound, giveBound)
    .refine(isInOrder, outOfOrder),
  z.strictObject({
    check: z.literal('columns'),
    columns: z.array(columnName).min(1).describe('Columns that must be there.'),
    exact: z.boolean().default(false).describe('Whether any other column is an error.'),
    ordered: z
      .boolean()
      .default(false)
      .describe('Whether they must stand in this order; others may stand between them.'),
    ...labelled,
  }),
  z.strictObject({
    check: z.literal('types'),
    types: z.record(columnName, columnTypeSchema).describe('The type of each column.'),
    ...labelled,
  }),
] as const;

function ratiosOf(check: { 'min-ratio'?: number | undefined; 'max-ratio'?: number | undefined }): {
  min: number | undefined;
  max: number | undefined;
} {
  return { min: check['min-ratio'], max: check['max-ratio'] };
}
