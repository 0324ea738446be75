import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { externalError } from '../kernel/action-error.ts';
import { messages } from './messages.ts';

/**
 * A directory of this name in the system's temporary one, for us alone. Its name is known
 * beforehand, so one that somebody else put there (or a link) is refused.
 *
 * @throws ActionError (external, `temporary-directory-taken`).
 */
export function privateDirectory(name: string): string {
  const path = join(tmpdir(), name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const ours = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !ours) {
    const { message, hint } = messages.directoryTaken(path);
    throw externalError('temporary-directory-taken', message, hint);
  }
  return path;
}
