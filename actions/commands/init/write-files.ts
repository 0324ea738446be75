import { lstat, mkdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { errors } from './messages.ts';

/** A file to be made. */
export interface NewFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Those of the files that are not there yet. One that is there with the very same text is done.
 *
 * @throws ActionError (usage, `file-exists`): one is there and says something else
 */
export async function missingFiles(directory: string, files: readonly NewFile[]) {
  const missing: NewFile[] = [];
  const taken: string[] = [];
  for (const file of files) {
    const path = join(directory, file.path);
    const there = await lstat(path).catch(() => undefined);
    if (there === undefined) missing.push(file);
    else if ((await readFile(path, 'utf8').catch(() => undefined)) !== file.text) {
      taken.push(file.path);
    }
  }
  if (taken.length === 0) return missing;
  throw usageError('file-exists', errors.taken(taken), errors.takenHint);
}

/**
 * Write all of the files or none: what was made is removed again when one cannot be.
 *
 * @throws ActionError (usage): `file-exists`, `outside`, `not-writable`
 */
export async function writeAll(directory: string, files: readonly NewFile[]): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { path, text } of files) {
      const target = join(directory, path);
      const made = await mkdir(dirname(target), { recursive: true });
      if (made !== undefined) undo.unshift(() => removeEmpty(dirname(target), dirname(made)));
      await refuseOutside(directory, path);
      // Never over a file, also not over one that came about a moment ago.
      await writeFile(target, text, { flag: 'wx' });
      undo.unshift(() => rm(target, { force: true }));
    }
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    const { code = '', path = directory } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw usageError('file-exists', errors.taken([path]), errors.takenHint);
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'].includes(code)) throw error;
    throw usageError('not-writable', errors.notWritable(path, code), errors.notWritableHint);
  }
}

/** A link in a repository of somebody else must not make us write elsewhere. */
async function refuseOutside(directory: string, path: string): Promise<void> {
  const folder = await realpath(dirname(join(directory, path)));
  const inside = relative(await realpath(directory), folder);
  if (inside === '..' || inside.startsWith(`..${sep}`)) {
    throw usageError('outside', errors.outside(path), errors.outsideHint);
  }
}

/** The folders from `folder` up to, but without, `until`. */
async function removeEmpty(folder: string, until: string): Promise<void> {
  if (folder === until || !folder.startsWith(until)) return;
  await rmdir(folder);
  await removeEmpty(dirname(folder), until);
}
