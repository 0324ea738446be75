import { open, stat } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { matchPattern, nameOf } from '../files/find-files.ts';
import { refuseLfsPointer } from '../files/lfs-pointer.ts';
import { usageError } from '../kernel/action-error.ts';
import type { DataFile, Table } from '../ports/table-reader.ts';

/** The beginning of a file is enough to know what it is and to read a CSV header. */
const headBytes = 1 << 18;

export interface DataSource {
  readonly format: Table['format'];
  readonly files: readonly SourceFile[];
}

export interface SourceFile extends DataFile {
  /** As the user knows it: relative to the working directory. */
  readonly name: string;
  /** The first bytes, decompressed. */
  readonly head: Buffer;
}

/**
 * Find the files a user named, sorted by path, and tell what they are before any engine sees them:
 * an engine's own errors speak of magic bytes, a person forgot `git lfs pull`.
 *
 * @throws ActionError (usage): see `TableReader.open`.
 */
export async function findDataFiles(
  root: string,
  patterns: readonly string[],
): Promise<DataSource> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    for (const path of await matchPattern(root, pattern)) paths.add(path);
  }
  const files: SourceFile[] = [];
  for (const path of [...paths].sort()) files.push(await inspect(root, path));
  const [first] = files;
  if (first === undefined) throw usageError('file-not-found', 'No data file was named.');
  const format = formatOf(first);
  const other = files.find((file) => formatOf(file) !== format);
  if (other !== undefined) {
    throw usageError(
      'not-readable-as-data',
      `${first.name} is ${format} and ${other.name} is ${formatOf(other)}: they cannot be read as one table.`,
      'Name files of one format.',
    );
  }
  return { format, files };
}

async function inspect(root: string, path: string): Promise<SourceFile> {
  const name = nameOf(root, path);
  const info = await stat(path);
  if (info.isDirectory()) {
    throw usageError(
      'is-directory',
      `${name} is a directory, not a data file.`,
      `Name the files in it, for example ${name}/*.parquet.`,
    );
  }
  if (info.size === 0) {
    throw usageError('file-empty', `${name} is empty (0 bytes).`, 'Check the step that writes it.');
  }
  const head = await readHead(path, name);
  await refuseLfsPointer(path, name, 'the data itself');
  return { path, name, size: info.size, modified: info.mtimeMs, head };
}

async function readHead(path: string, name: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const head = buffer.subarray(0, bytesRead);
      const gzip = head[0] === 0x1f && head[1] === 0x8b;
      return gzip ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    } finally {
      await file.close();
    }
  } catch (cause) {
    const denied = (cause as NodeJS.ErrnoException).code === 'EACCES';
    throw usageError(
      'not-readable-as-data',
      denied ? `${name} may not be read by this user.` : `${name} cannot be read.`,
      denied ? 'Check its permissions.' : 'Check that the file is whole.',
      cause,
    );
  }
}

/** By content where that is certain, else by name. */
function formatOf({ name, head }: SourceFile): Table['format'] {
  const bare = name.toLowerCase().replace(/\.gz$/u, '');
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  if (bare.endsWith('.parquet') || bare.endsWith('.pq')) {
    throw usageError(
      'not-readable-as-data',
      `${name} is called Parquet but does not begin like a Parquet file.`,
      'Check that it was written and copied completely.',
    );
  }
  if (/\.(?:json|jsonl|ndjson)$/u.test(bare)) return 'json';
  if (/\.(?:csv|tsv|txt)$/u.test(bare)) return 'csv';
  if (head.includes(0)) {
    throw usageError(
      'not-readable-as-data',
      `${name} is neither CSV, Parquet nor JSON lines.`,
      'Convert it to one of these.',
    );
  }
  return /^\s*[[{]/u.test(head.toString('utf8', 0, 200)) ? 'json' : 'csv';
}
