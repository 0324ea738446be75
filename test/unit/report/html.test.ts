import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../../shared/report/html.ts';
import * as gallery from '../../gallery/states.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { type Markup, readMarkup } from './markup.ts';
import { onlyScript, withoutScript } from './report-script.ts';

describe('the HTML report', () => {
  let html: string;
  let markup: Markup;
  let text: string;
  beforeAll(async () => {
    html = await renderHtml(gallery.states.pass ?? []);
    markup = readMarkup(withoutScript(html));
    text = markup.texts
      .map((node) => node.text)
      .join(' ')
      .replace(/\s+/gu, ' ');
  });

  test('is one file that loads and runs nothing', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html) ?? [];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${createHash('sha256').update(onlyScript(html)).digest('base64')}'`,
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(
      markup.tags.filter(({ name }) => /^(script|link|img|iframe|object|embed)$/u.test(name)),
    ).toEqual([]);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|url\((?!#)|@import/u);
  });

  test('has the same script whatever it reports', async () => {
    const hostile = await renderHtml(gallery.states.hostile ?? []);
    expect(onlyScript(hostile)).toBe(onlyScript(html));
    expect(onlyScript(html)).not.toMatch(/flights|fetch|eval|innerHTML|import|location|cookie/u);
  });

  test('marks the tables that sort, with a key where the text is not in order', () => {
    expect(html.match(/<table class="sortable">/gu)?.length).toBeGreaterThanOrEqual(4);
    expect(html).toMatch(/<td class="left judged" data-sort="1"><span class="verdict warn">/u);
    expect(html).toMatch(/<td class="center" data-sort="0\.01\d*"><svg class="interval"/u);
  });

  test('opens with the verdict, the deciding sentence and the number', () => {
    expect(text).toMatch(
      /flights · 5 steps ✓ pass better than the champion on 412,033 held-out flights, no slice lost\. AUC \+0\.0121 95 % interval/u,
    );
  });

  test('shows the steps in the order of the chain, with what has not run', () => {
    const headings = markup.texts.filter(({ inside }) => inside.at(-1) === 'h2');
    expect(headings.map((node) => node.text)).toEqual([
      'Data',
      'Training',
      'Gate',
      'Registry',
      'Drift',
    ]);
    expect(text).toMatch(/Canary not run/u);
  });

  test('draws each series for wide and for narrow screens, with the numbers beside it', () => {
    const charts = markup.tags.filter(({ attributes }) => /^chart /u.test(attributes.class ?? ''));
    expect(charts.map(({ attributes }) => attributes['aria-label'])).toEqual([
      'Loss by epoch: log loss by epoch',
      'Loss by epoch: log loss by epoch',
    ]);
    expect(text).toContain('The numbers 12 rows epoch training validation 1 0.6310 0.6152');
    const dashed = markup.tags.filter(({ attributes }) => attributes['stroke-dasharray'] === '6,3');
    expect(dashed.length).toBeGreaterThan(0);
  });

  test('an interval is described in words', () => {
    expect(text).toContain(
      'change −0.0011, interval −0.0079 to +0.0057, higher is better, up to 0.01 worse is allowed',
    );
  });

  test('no id stands twice and every link leads to one', () => {
    const ids = markup.tags.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of markup.tags) {
      if (attributes.href) expect(ids).toContain(attributes.href.slice(1));
      const clip = /url\(#([^)]+)\)/u.exec(attributes['clip-path'] ?? '')?.[1];
      if (clip) expect(ids).toContain(clip);
    }
  });

  test('is the same to the byte each time', async () => {
    expect(await renderHtml(gallery.states.pass ?? [])).toBe(html);
  });

  test('says so where there is nothing to show', async () => {
    expect(await renderHtml([])).toContain('No step has left a record yet');
  });
});

test('any records give whole markup', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryRecord(), { maxLength: 2 }), async (records) => {
      expect(readMarkup(withoutScript(await renderHtml(records))).unbalanced).toEqual([]);
    }),
    { seed: 13, numRuns: 8 },
  );
}, 60_000);
