import type { Readable } from 'node:stream';

/** A line without an end must not fill the memory: it is handed over in pieces of this length. */
const longest = 16_384;

/**
 * Hand over a stream line by line as it comes. What ends in a carriage return alone is a progress
 * bar redrawing itself. Resolves when the stream has ended, whatever ended it.
 */
export function readLines(
  stream: Readable,
  line: (text: string) => void,
  progress: (text: string) => void,
): Promise<void> {
  let pending = '';
  const take = (text: string): void => {
    const parts = (pending + text).split(/(\r\n|\n|\r(?!$))/u);
    pending = parts.pop() ?? '';
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const show = parts[i + 1] === '\r' ? progress : line;
      show(parts[i] ?? '');
    }
    while (pending.length > longest) {
      line(pending.slice(0, longest));
      pending = pending.slice(longest);
    }
  };
  stream.setEncoding('utf8');
  stream.on('data', take);
  return new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.once('close', () => {
      if (pending !== '') line(pending.replace(/\r$/u, ''));
      resolve();
    });
  });
}
