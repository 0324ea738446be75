import { stripVTControlCharacters } from 'node:util';
import type { LogLevel } from '../ports/host.ts';
import type { Output, ProcessIo } from './process-io.ts';

/** A log in which the last line may be a progress line that the next one replaces. */
export interface LineLog {
  log(level: LogLevel, message: string): void;
  progress(message: string): void;
}

const colours: Readonly<Record<LogLevel, string>> = {
  debug: '\u001b[2m',
  info: '',
  notice: '\u001b[36m',
  warning: '\u001b[33m',
  error: '\u001b[31m',
};
const reset = '\u001b[0m';
const prefixes: Readonly<Record<LogLevel, string>> = {
  debug: 'debug: ',
  info: '',
  notice: '',
  warning: 'warning: ',
  error: 'error: ',
};
/** In a log that cannot be rewritten, a progress line is worth keeping this seldom. */
const progressEveryMs = 10_000;

/**
 * A log for people. On a terminal it has colours (unless NO_COLOR is set, as no-color.org has it;
 * FORCE_COLOR turns them on elsewhere) and progress on one line; otherwise plain lines.
 */
export function lineLog(io: ProcessIo, output: Output, redact: (text: string) => string): LineLog {
  const coloured = wantsColour(io, output);
  let open = false;
  let lastProgress = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (open) output.write('\r\u001b[K');
    open = false;
  };
  return {
    log(level, message) {
      if (level === 'debug' && !io.env.MLOPS_DEBUG) return;
      clear();
      const text = prefixes[level] + printable(redact(message));
      const [on, off] = coloured && colours[level] !== '' ? [colours[level], reset] : ['', ''];
      output.write(`${on}${text}${off}\n`);
    },
    progress(message) {
      const text = printable(redact(message)).replaceAll('\n', ' ');
      if (output.isTTY) {
        output.write(`\r\u001b[K${text.slice(0, Math.max(output.columns - 1, 20))}`);
        open = true;
        return;
      }
      if (io.now() - lastProgress < progressEveryMs) return;
      lastProgress = io.now();
      output.write(`${text}\n`);
    },
  };
}

function wantsColour(io: ProcessIo, output: Output): boolean {
  if (io.env.NO_COLOR) return false;
  const forced = io.env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return output.isTTY && io.env.TERM !== 'dumb';
}

/** Text from data must not move the cursor or set the window's title. */
export function printable(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replaceAll(/\r\n?/gu, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, '')
  );
}
