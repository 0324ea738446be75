import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Artifact } from '../domain/record.ts';
import { usageError } from '../kernel/action-error.ts';
import { messages } from './messages.ts';

/** SHA-256 of a file's bytes as lower-case hex, read in one pass whatever its size. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * Size and digest of every file below a directory, sorted by path. Paths use `/` on every system.
 *
 * @throws ActionError (usage, `not-a-plain-file`) at a link or a device: their content could
 *   change without the digest changing.
 */
export async function digestDirectory(directory: string): Promise<Artifact[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const artifacts: Artifact[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path).split(sep).join('/');
    if (!entry.isFile()) {
      throw usageError('not-a-plain-file', messages.notPlain(name, directory));
    }
    artifacts.push({ path: name, size: (await stat(path)).size, sha256: await digestFile(path) });
  }
  return artifacts.sort((a, b) => (a.path < b.path ? -1 : 1));
}
