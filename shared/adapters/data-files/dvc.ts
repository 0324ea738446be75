import { glob, readFile, stat } from 'node:fs/promises';
import { dirname, join, matchesGlob, resolve } from 'node:path';
import type { DataVersion } from '../../domain/data-version.ts';
import { nameOf } from '../../files/find-files.ts';
import { usageError } from '../../kernel/action-error.ts';
import { type DvcOutput, listedFiles, lockedOutput, outputsOf } from './dvc-outputs.ts';
import { pointers } from './messages.ts';
import type { FoundFile } from './source-file.ts';

/** The files a `.dvc` file stands for: those in the working tree, else those in DVC's cache. */
export async function followDvc(root: string, pointer: string): Promise<FoundFile[]> {
  const outputs = await outputsOf(pointer, nameOf(root, pointer));
  const found: FoundFile[] = [];
  for (const output of outputs) found.push(...(await filesOf(root, output, pointer)));
  return found;
}

/**
 * Files that are only known to DVC and match a path or glob: `data/a.csv` where there is only
 * `data/a.csv.dvc`, or `data/part/*.csv` where there is only `data/part.dvc`.
 */
export async function knownToDvc(root: string, pattern: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for await (const name of glob(`${pattern}.dvc`, { cwd: root })) {
    found.push(...(await onlyPointed(await followDvc(root, resolve(root, name)))));
  }
  if (found.length > 0) return found;
  const wanted = resolve(root, pattern);
  for (let folder = dirname(wanted); folder.length > 1; folder = dirname(folder)) {
    const pointer = `${folder}.dvc`;
    if (!(await isThere(pointer)) || (await isThere(folder))) continue;
    const files = await followDvc(root, pointer);
    return files.filter(({ name }) => matchesGlob(resolve(root, name), wanted));
  }
  const locked = await lockedOutput(wanted);
  return locked === undefined || (await isThere(wanted))
    ? []
    : filesOf(root, locked.output, locked.pointer);
}

async function onlyPointed(files: readonly FoundFile[]): Promise<FoundFile[]> {
  return files.filter(({ version }) => version?.followed === true);
}

interface Tracked {
  readonly output: DvcOutput;
  readonly pointer: string;
}

interface TrackedFolder extends Tracked {
  /** Its files by path; undefined where the cache lacks the list of them. */
  readonly files: ReadonlyMap<string, DvcOutput> | undefined;
}

/**
 * What DVC says of files that are in place: each by itself, or with a folder above it. Of a folder
 * whose list of files is not at hand all that is known is its own version, `md5:….dir`; a file that
 * the list does not have is not DVC's.
 */
export function dvcVersions(root: string): (path: string) => Promise<DataVersion | undefined> {
  const folders = new Map<string, Promise<TrackedFolder | undefined>>();
  const folderAt = (path: string): Promise<TrackedFolder | undefined> => {
    const known = folders.get(path) ?? lookUp(path);
    folders.set(path, known);
    return known;
  };
  const lookUp = async (path: string): Promise<TrackedFolder | undefined> => {
    const tracked = await trackedAt(root, path);
    if (tracked !== undefined && isList(tracked.output)) {
      return { ...tracked, files: await filesIn(root, tracked) };
    }
    return dirname(path) === path ? undefined : folderAt(dirname(path));
  };
  return async (path) => {
    const own = await trackedAt(root, path);
    if (own !== undefined) return versionOf(root, own.output, own.pointer, false);
    const folder = await folderAt(dirname(path));
    if (folder === undefined) return undefined;
    const output = folder.files === undefined ? folder.output : folder.files.get(path);
    return output && versionOf(root, output, folder.pointer, false);
  };
}

async function trackedAt(root: string, path: string): Promise<Tracked | undefined> {
  const pointer = `${path}.dvc`;
  if (!(await isThere(pointer))) return lockedOutput(path);
  const [output] = await outputsOf(pointer, nameOf(root, pointer));
  return output?.path === path ? { output, pointer } : undefined;
}

async function filesIn(
  root: string,
  { output, pointer }: Tracked,
): Promise<TrackedFolder['files']> {
  const list = await objectOf(root, output, pointer).catch(() => undefined);
  const files = list === undefined ? [] : await listedFiles(list, output).catch(() => []);
  return files.length === 0 ? undefined : new Map(files.map((file) => [file.path, file]));
}

async function filesOf(root: string, output: DvcOutput, pointer: string): Promise<FoundFile[]> {
  const { path } = output;
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile()) {
    const version = versionOf(root, output, pointer, false);
    return [{ path, name: nameOf(root, path), version }];
  }
  const object = await objectOf(root, output, pointer);
  if (!output.md5.endsWith('.dir')) {
    const version = versionOf(root, output, pointer, true);
    return [{ path: object, name: nameOf(root, path), version }];
  }
  const files = await listedFiles(object, output);
  const found: FoundFile[] = [];
  for (const file of files) found.push(...(await filesOf(root, file, pointer)));
  return found;
}

function versionOf(
  root: string,
  { md5, exact }: DvcOutput,
  pointer: string,
  followed: boolean,
): DataVersion {
  // Before DVC 3 the digest of a text is not that of its bytes, and is not called one here.
  const version = exact ? `md5:${md5}` : `dvc2-md5:${md5}`;
  return { system: 'dvc', pointer: nameOf(root, pointer), version, followed };
}

/**
 * Where DVC's cache holds an output.
 *
 * @throws ActionError (usage, `dvc-pointer`): it is not there.
 */
async function objectOf(root: string, output: DvcOutput, pointer: string): Promise<string> {
  const cache = await cacheOf(dirname(pointer));
  const place = join(output.md5.slice(0, 2), output.md5.slice(2));
  // DVC 3, then what DVC 2 left.
  const candidates =
    cache === undefined ? [] : [join(cache, 'files', 'md5', place), join(cache, place)];
  for (const path of candidates) {
    const info = await stat(path).catch(() => undefined);
    if (
      info?.isFile() &&
      (output.size === undefined || isList(output) || info.size === output.size)
    )
      return path;
  }
  const name = nameOf(root, pointer);
  throw usageError(
    'dvc-pointer',
    pointers.onlyPointer(nameOf(root, output.path), name),
    pointers.pull(name),
  );
}

/** The size DVC gives for a folder is that of its files, not of the list of them. */
function isList({ md5 }: DvcOutput): boolean {
  return md5.endsWith('.dir');
}

/** The cache of the DVC project around a folder: `.dvc/cache`, or what its configuration says. */
async function cacheOf(folder: string): Promise<string | undefined> {
  const project = join(folder, '.dvc');
  if ((await stat(project).catch(() => undefined))?.isDirectory()) {
    for (const file of ['config.local', 'config']) {
      const text = await readFile(join(project, file), 'utf8').catch(() => '');
      const section = /^\[["']?cache["']?\]$([^[]*)/mu.exec(text)?.[1] ?? '';
      const set = /^\s*dir\s*=\s*(.+?)\s*$/mu.exec(section)?.[1];
      if (set !== undefined) return resolve(project, set);
    }
    return join(project, 'cache');
  }
  const above = dirname(folder);
  return above === folder ? undefined : cacheOf(above);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
