import { access, constants } from 'node:fs/promises';

/** Whether this user may write to a file or into a folder. */
export async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
