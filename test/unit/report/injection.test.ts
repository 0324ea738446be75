import { describe, expect, test } from 'vitest';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderHtml } from '../../../shared/report/html.ts';
import { renderJunit } from '../../../shared/report/junit.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { hostileStrings } from '../../fixtures/hostile-strings.ts';
import { forgeHtml } from '../../gallery/forge-html.ts';
import { recordOf } from './hostile-record.ts';
import { actedOn, type Markup, readMarkup } from './markup.ts';

const links = ['https://forge.example/report.html', 'https://forge.example/run?a=1&b=2'] as const;
const options = {
  limit: 65_536,
  reportUrl: links[0],
  runUrl: links[1],
  now: new Date('2026-01-31T14:02:00Z'),
};
const forgeTags = new Set(
  'a b br code details h2 h3 h4 li p pre strong sub summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const forgeAttributes = new Set(['align', 'href', 'class']);

/** Nothing but our own elements and links, whole table rows, and no text a forge would act on. */
function expectInert(markup: Markup): void {
  expect(markup.unbalanced).toEqual([]);
  expect(markup.tags.filter(({ name }) => !forgeTags.has(name))).toEqual([]);
  const attributes = markup.tags.flatMap((tag) => Object.keys(tag.attributes));
  expect(attributes.filter((name) => !forgeAttributes.has(name))).toEqual([]);
  const hrefs = markup.tags.filter(({ name }) => name === 'a').map((tag) => tag.attributes.href);
  expect(hrefs.filter((href) => !links.some((link) => link === href))).toEqual([]);
  expect(actedOn(markup)).toEqual([]);
}

/** Every row of every table has as many cells as its head. */
function expectWholeRows(html: string): void {
  const cells = (row: string): number => row.match(/<t[hd][ >]/gu)?.length ?? 0;
  for (const [table] of html.matchAll(/<table[ >][\s\S]*?<\/table>/gu)) {
    const counts = [...table.matchAll(/<tr>[\s\S]*?<\/tr>/gu)].map(([row]) => cells(row));
    expect(new Set(counts).size, table).toBe(1);
  }
}

describe.each(
  hostileStrings.map((text, index) => ({ text, name: `${index} ${text.slice(0, 30)}` })),
)('the hostile string $name', ({ text }) => {
  const record = recordOf(text);

  test('renders as text in a comment', () => {
    const body = mergeSection(undefined, record, options);
    expect(body.length).toBeLessThanOrEqual(options.limit);
    expect(body.match(/^<!-- mlops-actions section=/gmu)).toHaveLength(1);
    expect(body).not.toMatch(/^\s*\/\w/mu);
    const html = forgeHtml(body);
    expectInert(readMarkup(html));
    expectWholeRows(html);
    expect(html.match(/<table/gu)?.length).toBeGreaterThanOrEqual(3);
  });

  test('renders as text in a job summary', () => {
    const summary = renderSummary(record, { limit: 1_048_576, reportUrl: links[0] });
    const html = forgeHtml(summary);
    expectInert(readMarkup(html));
    expectWholeRows(html);
  });

  test('stays data in the JUnit report', () => {
    const markup = readMarkup(renderJunit([record]));
    expect(markup.unbalanced).toEqual([]);
    expect(new Set(markup.tags.map(({ name }) => name))).toEqual(
      new Set(['testsuites', 'testsuite', 'testcase', 'failure', 'system-out']),
    );
  });
});

const reportTags = new Set(
  `a b bdi body br circle code dd details div dl dt figcaption figure footer g h1 h2 h3 head header
  html li line main meta nav p path rect section span summary svg table tbody td text th thead title
  tr ul defs clippath`.split(/\s+/u),
);

/** Drawing a chart costs more than all else: these are the strings that could break one. */
const chartTexts = new Set([
  '@everyone <img src=x> | [x](javascript:1)',
  '',
  '__proto__',
  'constructor',
]);

test('hostile strings stay text in the HTML report', { timeout: 60_000 }, async () => {
  const records = hostileStrings.map((text) => {
    const record = recordOf(text);
    return chartTexts.has(text) ? record : { ...record, series: [] };
  });
  for (let index = 0; index < records.length; index += 20) {
    const html = await renderHtml(records.slice(index, index + 20));
    const markup = readMarkup(html);
    expect(markup.unbalanced).toEqual([]);
    expect(markup.tags.filter(({ name }) => !reportTags.has(name))).toEqual([]);
    for (const { attributes } of markup.tags) {
      expect(
        Object.keys(attributes).filter((name) => /^on|^src|^xlink|^action/u.test(name)),
      ).toEqual([]);
      expect(attributes.href ?? '#').toMatch(/^#/u);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u);
  }
});
