import { type ActionError, usageError } from '../kernel/action-error.ts';
import { files as messages } from './data-files/messages.ts';
import type { SourceFile } from './data-files/source-file.ts';
import { reasons, remedies } from './duckdb-messages.ts';

/** One thing the engine says, and how a person would say it. Values of the data are never quoted. */
interface Phrase {
  readonly said: RegExp;
  reason(found: RegExpExecArray, file: SourceFile | undefined): string;
  hint(found: RegExpExecArray): string;
}

const phrases: readonly Phrase[] = [
  {
    said: /Expected Number of Columns: (\d+) Found: (\d+)/u,
    reason: ([, header = '', found = '']) => reasons.fields(found, header),
    hint: ([, header, found]) => {
      if (header === '1') return remedies.linesAbove;
      return Number(found) > Number(header) ? remedies.quoteFields : remedies.fillLines;
    },
  },
  {
    said: /unterminated quote/iu,
    reason: () => reasons.openQuote,
    hint: () => remedies.doubleQuotes,
  },
  {
    said: /not utf-8|invalid unicode|invalid utf/iu,
    reason: () => reasons.notUtf8,
    hint: () => remedies.saveAsUtf8,
  },
  {
    said: /Maximum line size of (\d+) bytes exceeded/iu,
    reason: () => reasons.longLine,
    hint: () => remedies.closeQuote,
  },
  {
    said: /state machine reached an invalid state/u,
    reason: () => reasons.mixedEnds,
    hint: () => remedies.sameEnds,
  },
  {
    said: /Malformed JSON.* in (?:line|record\/value) (\d+): ([^.]*)/u,
    // The engine counts from two, and skips blank lines: it is a row, not a line.
    reason: ([, next, why = '']) => reasons.notJson(Number(next) - 1, why.trim()),
    hint: () => remedies.objectPerLine,
  },
  {
    said: /in (?:line|record\/value) (\d+): .* has duplicate key "([^"]*)"/u,
    reason: ([, row = '', key = '']) => reasons.keyTwice(row, key),
    hint: () => remedies.keysOnce,
  },
  {
    said: /schema mismatch in glob: column "([^"]*)" was read from the original file/u,
    reason: ([, column = ''], file) =>
      file === undefined ? reasons.notInEvery(column) : reasons.lacksColumn(column),
    hint: () => remedies.sameColumns,
  },
  {
    said: /the column "([^"]*)" has type (\S+), but we are trying to read it as type (\S+?)\.?\s*$/mu,
    reason: ([, column = '', found = '', wanted = '']) => reasons.otherType(column, found, wanted),
    hint: () => remedies.sameColumns,
  },
  {
    said: /No magic bytes|footer|too small to be a Parquet/iu,
    reason: () => reasons.noEnd,
    hint: () => messages.checkWhole,
  },
  {
    said: /No such file|Cannot open file|No files found/u,
    reason: () => reasons.gone,
    hint: () => remedies.otherJobs,
  },
];

/** Whether the engine met text that is no UTF-8, so that the files should be looked at again. */
export function isNotUtf8(error: unknown): boolean {
  return textOf(error).endsWith(reasons.notUtf8);
}

/** An error that is about the files and not about what was asked of them. */
export function isAboutFiles(error: unknown, files: readonly SourceFile[]): boolean {
  if (files.length === 0) return false;
  const text = textOf(error);
  if (/^(?:Invalid Input|IO|Serialization|Not implemented) Error/u.test(text)) return true;
  return files.some(({ readFrom }) => text.includes(readFrom)) && !isAboutQuery(text);
}

function isAboutQuery(text: string): boolean {
  return /^(?:Parser|Catalog|Internal|Interrupt|Out of Memory) Error/iu.test(text);
}

/**
 * What the engine said about a file that is not what it seems, for a person. The engine's own
 * message is left out: it quotes the data, and its advice is about options nobody can set here.
 */
export function unreadable(files: readonly SourceFile[], error: unknown): ActionError {
  const text = textOf(error);
  const file = fileOf(text, files);
  const name = file?.name ?? files[0]?.name ?? reasons.theData;
  const line = /CSV Error on Line: (\d+)/u.exec(text)?.[1];
  const where = line === undefined ? name : reasons.inLine(name, line);
  for (const { said, reason, hint } of phrases) {
    const found = said.exec(text);
    if (found === null) continue;
    const message = reasons.is(where, reason(found, file));
    return usageError('not-readable-as-data', message, hint(found));
  }
  const message = reasons.is(where, reasons.damaged(gist(text)));
  return usageError('not-readable-as-data', message, messages.checkWhole);
}

/** The last file named is the one that does not fit: before it stand those it is compared with. */
function fileOf(text: string, files: readonly SourceFile[]): SourceFile | undefined {
  const quoted = (path: string): number =>
    Math.max(text.lastIndexOf(`"${path}"`), text.lastIndexOf(`file = ${path}\n`));
  const named = files.filter(({ readFrom }) => quoted(readFrom) >= 0);
  if (named.length > 0) {
    return named.toSorted((a, b) => quoted(a.readFrom) - quoted(b.readFrom)).at(-1);
  }
  return files.filter(({ readFrom }) => text.includes(readFrom)).at(-1);
}

/** The engine's first line without what it quotes. */
function gist(text: string): string {
  const [first = ''] = text.split('\n');
  return first
    .replace(/^[A-Z][A-Za-z ]*Error: /u, '')
    .replaceAll(/"[^"]*"|'[^']*'|\{[^}]*\}/gu, '…')
    .slice(0, 200)
    .trim();
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
