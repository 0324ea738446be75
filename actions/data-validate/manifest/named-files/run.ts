import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { ManifestConfig } from '../../../../shared/config/sections/manifest.ts';
import { digestFile } from '../../../../shared/files/digest-file.ts';
import type { Table, TableReader } from '../../../../shared/ports/table-reader.ts';
import type { Examinee } from '../../examine/run.ts';
import { lookInto } from '../file-kind.ts';
import type { LookedInto } from '../judge.ts';
import { messages } from '../messages.ts';

/** Files read at the same time: enough to keep a disk busy, few enough to fit in memory. */
const readAtOnce = 8;
/** A larger file is digested as a stream and not looked into. */
const largestFile = 64 * 2 ** 20;
const progressEvery = 2_000;

/** A path as a row has it. */
export interface NamedPath {
  readonly row: number;
  readonly path: string | null;
  /** null: there is no column for it, or the row has no value. */
  readonly label: string | null;
}

/** The path, and the class where there is a column for it, of every row of a table. */
export async function namedPaths(
  tables: TableReader,
  { relation }: Table,
  { path, label }: ManifestConfig,
): Promise<NamedPath[]> {
  const text = (name: string): string => `CAST(${tables.identifier(name)} AS VARCHAR)`;
  const { p = [], l } = await tables.columns(
    `SELECT ${text(path)} AS p${label === undefined ? '' : `, ${text(label)} AS l`} FROM ${relation}`,
  );
  return Array.from(p, (value, i) => {
    const name = l === undefined ? null : (l[i] ?? '');
    return {
      row: i + 1,
      path: value === null ? null : String(value),
      label: name === null ? null : String(name),
    };
  });
}

/** What each path names, by the path as it is written; those that name no file are left out. */
export async function readFiles(
  { context }: Pick<Examinee, 'context'>,
  root: string,
  paths: readonly string[],
  { kind }: Pick<ManifestConfig, 'kind'>,
): Promise<Map<string, LookedInto>> {
  const files = new Map<string, LookedInto>();
  const waiting = paths.values();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const path of waiting) {
      if (context.signal.aborted) return;
      const file = await readOne(root, path, kind);
      if (file !== undefined) files.set(path, file);
      done += 1;
      if (done % progressEvery === 0) context.host.progress(messages.reading(done, paths.length));
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, work));
  return files;
}

/** A path comes from the data: one that leads out of the root names no file of this data set. */
async function readOne(
  root: string,
  path: string,
  kind: ManifestConfig['kind'],
): Promise<LookedInto | undefined> {
  const absolute = resolve(root, path);
  const inside = relative(root, absolute);
  if (path.includes('\0') || isAbsolute(path) || inside.startsWith('..')) return undefined;
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  const name = inside.split(sep).join('/');
  if (found.size > largestFile) {
    const sha256 = await digestFile(absolute);
    return { path: name, size: found.size, sha256, content: { format: 'not looked into' } };
  }
  const bytes = await readFile(absolute);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: name, size: bytes.length, sha256, content: lookInto(name, bytes, kind) };
}
