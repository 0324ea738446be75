import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory } from './make-directory.ts';

/** Write beside the target and rename, so that a killed process leaves the old file or the new. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await makeDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    // A full disk, or a directory in its place: what was begun is of no use to anyone.
    await rm(temporary, { force: true });
    throw error;
  }
}
