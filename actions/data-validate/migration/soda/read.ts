import {
  type Entry,
  type ForeignSuite,
  type ForeignTable,
  lost,
  onlyRows,
  type Path,
} from '../translation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../untyped.ts';
import { translateCheck } from './check.ts';

const checksFor = /^checks for (\S+?)(?:\s+\[([^\]]+)\])?$/u;

/** Whether a file's content is SodaCL, version 3. */
export function isSoda(content: unknown): boolean {
  return Object.keys(fieldsOf(content)).some((key) => checksFor.test(key));
}

export function readSoda(content: unknown): ForeignSuite {
  const top = fieldsOf(content);
  const tables = new Map<string, Entry[]>();
  for (const [key, listed] of Object.entries(top)) {
    const [, table, part] = checksFor.exec(key) ?? [];
    if (table === undefined) continue;
    const name = table.replace(/^["'`]|["'`]$/gu, '');
    const entries = listOf(listed).map((check, i) => entryOf(check, [key, i], name));
    const narrowed =
      part === undefined ? entries : entries.map((entry) => inPart(entry, name, part, top));
    tables.set(name, [...(tables.get(name) ?? []), ...narrowed]);
  }
  const others = otherEntries(top);
  const named: ForeignTable[] = [...tables].map(([name, entries]) => ({
    name,
    entries: [...entries, ...others],
  }));
  return { tool: 'SodaCL', tables: named };
}

/** A check is a line of text, or a line with settings below it. */
function entryOf(listed: unknown, path: Path, table: string): Entry {
  const [[said, settings] = ['', undefined]] = isFields(listed)
    ? Object.entries(listed)
    : [[String(listed), undefined]];
  return { says: said, path, ...translateCheck(said, fieldsOf(settings), table) };
}

/** `checks for orders [today]:` looks at the rows of `filter orders [today]:`. */
function inPart(entry: Entry, table: string, part: string, top: Fields): Entry {
  const where = textOf(fieldsOf(top[`filter ${table} [${part}]`]).where);
  const narrowed =
    where === undefined || where.includes('${')
      ? lost(`the filter ${part}; write its condition as where`)
      : onlyRows(entry, where);
  return { says: entry.says, path: entry.path, ...narrowed };
}

/** What stands beside the checks of tables and checks something too. */
function otherEntries(top: Fields): Entry[] {
  return Object.keys(top)
    .filter((key) => /^(?:for each|automated monitoring|checks$|reconciliation)/u.test(key))
    .map((key) => ({
      says: key,
      path: [key],
      ...lost('it is about tables of a warehouse; write the checks of this one'),
    }));
}
