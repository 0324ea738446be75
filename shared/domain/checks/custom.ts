import { z } from 'zod';
import { bounds, isInOrder, labelled, mostly, outOfOrder, scoped } from './arguments.ts';

/** The longest SQL a check may hold. */
const longestSql = 20_000;

/** Checks in the user's own SQL: read-only, and over nothing but the data. */
export const customChecks = [
  z.strictObject({
    check: z.literal('condition'),
    condition: z
      .string()
      .min(1)
      .max(longestSql)
      .describe('An SQL condition that must hold for every row; unknown (NULL) is no failure.'),
    mostly,
    ...scoped,
  }),
  z
    .strictObject({
      check: z.literal('sql'),
      query: z
        .string()
        .min(1)
        .max(longestSql)
        .describe(
          'One SELECT over the tables data and reference. With min or max it gives one number; else it gives failing rows.',
        ),
      ...bounds,
      ...labelled,
    })
    .refine(isInOrder, outOfOrder),
] as const;
