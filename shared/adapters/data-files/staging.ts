import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { externalError } from '../../kernel/action-error.ts';
import { files as messages } from './messages.ts';

/** Where files are unpacked and converted before an engine reads them. */
export interface Staging {
  /** Ends when the reader is closed. */
  readonly signal: AbortSignal;
  /** A path for a new file. Its folder is this reader's alone, and removed with it. */
  place(): Promise<string>;
  remove(): Promise<void>;
}

export function temporaryStaging(): Staging {
  const ending = new AbortController();
  let folder: Promise<string> | undefined;
  let files = 0;
  return {
    signal: ending.signal,
    async place() {
      folder ??= mkdtemp(join(tmpdir(), 'mlops-data-'));
      files += 1;
      return join(await folder, `${files}.data`);
    },
    async remove() {
      ending.abort();
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** A full disk as such; anything else as it is. */
export function stagingError(cause: unknown, name: string): unknown {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') return cause;
  return externalError('disk-full', messages.diskFull(tmpdir(), name), messages.moreDisk, cause);
}
