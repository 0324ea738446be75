import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { externalError } from '../../../shared/kernel/action-error.ts';
import type { Table } from '../../../shared/ports/table-reader.ts';
import { messages } from '../messages.ts';
import type { FingerprintedFile } from '../report.ts';

/** The digest of every file of the data, read beside the scan. */
export async function fingerprintFiles(table: Table, root: string): Promise<FingerprintedFile[]> {
  const files: FingerprintedFile[] = [];
  for (const { path, size } of table.files) {
    files.push({ path: nameOf(path, root), size, sha256: await digestFile(path) });
  }
  return files;
}

/** The fingerprint must be of the very bytes that were checked. */
export async function holdUnchanged({ files }: Table, root: string): Promise<void> {
  for (const { path, size, modified } of files) {
    const now = await stat(path).catch(() => undefined);
    if (now?.size === size && now.mtimeMs === modified) continue;
    throw externalError(
      'data-changed',
      messages.changed(nameOf(path, root)),
      'Run the step when nothing writes to the data.',
    );
  }
}

/** A file as the user knows it. */
export function nameOf(path: string, root: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}
