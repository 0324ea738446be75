import { resolve } from 'node:path';
import type { FolderConfig } from '../../../../shared/config/sections/folder.ts';
import { datasetDigest } from '../../../../shared/domain/dataset.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { Outcome } from '../../decide.ts';
import type { definition } from '../../definition.ts';
import type { Examined } from '../../examine/run.ts';
import { titles } from '../../messages.ts';
import { type Suite, settingsOf } from '../../suite/run.ts';
import {
  judgeBalance,
  judgeConflicts,
  judgeDuplicates,
  judgeUnreadable,
  type LookedInto,
  type ManifestRow,
} from '../judge.ts';
import { messages } from '../messages.ts';
import { readFiles } from '../named-files/run.ts';
import { classesTable, filesTable } from '../report.ts';
import { filesBelowRoot, folderOf } from '../run.ts';

/** What a folder holds, and what was found in it. */
interface ExaminedFolder extends Examined {
  readonly files: readonly LookedInto[];
}

/** Judge every file of a folder that no table lists; undefined: none is declared. */
export async function examineFolder(
  context: StepContext<typeof definition>,
  suite: Suite,
): Promise<ExaminedFolder | undefined> {
  const settings = settingsOf(context, suite).folder;
  if (settings === undefined) return undefined;
  const root = resolve(context.workingDirectory, settings.root);
  const paths = [...(await filesBelowRoot(root, settings.files))].sort();
  const read = await readFiles({ context }, root, paths, settings);
  // A number for each file, by which the judgements name those that fail.
  const rows = paths.map((path, i): ManifestRow => {
    const label = settings.classes === 'none' ? '' : folderOf(path);
    return { row: i + 1, path, label, file: read.get(path) };
  });
  const files = paths.flatMap((path) => read.get(path) ?? []);
  const digest = datasetDigest(files);
  const hasClasses = settings.classes !== 'none' && rows.length > 0;
  return {
    files,
    outcomes: judgeFolder(rows, settings).map((outcome) => naming(outcome, paths)),
    tables: [
      ...(hasClasses ? [{ ...classesTable(rows, titles.files), id: 'folder-classes' }] : []),
      {
        ...filesTable(files, digest),
        ...{ id: 'folder-files', title: messages.folderTable(files.length, settings.root) },
      },
    ],
    metrics: [{ name: 'folder-files', value: files.length }],
    inputs: { 'folder-digest': digest, 'folder-root': settings.root },
  };
}

function judgeFolder(rows: readonly ManifestRow[], settings: FolderConfig): Outcome[] {
  const some: Outcome = {
    ...{ code: 'folder-empty', title: messages.someFilesTitle, column: undefined },
    ...{ severity: 'error', passed: rows.length > 0, failing: null, judged: null, rows: [] },
    observed: messages.filesFound(rows.length, settings.root),
    expected: messages.someFilesExpected,
  };
  if (rows.length === 0) return [some];
  const copies = settings.duplicates;
  const hasClasses = settings.classes !== 'none';
  return [
    some,
    judgeUnreadable(rows, settings.severity),
    ...(copies === 'allow' ? [] : [judgeDuplicates(rows, copies)]),
    ...(hasClasses ? [torn(judgeConflicts(rows)), ...judgeBalance(rows, settings)] : []),
  ];
}

/** There are no rows to speak of, only files. */
function torn(outcome: Outcome): Outcome {
  return { ...outcome, observed: messages.conflictFiles(outcome.failing ?? 0) };
}

/** The files themselves in place of their numbers. */
function naming(outcome: Outcome, paths: readonly string[]): Outcome {
  const names = outcome.rows.flatMap((row) => paths[row - 1] ?? []);
  const code = outcome.code.replace(/^manifest-/u, 'folder-');
  if (names.length === 0) return { ...outcome, code };
  const observed = messages.withFiles(outcome.observed, names, outcome.failing ?? 0);
  return { ...outcome, code, observed, rows: [] };
}
