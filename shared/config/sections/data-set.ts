import { z } from 'zod';
import { checkSchema } from '../../domain/check.ts';
import { environmentName } from '../../domain/checks/arguments.ts';
import { filesSchema } from './data.ts';

/** Names that checks have for tables already. */
const taken = ['data', 'reference'];

const tableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/u, {
    error: 'must begin with a letter; letters, digits, _ and - may follow',
  })
  .refine((name) => !taken.includes(name), {
    error: 'data and reference are the names of the main data and of its reference',
  });

/** Tables that belong to the data: checks may hold one against another. */
export const tablesSchema = z.record(
  tableName,
  z.strictObject({
    data: filesSchema.describe('Its files: a path or glob, or several.'),
    checks: z.array(checkSchema).default([]).describe('What this table must satisfy.'),
  }),
);

/** What data is for, where checks differ: `when` of a check names some of them. */
export const environmentsSchema = z.array(environmentName).min(1);
