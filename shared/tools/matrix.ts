import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { stepSchema } from '../domain/step.ts';

const hostSchema = z.enum(['github', 'gitlab', 'terminal']);

const rowSchema = z.strictObject({
  step: stepSchema,
  host: hostSchema,
  /** What runs the job in the proof. */
  runner: z.string().min(1),
  /** The test that proves the row: its file, and its name as vitest prints it. */
  file: z.string().regex(/^test\/.+\.test\.ts$/u),
  test: z.string().min(1),
});

const matrixSchema = z.strictObject({ rows: z.array(rowSchema).min(1) });

export type MatrixRow = z.infer<typeof rowSchema>;
export const matrixHosts = hostSchema.options;

/** The support promise. */
export function readMatrix(path: string): readonly MatrixRow[] {
  return matrixSchema.parse(parse(readFileSync(path, 'utf8'))).rows;
}
