import { type FileHandle, open, stat } from 'node:fs/promises';
import { LineSplitter } from './line-splitter.ts';

/** At once in memory, and in a batch. */
const chunkBytes = 8 * 1024 * 1024;

/**
 * The whole lines a growing file has got since the last look. A file that was replaced or cut is
 * read from its start, after the rest of the old one.
 */
export class GrowingFile {
  readonly path: string;
  #file: FileHandle | undefined;
  #inode = 0;
  #offset = 0;
  #lines = new LineSplitter();
  /** Lines without an end in files that were replaced. */
  cut = 0;
  /** The first line of a CSV file: each batch needs it. */
  #header: Buffer | undefined;
  readonly #hasHeader: boolean;

  constructor(path: string, hasHeader: boolean) {
    this.path = path;
    this.#hasHeader = hasHeader;
  }

  /** Whole lines, at most a chunk of them, under the file's header; empty where there are none. */
  async read(): Promise<Buffer> {
    const now = await stat(this.path).catch(() => undefined);
    if (this.#file === undefined) {
      if (now === undefined) return Buffer.alloc(0);
      await this.#begin();
    }
    const lines = await this.#next();
    if (lines.length > 0) return this.#withHeader(lines);
    const isReplaced = now !== undefined && (now.ino !== this.#inode || now.size < this.#offset);
    if (!isReplaced) return lines;
    await this.close();
    if (this.#lines.take().length > 0) this.cut += 1;
    await this.#begin();
    return this.#withHeader(await this.#next());
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #begin(): Promise<void> {
    this.#file = await open(this.path);
    this.#inode = (await this.#file.stat()).ino;
    this.#offset = 0;
    this.#header = undefined;
  }

  async #next(): Promise<Buffer> {
    if (this.#file === undefined) return Buffer.alloc(0);
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await this.#file.read(buffer, 0, chunkBytes, this.#offset);
    this.#offset += bytesRead;
    return this.#lines.push(buffer.subarray(0, bytesRead));
  }

  #withHeader(lines: Buffer): Buffer {
    if (!this.#hasHeader || lines.length === 0) return lines;
    if (this.#header !== undefined) return Buffer.concat([this.#header, lines]);
    const end = lines.indexOf(0x0a) + 1;
    this.#header = Buffer.from(lines.subarray(0, end));
    // A header alone is no rows yet.
    return lines.length > end ? lines : Buffer.alloc(0);
  }
}
