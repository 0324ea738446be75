import { glob, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { usageError } from '../kernel/action-error.ts';
import { nearestName } from '../kernel/nearest-name.ts';
import { refuseLfsPointer } from './lfs-pointer.ts';
import { messages } from './messages.ts';

/**
 * The files that paths and globs stand for, absolute and sorted. A directory stands for every file
 * below it, empty ones too. Files of any kind are fine, but not what cannot be the data itself.
 *
 * @throws ActionError (usage): `file-not-found`, `file-empty`, `lfs-pointer`.
 */
export async function findFiles(
  root: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    for (const path of await expand(root, pattern)) paths.add(path);
  }
  return [...paths].sort();
}

async function expand(root: string, pattern: string): Promise<readonly string[]> {
  const paths = await matchPattern(root, pattern);
  const found: string[] = [];
  for (const path of paths) {
    const isDirectory = (await stat(path)).isDirectory();
    found.push(
      ...(isDirectory ? await filesBelow(root, path, pattern) : [await whole(root, path)]),
    );
  }
  return found;
}

/**
 * What a path or glob names, absolute: itself where it is there, else the files it matches.
 *
 * @throws ActionError (usage, `file-not-found`) with the nearest name.
 */
export async function matchPattern(root: string, pattern: string): Promise<readonly string[]> {
  const path = resolve(root, pattern);
  if (await stat(path).catch(() => undefined)) return [path];
  if (!/[*?[{]/u.test(pattern)) {
    const near = nearestName(basename(path), await readdir(dirname(path)).catch(() => []));
    throw usageError('file-not-found', messages.noFile(pattern, near), messages.checkPath(root));
  }
  const found: string[] = [];
  for await (const name of glob(pattern, { cwd: root })) {
    const match = resolve(root, name);
    if ((await stat(match)).isFile()) found.push(match);
  }
  if (found.length > 0) return found;
  throw usageError('file-not-found', messages.noMatch(pattern), messages.checkPattern(root));
}

async function filesBelow(
  root: string,
  directory: string,
  name: string,
): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  if (files.length === 0) {
    throw usageError('file-not-found', messages.emptyDirectory(name), messages.checkFiller);
  }
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths) await refuseLfsPointer(path, nameOf(root, path), messages.theData);
  return paths;
}

async function whole(root: string, path: string): Promise<string> {
  if ((await stat(path)).size === 0) {
    throw usageError('file-empty', messages.emptyFile(nameOf(root, path)), messages.checkWriter);
  }
  await refuseLfsPointer(path, nameOf(root, path), messages.theData);
  return path;
}

/** A file as the user knows it: relative to `root` where it lies below. */
export function nameOf(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}
