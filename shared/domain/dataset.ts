import { canonicalDigest } from './canonical-digest.ts';
import type { Digest } from './digest.ts';

/** One file of a data set, by content. */
export interface DatasetFile {
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * One digest for a data set: the canonical JSON of its files' sizes and digests, sorted. Names and
 * places are left out, so that a copy elsewhere is known as the same data.
 */
export function datasetDigest(files: readonly DatasetFile[]): Digest {
  const content = files
    .map(({ size, sha256 }) => ({ size, sha256 }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : a.size - b.size));
  return canonicalDigest({ files: content });
}
