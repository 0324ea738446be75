import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ManifestConfig } from '../../../shared/config/sections/manifest.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { matchPattern } from '../../../shared/files/find-files.ts';
import type { Outcome } from '../decide.ts';
import type { Examined, Examinee } from '../examine/run.ts';
import { settingsOf } from '../suite/run.ts';
import { judgeManifest, type LookedInto, type ManifestRow } from './judge.ts';
import { messages } from './messages.ts';
import { namedPaths, readFiles } from './named-files/run.ts';
import { classesTable, filesTable } from './report.ts';
import { compareSplits } from './splits/run.ts';

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
  const named = await namedPaths(examinee.tables, table, settings);
  const paths = new Set(named.flatMap(({ path }) => (path === null ? [] : [path])));
  const files = await readFiles(examinee, root, [...paths], settings);
  const rows = named.map(({ row, path, label }): ManifestRow => {
    const file = path === null ? undefined : files.get(path);
    return { row, path, label: label ?? folderOf(path), file };
  });
  const { outcomes, files: judgedOn } = await compareSplits(examinee, root, settings, files);
  const elsewhere = [...judgedOn, ...files.values()];
  const orphans = await filesWithoutRow(root, settings, elsewhere);
  const found = [...new Map([...files.values()].map((file) => [file.path, file])).values()];
  const digest = datasetDigest(found);
  return {
    outcomes: [...judgeManifest({ rows, orphans }, settings), ...outcomes],
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

/** The class of a file where nothing else says it: the name of its directory. */
export function folderOf(path: string | null): string {
  return path === null ? '' : basename(dirname(path));
}

/** undefined: the working directory holds more than data, so nothing there is missed. */
async function filesWithoutRow(
  root: string,
  { files: patterns, root: named }: ManifestConfig,
  files: readonly LookedInto[],
): Promise<string[] | undefined> {
  if (patterns === undefined && resolve('/', named) === '/') return undefined;
  const known = new Set(files.map(({ path }) => path));
  const there = await filesBelowRoot(root, patterns);
  return [...there].filter((path) => !known.has(path)).sort();
}

/** Every file that a pattern finds below root, relative to it. */
export async function filesBelowRoot(
  root: string,
  patterns: ManifestConfig['files'],
): Promise<Set<string>> {
  const there = new Set<string>();
  for (const pattern of patterns === undefined ? ['.'] : [patterns].flat()) {
    for (const path of await matchPattern(root, pattern)) {
      for (const file of await filesBelow(path))
        there.add(relative(root, file).split(sep).join('/'));
    }
  }
  return there;
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
