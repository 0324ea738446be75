import { expect } from 'vitest';
import { actedOn, type Markup } from './markup.ts';

export const links = [
  'https://forge.example/report.html',
  'https://forge.example/run?a=1&b=2',
] as const;

const forgeTags = new Set(
  'a b br code details h2 h3 h4 li p pre strong sub summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const forgeAttributes = new Set(['align', 'href', 'class', 'dir']);

/** Nothing but our own elements and links, whole table rows, and no text a forge would act on. */
export function expectInert(markup: Markup): void {
  expect(markup.unbalanced).toEqual([]);
  expect(markup.tags.filter(({ name }) => !forgeTags.has(name))).toEqual([]);
  const attributes = markup.tags.flatMap((tag) => Object.keys(tag.attributes));
  expect(attributes.filter((name) => !forgeAttributes.has(name))).toEqual([]);
  const directed = markup.tags.filter((tag) => tag.attributes.dir !== undefined);
  const odd = directed.filter((tag) => tag.name !== 'code' || tag.attributes.dir !== 'auto');
  expect(odd).toEqual([]);
  const hrefs = markup.tags.filter(({ name }) => name === 'a').map((tag) => tag.attributes.href);
  expect(hrefs.filter((href) => !links.some((link) => link === href))).toEqual([]);
  expect(actedOn(markup)).toEqual([]);
}

/** Every row of every table has as many cells as its head. */
export function expectWholeRows(html: string): void {
  const cells = (row: string): number => row.match(/<t[hd][ >]/gu)?.length ?? 0;
  for (const [table] of html.matchAll(/<table[ >][\s\S]*?<\/table>/gu)) {
    const counts = [...table.matchAll(/<tr>[\s\S]*?<\/tr>/gu)].map(([row]) => cells(row));
    expect(new Set(counts).size, table).toBe(1);
  }
}
