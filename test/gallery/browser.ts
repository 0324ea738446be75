import { type Browser, chromium, type Page } from 'playwright-core';

export const widths = { phone: 390, desktop: 1280 } as const;
export type Width = keyof typeof widths;
export type Scheme = 'light' | 'dark';
export interface View {
  width: Width;
  scheme: Scheme;
}

/** What a page did that none of ours may do: it spoke to the network, or an error was thrown. */
export interface Watched {
  page: Page;
  problems: string[];
}

/** Text is drawn without hinting and sub-pixels: they differ between machines. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text', '--hide-scrollbars'],
  });
}

/** Show a page of HTML in a window of its own, without any network. Its `close` ends it. */
export async function openPage(browser: Browser, html: string, view: View): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: widths[view.width], height: 844 },
    colorScheme: view.scheme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) problems.push(`asked for ${request.url()}`);
  });
  await page.setContent(html, { waitUntil: 'load' });
  return { page, problems };
}
