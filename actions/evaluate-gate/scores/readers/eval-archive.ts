import zlib from 'node:zlib';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import { malformed, zstandardUnknown } from '../errors.ts';

/*
 * The part of the ZIP format that Inspect AI's `.eval` logs use: no encryption, no second disk, and
 * entries stored, deflated or (as Inspect writes them now) compressed with Zstandard.
 * See PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
/** An end record may be followed by a comment of up to this many bytes. */
const longestComment = 0xffff;
/** What one entry may unpack to: far above any log, far below what would fill a runner's memory. */
const largestEntry = 512 * 1024 * 1024;

export function isArchive(bytes: Buffer): boolean {
  return bytes.length >= endSize && bytes.readUInt32LE(0) === localSignature;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

/**
 * A `.eval` log as the JSON form has it: its header, with the summaries of its samples (identity,
 * scores, usage, error) in place of the whole samples, which hold nothing else the gate reads.
 *
 * @throws ActionError (usage): `inspect-malformed`, `zstandard-unknown`
 * @see https://inspect.aisi.org.uk/eval-logs.html
 */
export function openEvalArchive(bytes: Buffer, file: string): unknown {
  try {
    const entries = entriesOf(bytes);
    const read = (name: string): unknown => {
      const entry = entries.find((candidate) => candidate.name === name);
      if (entry === undefined) throw new Error(`it holds no ${name}`);
      return JSON.parse(unpack(bytes, entry, file).toString('utf8'));
    };
    const header = read('header.json');
    const samples = read('summaries.json');
    return { ...(header as object), samples };
  } catch (error) {
    if (error instanceof ActionError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw malformed(file, 'inspect', `the archive is damaged or unfinished: ${said}`);
  }
}

function entriesOf(bytes: Buffer): Entry[] {
  const earliest = Math.max(0, bytes.length - endSize - longestComment);
  let end = bytes.length - endSize;
  while (end >= earliest && bytes.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < earliest) throw new Error('it has no table of contents');
  const entries: Entry[] = [];
  // The number of entries is not read: its 16 bits are too few for a long evaluation.
  let at = bytes.readUInt32LE(end + 16);
  while (at < end && bytes.readUInt32LE(at) === entrySignature) {
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(bytes: Buffer, { name, method, packed, offset }: Entry, file: string): Buffer {
  if (bytes.readUInt32LE(offset) !== localSignature)
    throw new Error(`${name} is not where it should be`);
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const data = bytes.subarray(start, start + packed);
  if (data.length < packed) throw new Error(`${name} is cut off`);
  if (method === 0) return data;
  if (method === 8) return zlib.inflateRawSync(data, { maxOutputLength: largestEntry });
  if (method === 93) {
    // Node.js before 22.15 has no Zstandard, though its types here say so.
    if (!('zstdDecompressSync' in zlib)) throw zstandardUnknown(file);
    return zlib.zstdDecompressSync(data, { maxOutputLength: largestEntry });
  }
  throw new Error(`${name} is compressed by method ${method}, which is not known here`);
}
