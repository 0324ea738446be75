import { z } from 'zod';

/** `sha256:` and 64 lower-case hex digits: the only form of a digest in records and registries. */
export const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/u, 'a digest is sha256: and 64 lower-case hex digits');
export type Digest = string;

export function isDigest(text: string): text is Digest {
  return digestSchema.safeParse(text).success;
}

/** `sha256:3f9a…c1` for people; the whole digest stays in the record. */
export function shortDigest(digest: Digest): string {
  const hex = digest.slice('sha256:'.length);
  return `sha256:${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
