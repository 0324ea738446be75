import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ManifestConfig } from '../../../shared/config/sections/manifest.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { matchPattern } from '../../../shared/files/find-files.ts';
import type { Outcome } from '../decide.ts';
import type { Examined, Examinee } from '../examine/run.ts';
import { settingsOf } from '../suite/run.ts';
import { lookInto } from './file-kind.ts';
import { judgeManifest, type LookedInto, type ManifestRow } from './judge.ts';
import { messages } from './messages.ts';
import { classesTable, filesTable } from './report.ts';

/** Files read at the same time: enough to keep a disk busy, few enough to fit in memory. */
const readAtOnce = 8;
/** A larger file is digested as a stream and not looked into. */
const largestFile = 64 * 2 ** 20;
const progressEvery = 2_000;

/** Hold the rows of the data and the files they name against each other. */
export async function examineManifest(examinee: Examinee): Promise<Examined | undefined> {
  const { context, table } = examinee;
  const settings = settingsOf(context, examinee.suite).manifest;
  if (settings === undefined) return undefined;
  const there = new Set(table.columns.map(({ name }) => name));
  const missing = [settings.path, ...(settings.label === undefined ? [] : [settings.label])].filter(
    (name) => !there.has(name),
  );
  if (missing.length > 0) return { outcomes: missing.map(columnMissing) };
  const root = resolve(context.workingDirectory, settings.root);
  const named = await namedPaths(examinee, settings);
  const paths = new Set(named.flatMap(({ path }) => (path === null ? [] : [path])));
  const files = await readFiles(examinee, root, [...paths], settings);
  const rows = named.map(({ row, path, label }): ManifestRow => {
    const file = path === null ? undefined : files.get(path);
    return { row, path, label: label ?? folderOf(path), file };
  });
  const orphans = await filesWithoutRow(root, settings, files);
  const found = [...new Map([...files.values()].map((file) => [file.path, file])).values()];
  const digest = datasetDigest(found);
  return {
    outcomes: judgeManifest({ rows, orphans }, settings),
    tables: [classesTable(rows), filesTable(found, digest)],
    metrics: [{ name: 'files', value: found.length }],
    findings:
      orphans === undefined
        ? [{ code: 'manifest-not-searched', severity: 'info', message: messages.notLookedFor }]
        : [],
    inputs: { 'manifest-digest': digest, 'manifest-root': settings.root },
  };
}

function columnMissing(name: string): Outcome {
  return {
    ...{ code: 'manifest-column', title: messages.columnTitle(name), column: name },
    ...{ severity: 'error', passed: false, failing: null, judged: null, rows: [] },
    observed: messages.noColumn(name),
    expected: messages.columnExpected,
  };
}

interface NamedPath {
  readonly row: number;
  readonly path: string | null;
  /** null: there is no column for it, or the row has no value. */
  readonly label: string | null;
}

async function namedPaths(
  { tables, table }: Examinee,
  { path, label }: ManifestConfig,
): Promise<NamedPath[]> {
  const text = (name: string): string => `CAST(${tables.identifier(name)} AS VARCHAR)`;
  const { p = [], l } = await tables.columns(
    `SELECT ${text(path)} AS p${label === undefined ? '' : `, ${text(label)} AS l`} FROM ${table.relation}`,
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

function folderOf(path: string | null): string {
  return path === null ? '' : basename(dirname(path));
}

/** What each path names, by the path as it is written; those that name no file are left out. */
async function readFiles(
  { context }: Examinee,
  root: string,
  paths: readonly string[],
  { kind }: ManifestConfig,
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

/** undefined: the working directory holds more than data, so nothing there is missed. */
async function filesWithoutRow(
  root: string,
  { files: patterns, root: named }: ManifestConfig,
  files: ReadonlyMap<string, LookedInto>,
): Promise<string[] | undefined> {
  if (patterns === undefined && resolve('/', named) === '/') return undefined;
  const known = new Set([...files.values()].map(({ path }) => path));
  const there = new Set<string>();
  for (const pattern of patterns === undefined ? ['.'] : [patterns].flat()) {
    for (const path of await matchPattern(root, pattern)) {
      for (const file of await filesBelow(path))
        there.add(relative(root, file).split(sep).join('/'));
    }
  }
  return [...there].filter((path) => !known.has(path)).sort();
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
