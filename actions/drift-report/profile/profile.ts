import canonicalize from 'canonicalize';
import { z } from 'zod';
import { canonicalDigest } from '../../../shared/domain/canonical-digest.ts';
import { columnTypeSchema } from '../../../shared/domain/column.ts';
import { digestSchema } from '../../../shared/domain/digest.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { profileMessages } from './messages.ts';

/** The version of a profile's form. Cells are cut by it, so that readers accept only their own. */
export const profileVersion = 'mlops-drift-profile/1';

const rows = z.number().int().min(0);
const finite = z.number();

const lineSchema = z.strictObject({
  edges: z.array(finite),
  lowest: finite,
  distinct: rows,
  barEdges: z.array(finite),
});

/** Twelve hex digits of an MD5: two of 200,000 values fall together once in 14,000 profiles. */
const fingerprint = z.string().regex(/^[0-9a-f]{12}$/u);

/**
 * The values of a category column in the order of their cells, the commonest first. A column with
 * many values may name people: of it, only fingerprints are kept.
 */
const categoriesSchema = z.union([
  z.strictObject({ names: z.array(z.string()) }),
  z.strictObject({
    fingerprints: z.array(fingerprint),
    /** false: there were too many; a value that is not listed may still be known. */
    complete: z.boolean(),
  }),
]);
export type ProfileCategories = z.infer<typeof categoriesSchema>;

const columnSchema = z.strictObject({
  name: z.string().min(1),
  type: columnTypeSchema,
  rows,
  present: rows,
  distinct: rows,
  /** Rows per cell, up to the last that has some. */
  cells: z.array(rows),
  mean: finite.nullable(),
  /** The one value all rows have. */
  only: z.string().optional(),
  line: lineSchema.optional(),
  categories: categoriesSchema.optional(),
});
export type ProfileColumn = z.infer<typeof columnSchema>;

const profileSchema = z.strictObject({
  schema: z.literal(profileVersion),
  /** Of everything but itself. */
  digest: digestSchema,
  /** The data set that was counted. */
  data: digestSchema,
  rows,
  columns: z.array(columnSchema).min(1),
});

/**
 * A reference data set as counts: what every comparison of distributions needs of it, and no row.
 */
export type Profile = z.infer<typeof profileSchema>;

export function makeProfile(content: Omit<Profile, 'schema' | 'digest'>): Profile {
  const profile = { schema: profileVersion, ...content } as const;
  return { ...profile, digest: canonicalDigest(profile) };
}

/** As a file: the version first, where it is looked for, then a line a column. */
export function profileText({ schema, digest, data, rows, columns }: Profile): string {
  const head = Object.entries({ schema, digest, data, rows })
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',\n');
  return `{${head},\n"columns":[\n${columns.map((each) => canonicalize(each)).join(',\n')}\n]}\n`;
}

/** Whether a file's first characters are those of a profile, of whatever version. */
export function looksLikeProfile(start: string): boolean {
  return /^\s*\{\s*"schema"\s*:\s*"mlops-drift-profile\//u.test(start);
}

/**
 * @param path as the user knows it, for messages.
 * @throws ActionError (usage): `profile-version`, `profile-damaged`.
 */
export function parseProfile(text: string, path: string): Profile {
  const value = jsonOf(text, path);
  const { schema } = z.object({ schema: z.string() }).parse(value);
  if (schema !== profileVersion) {
    const message = profileMessages.otherVersion(path, schema, profileVersion);
    throw usageError('profile-version', message, profileMessages.writeAgain);
  }
  const parsed = profileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(
      path,
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? profileMessages.unreadable}`,
    );
  }
  const { digest, ...content } = parsed.data;
  if (canonicalDigest(content) !== digest) {
    throw damaged(path, profileMessages.otherDigest);
  }
  return parsed.data;
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(path, profileMessages.notWhole, error);
  }
}

function damaged(path: string, what: string, cause?: unknown) {
  const message = profileMessages.damaged(path, what);
  return usageError('profile-damaged', message, profileMessages.writeAgain, cause);
}
