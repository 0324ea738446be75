import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messages } from '../../files/messages.ts';
import { usageError } from '../../kernel/action-error.ts';
import { startOf } from './file-start.ts';
import type { FoundFile } from './source-file.ts';

/** A pointer is three short lines. */
const longestPointer = 1024;

/**
 * The file a Git LFS pointer stands for, where its object was fetched; any other file as it is.
 *
 * @throws ActionError (usage, `lfs-pointer`): the object is not here.
 */
export async function followLfs(found: FoundFile): Promise<FoundFile> {
  const { path, name } = found;
  const text = await startOf(path, longestPointer);
  if (!text.startsWith('version https://git-lfs.github.com/spec/')) return found;
  const sha256 = /^oid sha256:([0-9a-f]{64})$/mu.exec(text)?.[1];
  const size = Number(/^size (\d+)$/mu.exec(text)?.[1]);
  const object = sha256 === undefined ? undefined : await objectOf(dirname(path), sha256, size);
  if (sha256 === undefined || object === undefined) {
    const message = messages.lfsPointer(name, messages.theData);
    throw usageError('lfs-pointer', message, messages.pullLfs);
  }
  const version = { system: 'git-lfs', pointer: name, version: `sha256:${sha256}` } as const;
  return { path: object, name, version: { ...version, followed: true } };
}

async function objectOf(from: string, sha256: string, size: number): Promise<string | undefined> {
  const git = await gitFolder(from);
  if (git === undefined) return undefined;
  const object = join(git, 'lfs', 'objects', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const info = await stat(object).catch(() => undefined);
  return info?.isFile() && info.size === size ? object : undefined;
}

/** The repository's folder of its own. In a linked worktree `.git` is a file that names it. */
async function gitFolder(from: string): Promise<string | undefined> {
  const git = join(from, '.git');
  const info = await stat(git).catch(() => undefined);
  if (info?.isDirectory()) return git;
  if (info?.isFile()) {
    const named = /^gitdir: (.+)$/mu.exec(await startOf(git, 4096))?.[1];
    if (named === undefined) return undefined;
    const own = resolve(from, named.trim());
    const common = await readFile(join(own, 'commondir'), 'utf8').catch(() => '.');
    return resolve(own, common.trim());
  }
  const above = dirname(from);
  return above === from ? undefined : gitFolder(above);
}
