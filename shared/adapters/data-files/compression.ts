import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

export type Compression = 'gzip' | 'zstd';

/** How a file is compressed, by its first bytes: names are often wrong. */
export function compressionOf(head: Buffer): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : undefined;
}

/** A stream that unpacks, all members of a file that has several, and fails where one is cut short. */
export function unpacking(compression: Compression): Transform {
  return compression === 'gzip' ? createGunzip() : createZstdDecompress();
}

/** A file's name without what its compression added: `a.csv.gz` is `a.csv`. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.(?:gz|gzip|zst|zstd)$/u, '');
}
