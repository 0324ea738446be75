import { closeSync, openSync, readSync } from 'node:fs';
import { formatOf } from './file-format.ts';
import type { SourceFile } from './source-file.ts';

/** Places beside the beginning that are looked at: numbers grow, and files are sorted by length. */
const places = 16;
const pieceBytes = 1 << 14;
const newline = 10;

/**
 * About how many rows a file of text has: its length as the engine reads it, unpacked and as UTF-8,
 * over the length of its first rows, corrected by how dense the lines are in places spread over it.
 *
 * @param size - bytes of what the engine reads.
 */
export function estimateRows({ name, head, readFrom }: SourceFile, size: number): number {
  const isJson = formatOf(name, head) === 'json';
  const { header, rows, end } = isJson ? objectsIn(head) : recordsIn(head);
  // What was seen is the whole: the last row needs no end of line.
  if (head.length >= size) return rows + (!isJson && end < head.length ? 1 : 0);
  if (rows === 0) return 1;
  return ((size - header) / (end - header)) * rows * densityChange(head, readFrom, size);
}

interface Counted {
  /** Bytes of what stands before the first row. */
  readonly header: number;
  /** Rows that end within the head. */
  readonly rows: number;
  /** Where the last of them ends. */
  readonly end: number;
}

/** Records of a CSV: an end of line within quotes is none of a row. */
function recordsIn(head: Buffer): Counted {
  const [quote, carriage] = [34, 13];
  let isQuoted = false;
  const ends: number[] = [];
  for (const [i, byte] of head.entries()) {
    if (byte === quote) isQuoted = !isQuoted;
    else if (!isQuoted && (byte === newline || (byte === carriage && head[i + 1] !== newline))) {
      ends.push(i + 1);
    }
  }
  return { header: ends[0] ?? 0, rows: Math.max(0, ends.length - 1), end: ends.at(-1) ?? 0 };
}

/** Objects of JSON lines, or those in the one array that the file is. */
function objectsIn(head: Buffer): Counted {
  const text = head.toString('latin1');
  const outside = /^[^{[]*\[/u.test(text) ? 1 : 0;
  let depth = 0;
  let rows = 0;
  let end = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]/gu)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth !== outside || token !== '}') continue;
      rows += 1;
      end = index + 1;
    }
  }
  return { header: 0, rows, end };
}

/** How much denser lines are over the file than in its head; 1 where it has no lines. */
function densityChange(head: Buffer, path: string, size: number): number {
  const known = linesIn(head) / head.length;
  if (known === 0) return 1;
  const piece = Buffer.alloc(pieceBytes);
  let lines = 0;
  let bytes = 0;
  const file = openSync(path, 'r');
  try {
    for (let place = 0; place < places; place++) {
      const from = Math.floor(((place + 0.5) / places) * Math.max(0, size - pieceBytes));
      const read = piece.subarray(0, readSync(file, piece, 0, pieceBytes, from));
      lines += linesIn(read);
      bytes += read.length;
    }
  } finally {
    closeSync(file);
  }
  return lines === 0 ? 1 : lines / bytes / known;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}
