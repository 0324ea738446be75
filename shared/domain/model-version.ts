import { canonicalDigest } from './canonical-digest.ts';
import type { Digest } from './digest.ts';
import type { Artifact } from './record.ts';

/** Everything that makes a model what it is. null: not known, which is part of the identity too. */
export interface ModelContent {
  /** Every file of the model folder, with path, size and SHA-256. */
  files: readonly Artifact[];
  /** Digest of the canonical training configuration: command or entry, parameters, seed. */
  config: Digest | null;
  /** The commit of the training code. */
  code: string | null;
  /** Digest of the training data. */
  data: Digest | null;
  /** Digest of the training environment. */
  environment: Digest | null;
}

/**
 * The identity of a model: SHA-256 of the RFC 8785 JSON of path, size and digest of each file
 * together with configuration, code, data and environment. Unlike a root hash over file digests
 * alone, two models that swap two files' names have different identities.
 */
export function modelIdentity(content: ModelContent): Digest {
  const files = content.files
    .map(({ path, size, sha256 }) => ({ path, size, sha256 }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const { config, code, data, environment } = content;
  return canonicalDigest({ files, config, code, data, environment });
}
