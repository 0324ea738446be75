import { isUtf8 } from 'node:buffer';
import type { TextEncoding } from '../../domain/text-encoding.ts';

/** What the first bytes of a text say of its encoding. */
export interface HeadEncoding {
  /** Undefined where the bytes are no UTF-8 and carry no mark: the whole file has to be looked at. */
  readonly encoding: TextEncoding | 'utf-32' | undefined;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/**
 * The encoding by byte order mark, by the zero bytes that UTF-16 puts beside plain letters, or by
 * being UTF-8 (a character cut at the end of `head` is fine).
 */
export function encodingOfHead(head: Buffer): HeadEncoding {
  const mark = head.toString('hex', 0, 4);
  if (mark === 'fffe0000' || mark === '0000feff') return { encoding: 'utf-32', mark: 4 };
  if (mark.startsWith('efbbbf')) return { encoding: 'utf-8', mark: 3 };
  if (mark.startsWith('fffe')) return { encoding: 'utf-16le', mark: 2 };
  if (mark.startsWith('feff')) return { encoding: 'utf-16be', mark: 2 };
  const wide = wideWithoutMark(head);
  if (wide !== undefined) return { encoding: wide, mark: 0 };
  return { encoding: isUtf8Start(head) ? 'utf-8' : undefined, mark: 0 };
}

/** In UTF-16 every other byte of plain letters, digits and commas is zero. */
function wideWithoutMark(head: Buffer): TextEncoding | undefined {
  const pairs = Math.min(Math.floor(head.length / 2), 2048);
  if (pairs < 2) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.6 && odd < pairs * 0.05 ? 'utf-16be' : undefined;
}

function isUtf8Start(head: Buffer): boolean {
  // A character has at most four bytes, so at most three of one that is cut stand at the end.
  return [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
}

/** What was counted over all bytes of a text that is not UTF-8. */
export interface ByteSurvey {
  /** Characters of several bytes that are valid UTF-8. */
  readonly characters: number;
  /** Bytes beyond ASCII that belong to no such character, and the line of the first (from 1). */
  readonly strays: number;
  readonly firstStrayLine: number | undefined;
  /** Strays that stand beside another. */
  readonly beside: number;
  /** Strays from 0x80 to 0x9f: letters in Windows-1252, control characters in ISO-8859-1. */
  readonly windowsOnly: number;
  /** Bytes that no text has in any of the encodings read here. */
  readonly impossible: number;
}

export interface Surveyor {
  add(bytes: Uint8Array): void;
  result(): ByteSurvey;
}

/** Bytes that Windows-1252 leaves undefined. */
const undefinedBytes = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** Counts over the bytes of a file, whatever pieces it comes in. */
export function surveyBytes(): Surveyor {
  const counts = { characters: 0, strays: 0, beside: 0, windowsOnly: 0, impossible: 0 };
  let line = 1;
  let firstStrayLine: number | undefined;
  let previousStray = false;
  /** Bytes of a character that has begun, and how many it needs. */
  let open: number[] = [];
  let needed = 0;
  const stray = (byte: number): void => {
    counts.strays++;
    if (previousStray) counts.beside++;
    if (byte < 0xa0) counts.windowsOnly++;
    if (undefinedBytes.has(byte)) counts.impossible++;
    firstStrayLine ??= line;
    previousStray = true;
  };
  const dropOpen = (): void => {
    for (const byte of open) stray(byte);
    open = [];
  };
  const one = (byte: number): void => {
    if (open.length > 0 && byte >= 0x80 && byte < 0xc0) {
      open.push(byte);
      if (open.length < needed) return;
      if (isUtf8(Uint8Array.from(open))) counts.characters++;
      else for (const part of open) stray(part);
      open = [];
      return;
    }
    dropOpen();
    needed = lengthOf(byte);
    if (needed > 1) open = [byte];
    else if (needed === 0) stray(byte);
    else {
      previousStray = false;
      if (byte === 10) line++;
      // Tab, line feed, form feed and carriage return are the control characters of texts.
      else if (byte < 32 && byte !== 9 && byte !== 12 && byte !== 13) counts.impossible++;
    }
  };
  return {
    add(bytes) {
      for (const byte of bytes) one(byte);
    },
    result() {
      dropOpen();
      return { ...counts, firstStrayLine };
    },
  };
}

/** How many bytes a UTF-8 character has that begins with this one; 0 where none does. */
function lengthOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

export type LegacyEncoding =
  | { readonly kind: 'legacy'; readonly encoding: TextEncoding }
  /** UTF-8 all over, but for a few bytes. */
  | { readonly kind: 'damaged'; readonly line: number }
  | { readonly kind: 'unknown' };

/**
 * Tell a Western European text from UTF-8 with damage and from what cannot be told. A letter beyond
 * ASCII is rare in the languages written in ISO-8859-1 and mostly stands alone; in Cyrillic, Greek
 * or Asian encodings most such bytes stand beside another, and no byte says which encoding it is.
 */
export function legacyEncodingOf(survey: ByteSurvey): LegacyEncoding {
  const { characters, strays, beside, windowsOnly, impossible, firstStrayLine } = survey;
  if (strays === 0 || impossible > 0) return { kind: 'unknown' };
  if (characters > strays / 10) return { kind: 'damaged', line: firstStrayLine ?? 1 };
  if (beside > strays * 0.3) return { kind: 'unknown' };
  return { kind: 'legacy', encoding: windowsOnly > 0 ? 'windows-1252' : 'iso-8859-1' };
}
