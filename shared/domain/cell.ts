import { z } from 'zod';
import { verdictSchema } from './verdict.ts';

const finite = z.number().nullable();

/**
 * One table cell. Plain strings and numbers are shown as they are; the others are drawn by each
 * renderer in its own way (text in a comment, SVG in the HTML report).
 */
export const cellSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.strictObject({
    kind: z.literal('verdict'),
    verdict: verdictSchema,
    text: z.string().optional(),
  }),
  /**
   * Counts from left to right, a bar each, from zero. `curve`: a measurement over time, drawn over
   * its own range, because it may stay far from zero.
   */
  z.strictObject({
    kind: z.literal('sparkline'),
    values: z.array(finite),
    curve: z.boolean().optional(),
  }),
  /**
   * An effect with its interval around zero (no change). `better` tells which side is good;
   * `allowed` is the largest tolerated change to the worse side, as a positive number.
   */
  z.strictObject({
    kind: z.literal('interval'),
    low: finite,
    value: finite,
    high: finite,
    allowed: z.number().optional(),
    better: z.enum(['higher', 'lower']).optional(),
  }),
  /** A share in [0, 1], shown in percent. */
  z.strictObject({ kind: z.literal('share'), value: finite }),
  /** A name, digest or command, shown in a fixed-width font. */
  z.strictObject({ kind: z.literal('code'), text: z.string() }),
]);
export type Cell = z.infer<typeof cellSchema>;

export const columnSchema = z.strictObject({
  title: z.string(),
  align: z.enum(['left', 'right', 'center']).default('left'),
  /** For numbers: digits after the point. Default: four significant digits. */
  digits: z.number().int().min(0).max(12).optional(),
  /** For numbers: show a plus sign on positive ones. */
  signed: z.boolean().optional(),
  unit: z.string().optional(),
});

/** A table, worst rows first, as the step wants it read. */
export const tableSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/u),
  title: z.string(),
  /** A sentence above the table. */
  note: z.string().optional(),
  /** Folded tables show their title (and note) only, until opened. */
  folded: z.boolean().default(false),
  columns: z.array(columnSchema).min(1),
  rows: z.array(z.array(cellSchema)),
});
export type Table = z.infer<typeof tableSchema>;
export type TableInput = z.input<typeof tableSchema>;
