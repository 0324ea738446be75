import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Digest } from './digest.ts';

/** SHA-256 of a value's canonical JSON (RFC 8785): equal values have equal digests. */
export function canonicalDigest(value: unknown): Digest {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form has no digest');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
