import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory } from './make-directory.ts';

/**
 * Put the finished folder `source` in the place of `target`, which may exist. A process killed at
 * any moment leaves the old folder, none, or the new one, but never half of one: a folder cannot be
 * renamed onto another that holds files.
 *
 * @param source on the same file system as `target`.
 */
export async function replaceDirectory(source: string, target: string): Promise<void> {
  const retired = `${target}.${process.pid}.old`;
  await makeDirectory(dirname(target));
  await rm(retired, { recursive: true, force: true });
  await rename(target, retired).catch(ignoreMissing);
  await rename(source, target);
  await rm(retired, { recursive: true, force: true });
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
