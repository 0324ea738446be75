import { usageError } from '../kernel/action-error.ts';
import { bareName } from './data-files/compression.ts';
import { columns, encodings } from './data-files/messages.ts';
import type { SourceFile } from './data-files/source-file.ts';
import { csv } from './duckdb-messages.ts';

/** How a CSV file is written, from its own first line. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly names: readonly string[];
}

const delimiters = [',', ';', '\t', '|'];

/**
 * Read the dialect from the header line. The engine's sniffer is not used: it looks at a sample
 * and then silently gives up on what the sample did not show.
 *
 * @throws ActionError (usage, `not-readable-as-data`): no header, a name twice, files that differ.
 */
export function csvDialect(files: readonly SourceFile[]): CsvDialect {
  const [first, ...others] = files.map((file) => ({ file, dialect: dialectOf(file) }));
  if (first === undefined) throw new Error('a CSV table has at least one file');
  const header = JSON.stringify(first.dialect);
  const odd = others.find(({ dialect }) => JSON.stringify(dialect) !== header);
  if (odd !== undefined) {
    throw unreadable(
      csv.otherColumns(odd.file.name, odd.dialect.names, first.file.name, first.dialect.names),
      csv.sameHeader,
    );
  }
  return first.dialect;
}

function dialectOf(file: SourceFile): CsvDialect {
  const line = headerLine(textOf(file));
  const unquoted = line.replaceAll(/"(?:[^"]|"")*"/gu, '');
  const counts = delimiters.map((mark) => unquoted.split(mark).length);
  const isTsv = /\.(?:tsv|tab)$/u.test(bareName(file.name));
  const delimiter = isTsv ? '\t' : (delimiters[counts.indexOf(Math.max(...counts))] ?? ',');
  const names = splitRecord(line, delimiter).map((name, i) => name.trim() || `column ${i + 1}`);
  if (line.trim() === '') {
    throw unreadable(csv.blankHeader(file.name), csv.beginWithNames);
  }
  if (names.every((name) => /^[-+]?\d*\.?\d+$/u.test(name))) {
    throw unreadable(csv.numbersInHeader(file.name, line.slice(0, 80)), csv.addNames);
  }
  const seen = new Set<string>();
  for (const name of names) {
    // The engine does not tell upper from lower case in names.
    if (seen.has(name.toLowerCase())) {
      throw unreadable(csv.columnTwice(file.name, name), columns.nameEach);
    }
    seen.add(name.toLowerCase());
  }
  return { delimiter, names };
}

function textOf({ name, head }: SourceFile): string {
  if (head.includes(0)) {
    throw unreadable(encodings.zeroBytes(name), csv.checkText);
  }
  return head.toString('utf8').replace(/^\uFEFF/u, '');
}

/** The first record: a quoted name may hold a line break. */
function headerLine(text: string): string {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i];
    if (mark === '"') quoted = !quoted;
    else if (!quoted && (mark === '\n' || mark === '\r')) return text.slice(0, i);
  }
  return text;
}

function splitRecord(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const mark = line[i] as string;
    if (mark === '"') {
      if (quoted && line[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = !quoted;
    } else if (mark === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += mark;
  }
  fields.push(field);
  return fields;
}

function unreadable(message: string, hint: string): Error {
  return usageError('not-readable-as-data', message, hint);
}
