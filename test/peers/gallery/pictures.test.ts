import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openPage, widths } from '../../gallery/browser.ts';
import {
  differingShare,
  firstScreen,
  largestShare,
  readReference,
  referencePictures,
} from '../../gallery/reference.ts';
import { states } from '../../gallery/states.ts';
import { type Kind, pageOf, pictureName, show } from '../../gallery/views.ts';

const changedFolder = fileURLToPath(new URL('../../.out/gallery-changed', import.meta.url));

let browser: Browser;
let blank: Page;
beforeAll(async () => {
  browser = await openBrowser();
  blank = (await openPage(browser, '<!doctype html>', { width: 'phone', scheme: 'light' })).page;
});
afterAll(async () => {
  await browser.close();
});

describe('the first screen of a phone', () => {
  test.each(referencePictures().map((picture) => ({ picture, name: pictureName(picture) })))(
    'is as it was accepted: $name',
    async ({ picture, name }) => {
      const watched = await show(browser, await pageOf(picture.state, picture.kind), picture);
      const found = await firstScreen(watched.page);
      await watched.page.context().close();
      const share = await differingShare(blank, readReference(picture), found);
      if (share > largestShare) {
        mkdirSync(changedFolder, { recursive: true });
        writeFileSync(join(changedFolder, `${name}.jpg`), found);
      }
      const how = `see ${changedFolder}/${name}.jpg; if it is right: npm run gallery -- --accept`;
      expect(share, how).toBeLessThanOrEqual(largestShare);
      expect(watched.problems).toEqual([]);
    },
  );

  test.each([
    ['a sign of another verdict', '✅&nbsp;<strong>Gate', '❌&nbsp;<strong>Gate'],
    ['a row that is gone', /<tr>\n<td[^>]*>⏸️[\s\S]*?<\/tr>/u, ''],
    ['a sentence that is gone', ' 5 of 6 steps have run.', ''],
  ])('is not compared so loosely that %s goes unseen', async (_, from, to) => {
    const picture = { state: 'pass', kind: 'comment', width: 'phone', scheme: 'light' } as const;
    const html = (await pageOf('pass', 'comment')).replaceAll('\u00a0', '&nbsp;');
    const changed = html.replace(from, to);
    expect(changed).not.toBe(html);
    const watched = await show(browser, changed, picture);
    const found = await firstScreen(watched.page);
    await watched.page.context().close();
    expect(await differingShare(blank, readReference(picture), found)).toBeGreaterThan(
      largestShare,
    );
  });
});

/** Measured in the page: what must hold on every screen. */
const measure = `(() => {
  const shown = [...document.querySelectorAll('h1, h3, p, li, td, th, summary, code, sub')].filter(
    (each) => each.getClientRects().length > 0 && each.textContent.trim() !== '',
  );
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    verdict: document.querySelector('h1, h3').getBoundingClientRect().bottom,
    steps: (document.querySelector('.steps') ?? document.querySelector('table'))
      .getBoundingClientRect().top,
    smallest: Math.min(...shown.map((each) => parseFloat(getComputedStyle(each).fontSize))),
  };
})()`;
interface Measures {
  overflow: number;
  verdict: number;
  steps: number;
  smallest: number;
}

describe.each(Object.keys(states))('the state %s', (state) => {
  test.each(['comment', 'open', 'report'] as const satisfies Kind[])(
    'is readable at every width as %s, and silent',
    async (kind) => {
      const html = await pageOf(state, kind);
      for (const width of ['phone', 'desktop'] as const) {
        const watched = await show(browser, html, { state, kind, width, scheme: 'dark' });
        const found = (await watched.page.evaluate(measure)) as Measures;
        await watched.page.context().close();
        expect(watched.problems).toEqual([]);
        expect(found.overflow, `${widths[width]} px`).toBeLessThanOrEqual(0);
        // The verdict and the steps are on the first screen, whatever the state.
        expect(found.verdict).toBeLessThan(420);
        expect(found.steps).toBeLessThan(600);
        expect(found.smallest).toBeGreaterThanOrEqual(10);
      }
    },
  );
});
