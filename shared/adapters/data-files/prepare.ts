import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TextEncoding } from '../../domain/text-encoding.ts';
import { messages as pathMessages } from '../../files/messages.ts';
import { ActionError, usageError } from '../../kernel/action-error.ts';
import { compressionOf, unpacking } from './compression.ts';
import { isBinaryTable, refuseOtherKinds } from './file-format.ts';
import { encodings, files } from './messages.ts';
import type { FoundFile, SourceFile } from './source-file.ts';
import { type Staging, stagingError } from './staging.ts';
import { encodingOfHead, legacyEncodingOf, surveyBytes } from './text-encoding.ts';
import { toUtf8 } from './transcode.ts';

/** The beginning of a file is enough to know what it is and to read a CSV header. */
const headBytes = 1 << 18;
const pieceBytes = 1 << 20;

/**
 * Make a file readable by an engine: a compressed one is unpacked and other text than UTF-8 is
 * turned into it, each into a copy. The engine could unpack too, but takes a file that is cut short
 * for a whole one, and would unpack once for each time it reads.
 *
 * @throws ActionError (usage): `is-directory`, `file-empty`, `not-readable-as-data`.
 */
export async function prepareFile(found: FoundFile, staging: Staging): Promise<SourceFile> {
  const { path, name } = found;
  const info = await stat(path);
  if (info.isDirectory()) {
    throw usageError('is-directory', files.isDirectory(name), files.nameFiles(name));
  }
  if (info.size === 0) {
    throw usageError('file-empty', pathMessages.emptyFile(name), pathMessages.checkWriter);
  }
  const plain = await unpack(path, name, staging);
  refuseOtherKinds(name, plain.head);
  const file: SourceFile = { ...found, size: info.size, modified: info.mtimeMs, ...plain };
  return isBinaryTable(plain.head) ? file : asUtf8(file, staging);
}

interface Readable {
  readonly readFrom: string;
  readonly head: Buffer;
}

async function unpack(path: string, name: string, staging: Staging): Promise<Readable> {
  const head = await readHead(path, name);
  const compression = compressionOf(head);
  if (compression === undefined) return { readFrom: path, head };
  const readFrom = await staging.place();
  await copyThrough(path, readFrom, name, staging, unpacking(compression));
  const unpacked = await readHead(readFrom, name);
  if (unpacked.length > 0) return { readFrom, head: unpacked };
  throw usageError('file-empty', files.emptyUnpacked(name), pathMessages.checkWriter);
}

/** The same file as UTF-8 without a mark, by what its first bytes say. */
async function asUtf8(file: SourceFile, staging: Staging): Promise<SourceFile> {
  const { encoding, mark } = encodingOfHead(file.head);
  if (encoding === 'utf-32') {
    throw usageError('not-readable-as-data', encodings.utf32(file.name), encodings.saveAsUtf8);
  }
  if (encoding === undefined) return fromLegacy(file, staging);
  // The engine reads past the mark of UTF-8 in CSV, and not in JSON.
  if (encoding === 'utf-8' && !(mark > 0 && isJson(file))) return { ...file, encoding };
  return transcoded({ ...file, encoding, encodingGuessed: mark === 0 }, encoding, staging);
}

function isJson({ head }: SourceFile): boolean {
  return /^\uFEFF?\s*[[{]/u.test(head.toString('utf8', 0, 200));
}

/**
 * Turn a text that is no UTF-8 into it, after looking at every byte; one that is stays as it is.
 *
 * @throws ActionError (usage, `not-readable-as-data`) where it is UTF-8 with damage, or cannot be told.
 */
export async function fromLegacy(file: SourceFile, staging: Staging): Promise<SourceFile> {
  const surveyor = surveyBytes();
  const bytes = createReadStream(file.readFrom, {
    highWaterMark: pieceBytes,
    signal: staging.signal,
  });
  for await (const piece of bytes) surveyor.add(piece as Buffer);
  const survey = surveyor.result();
  if (survey.strays === 0) return file;
  const found = legacyEncodingOf(survey);
  if (found.kind === 'legacy') {
    return transcoded(
      { ...file, encoding: found.encoding, encodingGuessed: true },
      found.encoding,
      staging,
    );
  }
  if (found.kind === 'damaged') {
    throw usageError(
      'not-readable-as-data',
      encodings.mixed(file.name, found.line),
      encodings.saveFile,
    );
  }
  throw usageError(
    'not-readable-as-data',
    file.head.includes(0) ? encodings.zeroBytes(file.name) : encodings.unknown(file.name),
    encodings.convertFile,
  );
}

async function transcoded(
  file: SourceFile,
  encoding: TextEncoding,
  staging: Staging,
): Promise<SourceFile> {
  const readFrom = await staging.place();
  await copyThrough(file.readFrom, readFrom, file.name, staging, toUtf8(encoding, file.name));
  if (file.readFrom !== file.path) await rm(file.readFrom, { force: true });
  return { ...file, readFrom, head: await readHead(readFrom, file.name) };
}

async function copyThrough(
  from: string,
  to: string,
  name: string,
  { signal }: Staging,
  change: Transform,
): Promise<void> {
  const source = createReadStream(from, { highWaterMark: pieceBytes });
  try {
    await pipeline(source, change, createWriteStream(to), { signal });
  } catch (cause) {
    if (cause instanceof ActionError || signal.aborted) throw cause;
    const full = stagingError(cause, name);
    if (full !== cause) throw full;
    throw damagedPacking(name, cause);
  }
}

/** What Node says of a stream it cannot unpack: `Z_BUF_ERROR` where the end is missing. */
function damagedPacking(name: string, cause: unknown): ActionError {
  const isCut = /unexpected end/iu.test(cause instanceof Error ? cause.message : '');
  return usageError(
    'not-readable-as-data',
    isCut ? files.cutShort(name) : files.notUnpackable(name),
    files.checkWhole,
    cause,
  );
}

async function readHead(path: string, name: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const denied = (cause as NodeJS.ErrnoException).code === 'EACCES';
    throw usageError(
      'not-readable-as-data',
      denied ? files.mayNotRead(name) : files.unreadable(name),
      denied ? files.checkPermissions : files.checkFile,
      cause,
    );
  }
}
