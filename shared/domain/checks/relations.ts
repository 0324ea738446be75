import { z } from 'zod';
import { column, columnName, mostly, scoped } from './arguments.ts';

/** How one value stands to another. Words, because YAML gives `>` a meaning of its own. */
export const comparisonSchema = z.enum([
  'below',
  'at-most',
  'equal',
  'not-equal',
  'at-least',
  'above',
]);
export type Comparison = z.infer<typeof comparisonSchema>;

/** Checks of how columns, or successive rows, stand to each other. */
export const relationChecks = [
  z
    .strictObject({
      check: z.literal('compare-columns'),
      column: columnName.describe('The column on the left.'),
      is: comparisonSchema,
      than: columnName.describe('The column it is compared with, row by row.'),
      mostly,
      ...scoped,
    })
    .refine(({ column: left, than }) => left !== than, 'a column cannot be compared with itself'),
  z
    .strictObject({
      check: z.literal('monotonic'),
      column,
      direction: z.enum(['increasing', 'decreasing']).default('increasing'),
      strict: z.boolean().default(false).describe('Whether equal neighbours fail as well.'),
      'order-by': columnName
        .optional()
        .describe('The column that orders the rows. Default: the order of the files.'),
      mostly,
      ...scoped,
    })
    .refine(
      (check) => check.column !== check['order-by'],
      'ordered by itself, every column is monotonic',
    ),
  z
    .strictObject({
      check: z.literal('functional-dependency'),
      columns: z.array(columnName).min(1).describe('Rows equal in these ...'),
      determines: columnName.describe('... must be equal in this one.'),
      mostly,
      ...scoped,
    })
    .refine(
      ({ columns, determines }) => !columns.includes(determines),
      'a column determines itself already',
    ),
] as const;
