import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes one directory whose parent exists. */
export type MakeLevel = (path: string) => Promise<unknown>;

/**
 * Make a directory and whatever is missing above it, one level at a time from the nearest ancestor
 * that exists.
 *
 * `mkdir` with `recursive` takes ENOENT to mean that the parent is missing, makes the parent and
 * tries again. A file system that answers ENOENT although the parent exists (Linux's /proc does)
 * keeps it at that for ever. Here every level is tried once.
 *
 * @param path - absolute.
 * @throws what the first level that cannot be made threw.
 */
export async function makeDirectory(
  path: string,
  makeLevel: MakeLevel = (level) => mkdir(level),
): Promise<void> {
  const missing: string[] = [];
  let level = path;
  while (!(await exists(level)) && dirname(level) !== level) {
    missing.unshift(level);
    level = dirname(level);
  }
  for (const next of missing) {
    await makeLevel(next).catch(async (error: unknown) => {
      // Another process may have made it in between.
      if (!(await isDirectory(next))) throw error;
    });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
