import { usageError } from '../../kernel/action-error.ts';
import type { Table } from '../../ports/table-reader.ts';
import { bareName } from './compression.ts';

type Format = Table['format'];

const readable = 'CSV, JSON, Parquet or Arrow';

/**
 * What a file is: by content where that is certain, else by name.
 *
 * @param head - its first bytes, unpacked and, where it is text, as UTF-8.
 * @throws ActionError (usage, `not-readable-as-data`) that names what else it is.
 */
export function formatOf(name: string, head: Buffer): Format {
  const bare = bareName(name);
  if (startsWith(head, 'PAR1')) return 'parquet';
  if (isArrow(head)) return 'arrow';
  const other = otherKind(head);
  if (other !== undefined) {
    throw usageError('not-readable-as-data', `${name} is ${other.kind}, not a table.`, other.hint);
  }
  if (/\.(?:parquet|pq)$/u.test(bare)) throw misnamed(name, 'Parquet');
  if (/\.(?:arrow|arrows|feather|ipc)$/u.test(bare)) throw misnamed(name, 'Arrow');
  if (/\.(?:json|jsonl|ndjson)$/u.test(bare)) return 'json';
  if (/\.(?:csv|tsv|tab|txt)$/u.test(bare)) return 'csv';
  if (head.includes(0)) {
    const message = `${name} is neither ${readable.replace(' or ', ' nor ')}.`;
    throw usageError('not-readable-as-data', message, 'Convert it to one of these.');
  }
  return /^\s*[[{]/u.test(head.toString('utf8', 0, 200)) ? 'json' : 'csv';
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
  readonly begins: RegExp;
  readonly kind: string;
  readonly hint: string;
}

const convert = `Save it as ${readable}.`;
const unpackFirst = `Unpack it in a step before this one; gzip and zstd are unpacked here.`;
const asManifest = 'Name a table with one row for each of these files.';

/** What people hand over in place of a table. The patterns are read over Latin-1: one byte each. */
const otherKinds: readonly OtherKind[] = [
  { begins: /^\s*<(?:!doctype html|html)/iu, kind: 'a web page', hint: webPageHint() },
  { begins: /^\s*<\?xml/iu, kind: 'XML', hint: convert },
  { begins: /^PK\x03\x04.*\bxl\//su, kind: 'an Excel workbook', hint: convert },
  { begins: /^\xd0\xcf\x11\xe0/u, kind: 'an old Excel or Office file', hint: convert },
  { begins: /^PK\x03\x04/u, kind: 'a ZIP archive', hint: unpackFirst },
  { begins: /^BZh[1-9]1AY/u, kind: 'compressed with bzip2', hint: unpackFirst },
  { begins: /^\xfd7zXZ\0/u, kind: 'compressed with xz', hint: unpackFirst },
  { begins: /^7z\xbc\xaf/u, kind: 'a 7-Zip archive', hint: unpackFirst },
  { begins: /^\x04"M\x18/u, kind: 'compressed with LZ4', hint: unpackFirst },
  { begins: /^FEA1.*\0/su, kind: 'Feather version 1', hint: 'Write it as Feather version 2.' },
  { begins: /^ORC[\0-\x1f\x80-\xff]/u, kind: 'ORC', hint: convert },
  { begins: /^Obj\x01/u, kind: 'Avro', hint: convert },
  { begins: /^\x89HDF/u, kind: 'HDF5', hint: convert },
  { begins: /^SQLite format 3\0/u, kind: 'an SQLite database', hint: convert },
  { begins: /^\x93NUMPY/u, kind: 'a NumPy array', hint: convert },
  { begins: /^\x80[\x02-\x05].*[\0-\x08]/su, kind: 'a Python pickle', hint: convert },
  { begins: /^%PDF-/u, kind: 'a PDF document', hint: convert },
  { begins: /^\x89PNG/u, kind: 'a PNG image', hint: asManifest },
  { begins: /^\xff\xd8\xff/u, kind: 'a JPEG image', hint: asManifest },
];

function otherKind(head: Buffer): OtherKind | undefined {
  const start = head.toString('latin1', 0, 4096);
  return otherKinds.find(({ begins }) => begins.test(start));
}

function webPageHint(): string {
  return 'A download that asks for a login leaves such a page: check the step that fetches the data.';
}

function misnamed(name: string, format: string): Error {
  return usageError(
    'not-readable-as-data',
    `${name} is called ${format} but does not begin like ${format === 'Arrow' ? 'an Arrow' : 'a Parquet'} file.`,
    'Check that it was written and copied completely.',
  );
}

function startsWith(head: Buffer, mark: string): boolean {
  return head.toString('latin1', 0, mark.length) === mark;
}
