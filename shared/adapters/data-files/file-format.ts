import { usageError } from '../../kernel/action-error.ts';
import type { Table } from '../../ports/table-reader.ts';
import { bareName } from './compression.ts';
import { kinds, otherKinds, remedies } from './messages.ts';

type Format = Table['format'];

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
    throw usageError('not-readable-as-data', kinds.unknown(name), kinds.convertToOne);
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
    const message = kinds.notATable(name, otherKinds[other.kind]);
    throw usageError('not-readable-as-data', message, remedies[other.remedy]);
  }
  const bare = bareName(name);
  if (/\.(?:parquet|pq)$/u.test(bare)) throw misnamed(name, 'Parquet');
  if (/\.(?:arrow|arrows|feather|ipc)$/u.test(bare)) throw misnamed(name, 'Arrow');
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
  readonly kind: keyof typeof otherKinds;
  readonly remedy: keyof typeof remedies;
}

/** By what each begins. */
const beginnings: readonly OtherKind[] = [
  { begins: '<!doctype html', kind: 'webPage', remedy: 'webPage' },
  { begins: '<html', kind: 'webPage', remedy: 'webPage' },
  { begins: '<?xml', kind: 'xml', remedy: 'convert' },
  { begins: 'pk\x03\x04', holds: 'xl/', kind: 'excel', remedy: 'convert' },
  { begins: 'pk\x03\x04', kind: 'zip', remedy: 'unpackFirst' },
  { begins: '\xd0\xcf\x11\xe0', kind: 'oldOffice', remedy: 'convert' },
  { begins: 'bzh', holds: '1ay&sy', kind: 'bzip2', remedy: 'unpackFirst' },
  { begins: '\xfd7zxz\0', kind: 'xz', remedy: 'unpackFirst' },
  { begins: '7z\xbc\xaf', kind: 'sevenZip', remedy: 'unpackFirst' },
  { begins: '\x04"m\x18', kind: 'lz4', remedy: 'unpackFirst' },
  { begins: 'fea1', holds: '\0', kind: 'feather1', remedy: 'feather2' },
  { begins: 'orc', holds: '\0', kind: 'orc', remedy: 'convert' },
  { begins: 'obj\x01', kind: 'avro', remedy: 'convert' },
  { begins: '\x89hdf', kind: 'hdf5', remedy: 'convert' },
  { begins: 'sqlite format 3\0', kind: 'sqlite', remedy: 'convert' },
  { begins: '\x93numpy', kind: 'numpy', remedy: 'convert' },
  { begins: '\x80\x04\x95', kind: 'pickle', remedy: 'convert' },
  { begins: '\x80\x05\x95', kind: 'pickle', remedy: 'convert' },
  { begins: '%pdf-', kind: 'pdf', remedy: 'convert' },
  { begins: '\x89png', kind: 'png', remedy: 'asManifest' },
  { begins: '\xff\xd8\xff', kind: 'jpeg', remedy: 'asManifest' },
];

function otherKind(head: Buffer): OtherKind | undefined {
  // ASCII letters alone: other bytes stay what they are.
  const start = head
    .toString('latin1', 0, 4096)
    .trimStart()
    .replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
  return beginnings.find(
    ({ begins, holds }) =>
      start.startsWith(begins) && (holds === undefined || start.includes(holds)),
  );
}

function misnamed(name: string, format: 'Parquet' | 'Arrow'): Error {
  return usageError('not-readable-as-data', kinds.misnamed(name, format), kinds.checkComplete);
}

function startsWith(head: Buffer, mark: string): boolean {
  return head.toString('latin1', 0, mark.length) === mark;
}
