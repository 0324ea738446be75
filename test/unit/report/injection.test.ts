import { describe, expect, test } from 'vitest';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderHtml } from '../../../shared/report/html.ts';
import { renderJunit } from '../../../shared/report/junit.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { hostileStrings, manyHostileStrings } from '../../fixtures/hostile-strings.ts';
import { forgeHtml } from '../../gallery/forge-html.ts';
import { recordOf, recordOfMany } from './hostile-record.ts';
import { expectInert, expectWholeRows, links } from './inert.ts';
import { readMarkup } from './markup.ts';
import { withoutScript } from './report-script.ts';

const options = {
  limit: 65_536,
  reportUrl: links[0],
  runUrl: links[1],
  now: new Date('2026-01-31T14:02:00Z'),
};

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

/** The others of the 500, several in a record: what one does to the next row shows as well. */
const others = manyHostileStrings(500).slice(hostileStrings.length);
const batches = Array.from({ length: Math.ceil(others.length / 12) }, (_, index) =>
  others.slice(index * 12, (index + 1) * 12),
);

test.each(batches.map((texts, index) => ({ texts, index })))(
  'the generated hostile strings of batch $index render as text in a comment',
  ({ texts }) => {
    const html = forgeHtml(mergeSection(undefined, recordOfMany(texts), options));
    expectInert(readMarkup(html));
    expectWholeRows(html);
    expect(html.match(/<tr>/gu)?.length).toBeGreaterThanOrEqual(3 * texts.length + 8);
  },
);

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
  const generated = batches.map((texts) => recordOfMany(texts));
  for (const some of [...inGroups(records, 20), ...inGroups(generated, 10)]) {
    const html = await renderHtml(some);
    const markup = readMarkup(withoutScript(html));
    expect(markup.unbalanced).toEqual([]);
    expect(markup.tags.filter(({ name }) => !reportTags.has(name))).toEqual([]);
    for (const { attributes } of markup.tags) {
      expect(
        Object.keys(attributes).filter((name) => /^on|^src|^xlink|^action/u.test(name)),
      ).toEqual([]);
      expect(attributes.href ?? '#').toMatch(/^#/u);
    }
    expectWholeRows(html);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u);
  }
});

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
