import { usageError } from '../../kernel/action-error.ts';
import type { Table } from '../../ports/table-reader.ts';
import { bareName } from './compression.ts';

type Format = Table['format'];

const readable = 'CSV, JSON, Parquet or Arrow';

/**
 * What a file is: by content where that is certain, else by name.
 *
 * @param head - its first bytes, unpacked and, where it is text, as UTF-8.
 * @throws ActionError (usage, `not-readable-as-data`).
 */
export function formatOf(name: string, head: Buffer): Format {
  const bare = bareName(name);
  if (startsWith(head, 'PAR1')) return 'parquet';
  if (isArrow(head)) return 'arrow';
  if (/\.(?:json|jsonl|ndjson)$/u.test(bare)) return 'json';
  if (/\.(?:csv|tsv|tab|txt)$/u.test(bare)) return 'csv';
  if (head.includes(0)) {
    const message = `${name} is neither ${readable.replace(' or ', ' nor ')}.`;
    throw usageError('not-readable-as-data', message, 'Convert it to one of these.');
  }
  return /^\s*[[{]/u.test(head.toString('utf8', 0, 200)) ? 'json' : 'csv';
}

/**
 * Refuse what is something else for certain: before its text is looked at, which it may not have.
 *
 * @throws ActionError (usage, `not-readable-as-data`) that names what it is.
 */
export function refuseOtherKinds(name: string, head: Buffer): void {
  if (isBinaryTable(head)) return;
  const other = otherKind(head);
  if (other !== undefined) {
    throw usageError('not-readable-as-data', `${name} is ${other.kind}, not a table.`, other.hint);
  }
  const bare = bareName(name);
  if (/\.(?:parquet|pq)$/u.test(bare)) throw misnamed(name, 'a Parquet');
  if (/\.(?:arrow|arrows|feather|ipc)$/u.test(bare)) throw misnamed(name, 'an Arrow');
}

/** Whether a file's content is kept in columns of bytes, so that no text encoding applies to it. */
export function isBinaryTable(head: Buffer): boolean {
  return startsWith(head, 'PAR1') || isArrow(head);
}

/** An Arrow file begins with its name; a stream with a marker and the length of its schema. */
function isArrow(head: Buffer): boolean {
  if (startsWith(head, 'ARROW1\0\0')) return true;
  if (head.length < 12 || head.readUInt32LE(0) !== 0xffffffff) return false;
  const length = head.readInt32LE(4);
  return length > 0 && length % 8 === 0 && length < 1 << 27;
}

interface OtherKind {
  /** First bytes as Latin-1, in lower case where letters may be either. */
  readonly begins: string;
  /** What stands somewhere behind them, where the first bytes alone do not tell. */
  readonly holds?: string;
  readonly kind: string;
  readonly hint: string;
}

const convert = `Save it as ${readable}.`;
const unpackFirst = 'Unpack it in a step before this one; gzip and zstd are unpacked here.';
const asManifest = 'Name a table with one row for each of these files.';
const webPage =
  'A download that asks for a login leaves such a page: check the step that fetches the data.';

/** What people hand over in place of a table. */
const otherKinds: readonly OtherKind[] = [
  { begins: '<!doctype html', kind: 'a web page', hint: webPage },
  { begins: '<html', kind: 'a web page', hint: webPage },
  { begins: '<?xml', kind: 'XML', hint: convert },
  { begins: 'pk\x03\x04', holds: 'xl/', kind: 'an Excel workbook', hint: convert },
  { begins: 'pk\x03\x04', kind: 'a ZIP archive', hint: unpackFirst },
  { begins: '\xd0\xcf\x11\xe0', kind: 'an old Excel or Office file', hint: convert },
  { begins: 'bzh', holds: '1ay&sy', kind: 'compressed with bzip2', hint: unpackFirst },
  { begins: '\xfd7zxz\0', kind: 'compressed with xz', hint: unpackFirst },
  { begins: '7z\xbc\xaf', kind: 'a 7-Zip archive', hint: unpackFirst },
  { begins: '\x04"m\x18', kind: 'compressed with LZ4', hint: unpackFirst },
  { begins: 'fea1', holds: '\0', kind: 'Feather version 1', hint: 'Write Feather version 2.' },
  { begins: 'orc', holds: '\0', kind: 'ORC', hint: convert },
  { begins: 'obj\x01', kind: 'Avro', hint: convert },
  { begins: '\x89hdf', kind: 'HDF5', hint: convert },
  { begins: 'sqlite format 3\0', kind: 'an SQLite database', hint: convert },
  { begins: '\x93numpy', kind: 'a NumPy array', hint: convert },
  { begins: '\x80\x04\x95', kind: 'a Python pickle', hint: convert },
  { begins: '\x80\x05\x95', kind: 'a Python pickle', hint: convert },
  { begins: '%pdf-', kind: 'a PDF document', hint: convert },
  { begins: '\x89png', kind: 'a PNG image', hint: asManifest },
  { begins: '\xff\xd8\xff', kind: 'a JPEG image', hint: asManifest },
];

function otherKind(head: Buffer): OtherKind | undefined {
  // ASCII letters alone: other bytes stay what they are.
  const start = head
    .toString('latin1', 0, 4096)
    .trimStart()
    .replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
  return otherKinds.find(
    ({ begins, holds }) =>
      start.startsWith(begins) && (holds === undefined || start.includes(holds)),
  );
}

function misnamed(name: string, format: string): Error {
  const [, title] = format.split(' ');
  return usageError(
    'not-readable-as-data',
    `${name} is called ${title} but does not begin like ${format} file.`,
    'Check that it was written and copied completely.',
  );
}

function startsWith(head: Buffer, mark: string): boolean {
  return head.toString('latin1', 0, mark.length) === mark;
}
