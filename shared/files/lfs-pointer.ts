import { open } from 'node:fs/promises';
import { usageError } from '../kernel/action-error.ts';
import { messages } from './messages.ts';

/** The beginning of what Git LFS leaves in place of a file that was not fetched. */
const beginning = 'version https://git-lfs.github.com/spec/';

/**
 * Refuse a file that Git LFS did not fetch.
 *
 * @param name the file as the user knows it.
 * @param whole what it would be, were it fetched.
 * @throws ActionError (usage): `lfs-pointer`.
 */
export async function refuseLfsPointer(path: string, name: string, whole: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginning.length), 0);
    if (buffer.toString('latin1', 0, bytesRead) !== beginning) return;
  } finally {
    await file.close();
  }
  throw usageError('lfs-pointer', messages.lfsPointer(name, whole), messages.pullLfs);
}
