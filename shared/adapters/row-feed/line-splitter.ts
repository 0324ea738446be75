import { usageError } from '../../kernel/action-error.ts';
import { messages } from './messages.ts';

/** Longer than any row: what grows beyond it without a line break is no text of rows. */
const longestLine = 16 * 1024 * 1024;

/** Whole lines out of bytes that come in pieces; the begun line waits for its rest. */
export class LineSplitter {
  #rest = Buffer.alloc(0);

  /**
   * @returns the whole lines so far, with their line breaks. Empty: none yet.
   * @throws ActionError (usage, `line-too-long`).
   */
  push(bytes: Buffer): Buffer {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(0x0a) + 1;
    this.#rest = Buffer.from(all.subarray(end));
    if (this.#rest.length > longestLine) {
      throw usageError('line-too-long', messages.lineTooLong, messages.endLines);
    }
    return Buffer.from(all.subarray(0, end));
  }

  /** What waits: a line without an end. */
  take(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}
