import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { hostileStrings, manyHostileStrings } from '../../fixtures/hostile-strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { recordOf, recordOfMany } from '../../unit/report/hostile-record.ts';
import { expectWholeRows, links } from '../../unit/report/inert.ts';
import { type Markup, readMarkup } from '../../unit/report/markup.ts';
import { type Gitea, startGitea } from './gitea.ts';

const options = {
  limit: 65_536,
  reportUrl: links[0],
  runUrl: links[1],
  now: new Date('2026-01-31T14:02:00Z'),
};
const summaryLimit = 1_048_576;

/** What our own Markdown becomes: anything else came out of a value. */
const ourTags = new Set(
  'a b br code details div h2 h3 h4 li p pre span strong sub summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const ourAttributes = new Set(
  'align aria-label class data-markdown-generated-content dir href id rel style target'.split(' '),
);

let gitea: Gitea;

beforeAll(async () => {
  gitea = await startGitea(temporaryFolder('gitea'));
  // A mention becomes a link only where somebody has the name. Nobody on a Gitea may be called org.
  const mentions = hostileStrings.flatMap((text) => [...text.matchAll(/@([a-z]{3,})/gu)]);
  const names = new Set(mentions.map(([, name = '']) => name).filter((name) => name !== 'org'));
  for (const name of names) await gitea.addUser(name);
  await gitea.api('POST', '/orgs', { username: 'acme', visibility: 'public' });
  await gitea.api('POST', '/orgs/acme/repos', { name: 'flights', auto_init: true });
});
afterAll(() => gitea?.stop());

/** As the page of a pull request shows it. */
const render = (markdown: string): Promise<string> =>
  gitea.api('POST', '/markdown', { Text: markdown, Mode: 'comment', Context: 'acme/flights' });

/** Gitea has acted on these texts already: what it took for a mention or reference is a link now. */
function expectInert(markup: Markup): void {
  expect(markup.unbalanced).toEqual([]);
  expect(markup.tags.filter(({ name }) => !ourTags.has(name))).toEqual([]);
  const attributes = markup.tags.flatMap((tag) => Object.keys(tag.attributes));
  expect(attributes.filter((name) => !ourAttributes.has(name))).toEqual([]);
  const hrefs = markup.tags.filter(({ name }) => name === 'a').map((tag) => tag.attributes.href);
  expect(hrefs.filter((href) => !links.some((link) => link === href))).toEqual([]);
}

/** Each as a page of its own: no text can hide what another one broke. */
async function expectHarmless(documents: readonly string[], leastTables = 1): Promise<void> {
  for (const html of await Promise.all(documents.map(render))) {
    expectInert(readMarkup(html));
    expectWholeRows(html);
    expect(html.match(/<table/gu)?.length).toBeGreaterThanOrEqual(leastTables);
  }
}

const strings = manyHostileStrings(500);
const slices = Array.from({ length: 20 }, (_, index) => ({
  from: index * 25,
  texts: strings.slice(index * 25, index * 25 + 25),
}));

describe("Gitea's own renderer", () => {
  it('makes links, mentions and elements of a text that is not escaped', async () => {
    const html = await render('@octocat https://evil.example <b>bold</b> acme/flights#1');
    expect(html).toContain(`href="${gitea.url}/octocat"`);
    expect(html).toContain('href="https://evil.example"');
    expect(html).toContain('<b>bold</b>');
    expect(() => expectInert(readMarkup(html))).toThrow();
  });

  it.each(slices)('shows the 25 strings from $from as text in comments', async ({ texts }) => {
    const comments = texts.map((text) => mergeSection(undefined, recordOf(text), options));
    await expectHarmless(comments, 3);
  });

  it.each(slices)('shows the 25 strings from $from as text in summaries', async ({ texts }) => {
    const shown = { limit: summaryLimit, reportUrl: links[0] };
    await expectHarmless(texts.map((text) => renderSummary(recordOf(text), shown)));
  });

  it.each(slices)('shows the 25 strings from $from as text, all on one page', async ({ texts }) => {
    const record = recordOfMany(texts);
    await expectHarmless([
      mergeSection(undefined, record, options),
      renderSummary(record, { limit: summaryLimit }),
    ]);
  });

  it('shows the known strings as text within others and beside another', async () => {
    for (const [index, text] of hostileStrings.entries()) {
      const other = hostileStrings[(index * 7 + 3) % hostileStrings.length];
      const surrounded = [`x${text}`, `(${text})`, `${text} ${other}`];
      await expectHarmless(
        surrounded.map((each) => mergeSection(undefined, recordOf(each), options)),
      );
    }
  });
});
