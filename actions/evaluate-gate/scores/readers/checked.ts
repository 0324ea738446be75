import type { z } from 'zod';
import type { Format } from '../attempt.ts';
import { malformed } from '../errors.ts';

/**
 * A tool's file as its schema describes it. What the gate does not read may be anything.
 *
 * @throws ActionError (usage): `<format>-malformed` naming the first place that is wrong
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, file: string, format: Format): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = (issue?.path ?? [])
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./u, '');
  const said = (issue?.message ?? 'it has another form').replace(/^Invalid input: /u, '');
  throw malformed(file, format, `${place === '' ? 'the file' : place} is wrong: ${said}`);
}
