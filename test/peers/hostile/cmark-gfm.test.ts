import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { manyHostileStrings } from '../../fixtures/hostile-strings.ts';
import { recordOf } from '../../unit/report/hostile-record.ts';
import { expectInert, expectWholeRows, links } from '../../unit/report/inert.ts';
import { readMarkup } from '../../unit/report/markup.ts';

/**
 * The parser that GitHub runs, with the extensions GitHub has switched on. `tagfilter` is left off
 * and raw HTML let through: what is inert without a sanitiser is inert with one.
 */
function cmark(markdown: string): string {
  const extensions = ['table', 'strikethrough', 'autolink', 'tasklist'].flatMap((name) => [
    '-e',
    name,
  ]);
  const flags = ['--unsafe', '--to', 'html'];
  const { status, stdout, stderr } = spawnSync('cmark-gfm', [...flags, ...extensions], {
    input: markdown,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`cmark-gfm ended with ${status}: ${stderr}`);
  return stdout;
}

/** It writes lists, code and tables with these attributes of its own. */
const ownAttributes = / (?:align="(?:left|right|center)"|lang="mermaid")/gu;

function expectHarmless(html: string): void {
  expectInert(readMarkup(html.replace(ownAttributes, '')));
  expectWholeRows(html);
}

const options = {
  limit: 65_536,
  reportUrl: links[0],
  runUrl: links[1],
  now: new Date('2026-01-31T14:02:00Z'),
};
const strings = manyHostileStrings(500);
const slices = Array.from({ length: 20 }, (_, index) => strings.slice(index * 25, index * 25 + 25));

test('cmark-gfm does turn hostile Markdown into markup that the checks notice', () => {
  const html = cmark('| a |\n|:-|\n| <b onclick=x>y</b> www.evil.example @octocat |\n');
  expect(html).toContain('href="http://www.evil.example"');
  expect(() => expectHarmless(html)).toThrow();
});

describe.each(slices.map((texts, index) => ({ texts, from: index * 25 })))(
  'the 25 hostile strings from $from',
  ({ texts }) => {
    test('are text in comments', () => {
      for (const text of texts) {
        const html = cmark(mergeSection(undefined, recordOf(text), options));
        expectHarmless(html);
        expect(html.match(/<table/gu)?.length, text).toBeGreaterThanOrEqual(3);
      }
    });

    test('are text in job summaries', () => {
      for (const text of texts) {
        expectHarmless(cmark(renderSummary(recordOf(text), { limit: 1_048_576 })));
      }
    });
  },
);
