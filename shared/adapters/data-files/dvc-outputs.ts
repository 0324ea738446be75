import { readFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { usageError } from '../../kernel/action-error.ts';
import { pointers } from './messages.ts';

/** A digest in DVC's hands becomes a path, so nothing else may pass for one. */
const md5 = z.string().regex(/^[0-9a-f]{32}(?:\.dir)?$/u);
const output = z.object({
  path: z.string().min(1),
  md5: md5.optional(),
  size: z.number().optional(),
  /** Absent before DVC 3, which changed line ends before it took the digest of a text. */
  hash: z.string().optional(),
});
const pointerFile = z.object({ outs: z.array(output).min(1) });
const lockFile = z.object({
  stages: z.record(z.string(), z.object({ outs: z.array(output).default([]) })),
});
const listing = z.array(z.object({ md5: md5, relpath: z.string().min(1) }));

/** A file or folder that DVC keeps. */
export interface DvcOutput {
  /** Absolute, where it belongs in the working tree. */
  readonly path: string;
  readonly md5: string;
  /** Whether the digest is of the very bytes: it is of changed text before DVC 3. */
  readonly exact: boolean;
  readonly size: number | undefined;
}

/**
 * The outputs of a `.dvc` file.
 *
 * @throws ActionError (usage, `dvc-pointer`): it is none, or names a place outside its folder.
 */
export async function outputsOf(pointer: string, name: string): Promise<DvcOutput[]> {
  const found = pointerFile.safeParse(await readYaml(pointer));
  const outputs = found.success ? found.data.outs.flatMap((out) => outputAt(pointer, out)) : [];
  if (outputs.length > 0) return outputs;
  throw usageError('dvc-pointer', pointers.notDvc(name), pointers.addAnew);
}

/** The output of a pipeline's stage at `path`, from the nearest `dvc.lock` above it. */
export async function lockedOutput(
  path: string,
): Promise<{ readonly output: DvcOutput; readonly pointer: string } | undefined> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const pointer = join(folder, 'dvc.lock');
    const found = lockFile.safeParse(await readYaml(pointer));
    if (found.success) {
      const outputs = Object.values(found.data.stages).flatMap(({ outs }) => outs);
      const output = outputs.flatMap((out) => outputAt(pointer, out)).find((o) => o.path === path);
      return output === undefined ? undefined : { output, pointer };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function outputAt(pointer: string, { path, md5: digest, size, hash }: z.infer<typeof output>) {
  if (digest === undefined || !isBelow(path)) return [];
  const place = join(dirname(pointer), path);
  return [{ path: place, md5: digest, size, exact: hash === 'md5' }];
}

/** The files of a folder that DVC keeps, from the list its cache holds. */
export async function listedFiles(list: string, folder: DvcOutput): Promise<DvcOutput[]> {
  const found = listing.safeParse(JSON.parse(await readFile(list, 'utf8')));
  if (!found.success) return [];
  return found.data
    .filter(({ relpath }) => isBelow(relpath))
    .map(({ md5: digest, relpath }) => ({
      path: join(folder.path, relpath),
      md5: digest,
      size: undefined,
      exact: folder.exact,
    }));
}

/** A pointer comes with the change that is reviewed: it may not reach for files elsewhere. */
function isBelow(path: string): boolean {
  const plain = posix.normalize(path.replaceAll('\\', '/'));
  return !plain.startsWith('/') && !plain.startsWith('..') && basename(plain) !== '';
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
