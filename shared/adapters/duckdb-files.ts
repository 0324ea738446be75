import { usageError } from '../kernel/action-error.ts';
import type { DataSources } from '../ports/data-source.ts';
import { formatOf } from './data-files/file-format.ts';
import { locateFiles } from './data-files/locate.ts';
import { files as messages } from './data-files/messages.ts';
import { prepareFile } from './data-files/prepare.ts';
import type { DataSource, FoundFile, SourceFile } from './data-files/source-file.ts';
import type { Staging } from './data-files/staging.ts';

/**
 * Find the files a user named, sorted by path, and tell what they are before any engine sees them:
 * an engine's own errors speak of magic bytes, a person forgot `git lfs pull`.
 *
 * @throws ActionError (usage): see `TableReader.open`.
 */
export async function findDataFiles(
  root: string,
  patterns: readonly string[],
  staging: Staging,
  sources?: DataSources,
): Promise<DataSource> {
  const found = new Map<string, FoundFile>();
  for (const pattern of patterns) {
    const located = (await sources?.locate(root, pattern)) ?? (await locateFiles(root, pattern));
    for (const file of located) found.set(file.name, file);
  }
  const byName = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: SourceFile[] = [];
  for (const file of byName) files.push(await prepareFile(file, staging));
  const [first] = files;
  if (first === undefined) throw usageError('file-not-found', messages.none);
  const format = formatOf(first.name, first.head);
  const other = files.find((file) => formatOf(file.name, file.head) !== format);
  if (other !== undefined) {
    throw usageError(
      'not-readable-as-data',
      messages.mixedFormats(first.name, format, other.name, formatOf(other.name, other.head)),
      messages.nameOneFormat,
    );
  }
  return { format, files };
}
