import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderHtml } from '../../../shared/report/html.ts';
import { openBrowser, openPage } from '../../gallery/browser.ts';
import { makeRecord } from '../../gallery/records.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});

const rows = [
  ['x10', 0.5, '−3 ms', '12 kB', 'warn', 0.1],
  ['x2', null, '1,200 ms', '3.4 MB', 'pass', -0.2],
  ['x1', -7, '4.5 ms', '512 B', 'fail', 0.3],
] as const;
const record = makeRecord({ step: 'drift-report', summary: 'x' }, [
  {
    id: 'columns',
    title: 'Columns',
    columns: [
      ...['name', 'number', 'time', 'size', 'verdict', 'interval', 'shape'].map((title) => ({
        title,
      })),
    ],
    rows: rows.map(([name, number, time, size, verdict, value]) => [
      name,
      number,
      time,
      size,
      { kind: 'verdict', verdict },
      { kind: 'interval', low: value - 0.1, value, high: value + 0.1 },
      { kind: 'sparkline', values: [1, 2] },
    ]),
  },
]);

const names = (page: Page): Promise<string[]> =>
  page.locator('table.sortable tbody td:first-child').allTextContents();

test.each([
  ['name', ['x10', 'x2', 'x1'], ['x1', 'x2', 'x10']],
  ['number', ['x10', 'x1', 'x2'], ['x1', 'x10', 'x2']],
  ['time', ['x2', 'x1', 'x10'], ['x10', 'x1', 'x2']],
  ['size', ['x2', 'x10', 'x1'], ['x1', 'x10', 'x2']],
  ['verdict', ['x1', 'x10', 'x2'], ['x2', 'x10', 'x1']],
  ['interval', ['x1', 'x10', 'x2'], ['x2', 'x10', 'x1']],
])('sorts by %s with the keyboard, and back', async (title, down, up) => {
  const html = await renderHtml([record]);
  const { page, problems } = await openPage(browser, html, { width: 'phone', scheme: 'light' });
  const heading = page.locator('th', { hasText: title });
  const state = () => heading.getAttribute('aria-sort');
  expect(await state()).toBe('none');
  await heading.locator('button').focus();
  await page.keyboard.press('Enter');
  expect([await state(), await names(page)]).toEqual(['descending', down]);
  await page.keyboard.press('Space');
  expect([await state(), await names(page)]).toEqual(['ascending', up]);
  await page.keyboard.press('Enter');
  expect([await state(), await names(page)]).toEqual(['none', ['x10', 'x2', 'x1']]);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a column of shapes has no order, and says so by having no button', async () => {
  const html = await renderHtml([record]);
  const { page } = await openPage(browser, html, { width: 'desktop', scheme: 'light' });
  expect(await page.locator('th', { hasText: 'shape' }).locator('button').count()).toBe(0);
  expect(await page.locator('th button').count()).toBe(6);
  await page.context().close();
});

test('sorting a long table takes in the rows of its fold', async () => {
  const long = makeRecord({ step: 'drift-report', summary: 'x' }, [
    {
      id: 'columns',
      title: 'Columns',
      columns: [{ title: 'name' }, { title: 'PSI' }],
      rows: Array.from({ length: 90 }, (_, index) => [`c${index}`, index]),
    },
  ]);
  const html = await renderHtml([long]);
  const { page } = await openPage(browser, html, { width: 'phone', scheme: 'dark' });
  expect(await names(page)).toHaveLength(40);
  await page.locator('th button').last().click();
  expect((await names(page)).slice(0, 2)).toEqual(['c89', 'c88']);
  expect(await names(page)).toHaveLength(90);
  await page.context().close();
});

test('a script in a record, were it ever to become markup, would not run', async () => {
  const html = (await renderHtml([record])).replace(
    '</h2>',
    '</h2><script>document.title = "ran"</script><img src="https://evil.example/x.png">',
  );
  const { page, problems } = await openPage(browser, html, { width: 'phone', scheme: 'light' });
  expect(await page.title()).not.toBe('ran');
  expect(problems.filter((text) => text.includes('Content Security Policy')).length).toBe(2);
  await page.context().close();
});
