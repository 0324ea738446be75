import { type ActionError, usageError } from '../kernel/action-error.ts';
import type { SourceFile } from './data-files/source-file.ts';

/** One thing the engine says, and how a person would say it. Values of the data are never quoted. */
interface Phrase {
  readonly said: RegExp;
  reason(found: RegExpExecArray, file: SourceFile | undefined): string;
  readonly hint: string | ((found: RegExpExecArray) => string);
}

const wholeFile = 'Check that the file was written and copied completely.';
const oneShape = 'Files read as one table need the same columns; name them in separate runs.';

const notUtf8 = 'the text is not UTF-8.';

const phrases: readonly Phrase[] = [
  {
    said: /Expected Number of Columns: (\d+) Found: (\d+)/u,
    reason: ([, header, found]) =>
      `the line has ${found} field${found === '1' ? '' : 's'}, the header has ${header}.`,
    hint: ([, header, found]) => {
      if (header === '1') return 'If lines stand above the header line, remove them.';
      return Number(found) > Number(header)
        ? 'Quote fields that hold the delimiter.'
        : 'Give every line as many fields as the header has; a line that is cut short may mean that the file was not copied completely.';
    },
  },
  {
    said: /unterminated quote/iu,
    reason: () => 'a quote is not closed, or text follows it.',
    hint: 'Double every quote inside a quoted field.',
  },
  {
    said: /not utf-8|invalid unicode|invalid utf/iu,
    reason: () => notUtf8,
    hint: 'Save the file as UTF-8.',
  },
  {
    said: /Maximum line size of (\d+) bytes exceeded/iu,
    reason: () => 'the line is longer than 2 MB.',
    hint: 'Look for a quote that is opened and not closed.',
  },
  {
    said: /state machine reached an invalid state/u,
    reason: () => 'its lines end in different ways, some with CR LF and some with LF alone.',
    hint: 'Write all lines with the same end, for example with `dos2unix`.',
  },
  {
    said: /Malformed JSON.* in (?:line|record\/value) (\d+): ([^.]*)/u,
    // The engine counts from two, and skips blank lines: it is a row, not a line.
    reason: ([, next, why]) => `row ${Number(next) - 1} is not valid JSON: ${why?.trim()}.`,
    hint: 'Write one JSON object a line, and check that the file was copied completely.',
  },
  {
    said: /in (?:line|record\/value) (\d+): .* has duplicate key "([^"]*)"/u,
    reason: ([, line, key]) => `row ${line} has the key "${key}" twice.`,
    hint: 'Write every key once; upper and lower case count as the same.',
  },
  {
    said: /schema mismatch in glob: column "([^"]*)" was read from the original file/u,
    reason: ([, column], file) =>
      file === undefined
        ? `not every file has the column "${column}".`
        : `it has no column "${column}", which the files before it have.`,
    hint: oneShape,
  },
  {
    said: /the column "([^"]*)" has type (\S+), but we are trying to read it as type (\S+?)\.?\s*$/mu,
    reason: ([, column, found, wanted]) =>
      `its column "${column}" is ${found}, and ${wanted} in the files before it.`,
    hint: oneShape,
  },
  {
    said: /No magic bytes|footer|too small to be a Parquet/iu,
    reason: () => 'the end of the file is missing.',
    hint: wholeFile,
  },
  {
    said: /No such file|Cannot open file|No files found/u,
    reason: () => 'it is gone, or may no longer be read.',
    hint: 'Check that no other job moves or removes it.',
  },
];

/** Whether the engine met text that is no UTF-8, so that the files should be looked at again. */
export function isNotUtf8(error: unknown): boolean {
  return textOf(error).endsWith(notUtf8);
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
  const name = file?.name ?? files[0]?.name ?? 'The data';
  const line = /CSV Error on Line: (\d+)/u.exec(text)?.[1];
  const where = line === undefined ? name : `${name}, line ${line}`;
  for (const { said, reason, hint } of phrases) {
    const found = said.exec(text);
    if (found === null) continue;
    return usageError(
      'not-readable-as-data',
      `${where}: ${reason(found, file)}`,
      typeof hint === 'string' ? hint : hint(found),
    );
  }
  return usageError('not-readable-as-data', `${where}: it is damaged (${gist(text)}).`, wholeFile);
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
