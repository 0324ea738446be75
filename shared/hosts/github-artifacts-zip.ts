import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { externalError } from '../kernel/action-error.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';

/** A file of an archive, as the archive's directory tells. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes unpacked. */
  readonly size: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Bytes unpacked, of all files together. */
  readonly bytes: number;
}

/** An open archive from somebody we do not trust. */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** The bytes of a file. */
  read(entry: ZipEntry): Promise<Buffer>;
  /** Unpack a file to a path that does not exist yet. Resolves to its SHA-256, lower-case hex. */
  extract(entry: ZipEntry, path: string): Promise<string>;
  close(): Promise<void>;
}

interface Located extends ZipEntry {
  readonly packed: number;
  readonly crc: number;
  readonly isDeflated: boolean;
  readonly header: number;
}

const why = messages.archiveReasons;
const endLength = 22;
const longestComment = 0xff_ff;
const longestDirectoryEntry = 2048;
const directoryEntryLength = 46;
const localHeaderLength = 30;
const signatures = { end: 0x06_05_4b_50, entry: 0x02_01_4b_50, local: 0x04_03_4b_50 };
const symbolicLink = 0o12;

/**
 * Open a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4). Nothing is unpacked that the
 * archive's directory does not announce within the limits, and no name can leave the folder it is
 * put into. Left out, and refused: encryption, links, ZIP64, methods other than stored and
 * deflated. Artifacts below 4 GB have none of them.
 *
 * @throws ActionError (external, `archive-refused`).
 */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipArchive> {
  const file = await open(path, 'r');
  try {
    const entries = await readDirectory(file, limits);
    return {
      entries,
      async read(entry) {
        const chunks: Buffer[] = [];
        const collect = new Writable({
          write(chunk: Buffer, _encoding, done) {
            chunks.push(chunk);
            done();
          },
        });
        await unpack(file, located(entries, entry), [collect]);
        return Buffer.concat(chunks);
      },
      async extract(entry, target) {
        const hash = createHash('sha256');
        const hashing = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            hash.update(chunk);
            done(null, chunk);
          },
        });
        // `wx`: a link that lies there already is not followed.
        const sink = createWriteStream(target, { flags: 'wx' });
        await unpack(file, located(entries, entry), [hashing, sink]);
        return hash.digest('hex');
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function located(entries: readonly Located[], wanted: ZipEntry): Located {
  const found = entries.find(({ name }) => name === wanted.name);
  if (found === undefined) throw refused(why.lacks(wanted.name));
  return found;
}

async function readDirectory(file: FileHandle, limits: ZipLimits): Promise<Located[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - endLength - longestComment), size);
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || tail.length - at < endLength) throw refused(why.notZip);
  const count = tail.readUInt16LE(at + 10);
  const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (count > limits.entries) {
    throw refused(why.tooManyFiles(count, limits.entries));
  }
  if (start + length > size || length > count * longestDirectoryEntry) {
    throw refused(why.directory);
  }
  const directory = await readAt(file, start, start + length);
  const entries: Located[] = [];
  for (let offset = 0, index = 0; index < count; index++) {
    const { entry, end } = directoryEntry(directory, offset);
    offset = end;
    if (entry !== undefined) entries.push(entry);
  }
  refuseExcess(entries, limits);
  return entries;
}

function refuseExcess(entries: readonly Located[], limits: ZipLimits): void {
  if (new Set(entries.map(({ name }) => name)).size < entries.length) {
    throw refused(why.twice);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.bytes) {
    throw refused(why.tooManyBytes(total, limits.bytes));
  }
}

/** `entry` is undefined for a folder. */
function directoryEntry(
  directory: Buffer,
  offset: number,
): { entry: Located | undefined; end: number } {
  const nameStart = offset + directoryEntryLength;
  if (nameStart > directory.length || directory.readUInt32LE(offset) !== signatures.entry) {
    throw refused(why.directory);
  }
  const [flags, method] = [directory.readUInt16LE(offset + 8), directory.readUInt16LE(offset + 10)];
  const nameEnd = nameStart + directory.readUInt16LE(offset + 28);
  const end = nameEnd + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32);
  if (end > directory.length) throw refused(why.directory);
  const name = directory.toString('utf8', nameStart, nameEnd);
  if (name.endsWith('/')) return { entry: undefined, end };
  refuseName(name);
  const mode = directory.readUInt16LE(offset + 40);
  if (mode >> 12 === symbolicLink) throw refused(why.link(shown(name)));
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) {
    throw refused(why.unusual(shown(name)));
  }
  const entry = {
    name,
    crc: directory.readUInt32LE(offset + 16),
    packed: directory.readUInt32LE(offset + 20),
    size: directory.readUInt32LE(offset + 24),
    isDeflated: method === 8,
    header: directory.readUInt32LE(offset + 42),
  };
  return { entry, end };
}

/** Only names of files below the folder they go into, on every system. */
export function refuseName(name: string): void {
  const parts = name.split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (!isPlain || /[\\:\u0000-\u001f]/u.test(name) || name.includes('\ufffd')) {
    throw refused(why.name(shown(name)));
  }
}

function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}...` : name);
}

async function unpack(
  file: FileHandle,
  entry: Located,
  into: readonly (Transform | Writable)[],
): Promise<void> {
  const header = await readAt(file, entry.header, entry.header + localHeaderLength);
  if (header.length < localHeaderLength || header.readUInt32LE(0) !== signatures.local) {
    throw refused(why.elsewhere(shown(entry.name)));
  }
  const start =
    entry.header + localHeaderLength + header.readUInt16LE(26) + header.readUInt16LE(28);
  const inflate = entry.isDeflated ? [createInflateRaw()] : [];
  try {
    await pipeline([bytesOf(file, start, entry.packed), ...inflate, checking(entry), ...into]);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (!code.startsWith('Z_')) throw error;
    throw refused(why.unpacking(shown(entry.name)), error);
  }
}

function bytesOf(file: FileHandle, start: number, length: number): Readable {
  // The `end` of a read stream is the last byte it includes, so none can be of no bytes.
  if (length === 0) return Readable.from([]);
  return file.createReadStream({ start, end: start + length - 1, autoClose: false });
}

/** Passes bytes on as long as there are no more than announced, and checks them at the end. */
function checking({ name, size, crc }: Located): Transform {
  let seen = 0;
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > size) return done(refused(why.larger(shown(name))));
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      const isWhole = seen === size && sum === crc;
      done(isWhole ? null : refused(why.damaged(shown(name))));
    },
  });
}

async function readAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function refused(reason: string, cause?: unknown): Error {
  const { message, hint } = messages.archive(reason);
  return externalError('archive-refused', message, hint, cause);
}
