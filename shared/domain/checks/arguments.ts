import { z } from 'zod';

/** Arguments that several kinds of check have in common. */

/** Whether a failing check fails the step or only warns. */
const severity = z
  .enum(['error', 'warning'])
  .default('error')
  .describe('Whether a failure fails the step or only warns.');
const name = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('What to call the check in reports, in place of a sentence made from its kind.');

/** `train`, `serve`, `production`: what data is for. */
export const environmentName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/u, {
  error: 'must be lower-case letters and digits, joined by . _ or -',
});

export const columnName = z.string().min(1);
export const column = columnName.describe('The column it is about.');
export const mostly = z
  .number()
  .gt(0)
  .max(1)
  .default(1)
  .describe('The share of values that must pass; 1 is all of them.');
export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const count = z.number().int().min(0);
/** A finite number: an infinite bound bounds nothing. */
export const finite = z.number();

const by = z
  .union([columnName.transform((only) => [only]), z.array(columnName).min(1).max(4)])
  .optional()
  .describe('Columns whose values divide the data into segments; every segment must pass.');
const where = z
  .string()
  .min(1)
  .max(4_000)
  .optional()
  .describe('An SQL condition: only rows for which it holds are looked at.');

const when = z
  .union([environmentName.transform((only) => [only]), z.array(environmentName).min(1)])
  .optional()
  .describe('Environments the check is for (see environments). Default: all of them.');

/** What every check may say. */
export const labelled = { name, severity, when };
/** What every check about the rows may say: which of them, and in which segments. */
export const scoped = { by, where, ...labelled };

interface Bounds {
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
}

export function hasBound({ min, max }: Bounds): boolean {
  return (min ?? max) !== undefined;
}
export const giveBound = 'give min, max or both';

export function isInOrder({ min, max }: Bounds): boolean {
  return min === undefined || max === undefined || min <= max;
}
export const outOfOrder = 'min must not be above max';

/** An inclusive interval of numbers, open at an end that is left out. */
export const bounds = { min: finite.optional(), max: finite.optional() };
