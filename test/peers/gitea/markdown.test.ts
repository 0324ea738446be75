import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { hostileStrings } from '../../fixtures/hostile-strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { recordOf } from '../../unit/report/hostile-record.ts';
import { type Markup, readMarkup } from '../../unit/report/markup.ts';
import { type Gitea, startGitea } from './gitea.ts';

const links = ['https://forge.example/report.html', 'https://forge.example/run?a=1&b=2'] as const;
const options = {
  limit: 65_536,
  reportUrl: links[0],
  runUrl: links[1],
  now: new Date('2026-01-31T14:02:00Z'),
};

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
  // A mention becomes a link only where somebody has the name.
  const names = hostileStrings.flatMap((text) => /^\(?@([a-z]+)$/u.exec(text)?.[1] ?? []);
  for (const name of new Set(names)) await gitea.addUser(name);
  await gitea.api('POST', '/orgs', { username: 'acme', visibility: 'public' });
  await gitea.api('POST', '/orgs/acme/repos', { name: 'flights', auto_init: true });
});
afterAll(() => gitea?.stop());

/** As the page of a pull request shows it. */
const render = (markdown: string): Promise<string> =>
  gitea.api('POST', '/markdown', { Text: markdown, Mode: 'comment', Context: 'acme/flights' });

function expectInert(markup: Markup): void {
  expect(markup.tags.filter(({ name }) => !ourTags.has(name))).toEqual([]);
  const attributes = markup.tags.flatMap((tag) => Object.keys(tag.attributes));
  expect(attributes.filter((name) => !ourAttributes.has(name))).toEqual([]);
  const hrefs = markup.tags.filter(({ name }) => name === 'a').map((tag) => tag.attributes.href);
  expect(hrefs.filter((href) => !links.some((link) => link === href))).toEqual([]);
}

/** Every row of every table has as many cells as its head. */
function expectWholeRows(html: string): void {
  for (const [table] of html.matchAll(/<table[ >][\s\S]*?<\/table>/gu)) {
    const counts = [...table.matchAll(/<tr>[\s\S]*?<\/tr>/gu)].map(
      ([row]) => row.match(/<t[hd][ >]/gu)?.length ?? 0,
    );
    expect(new Set(counts).size, table).toBe(1);
  }
}

describe("Gitea's own renderer", () => {
  it('makes links, mentions and elements of a text that is not escaped', async () => {
    const html = await render('@octocat https://evil.example <b>bold</b> acme/flights#1');
    expect(html).toContain(`href="${gitea.url}/octocat"`);
    expect(html).toContain('href="https://evil.example"');
    expect(html).toContain('<b>bold</b>');
  });

  it.each(hostileStrings.map((text, index) => [index, text] as const))(
    'shows string %i as text: alone, within others, beside another',
    async (index, text) => {
      const other = hostileStrings[(index * 7 + 3) % hostileStrings.length];
      const summary = renderSummary(recordOf(text), { limit: 1_048_576, reportUrl: links[0] });
      const comments = [text, `x${text}`, `(${text})`, `${text} ${other}`].map((each) =>
        mergeSection(undefined, recordOf(each), options),
      );
      for (const html of await Promise.all([...comments, summary].map(render))) {
        expectInert(readMarkup(html));
        expectWholeRows(html);
        expect(html).toContain('<table');
      }
    },
  );
});
