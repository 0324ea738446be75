/**
 * Pictures of a comment as GitHub shows it, light and dark: `node test/gallery/picture.ts
 * <comment.md> <folder>/<name> [width]` writes `<name>-light.png` and `<name>-dark.png`. The README's
 * pictures are those of the comment that the demo prints.
 */
import { readFileSync } from 'node:fs';
import { ensureFonts, install } from '../peers/install.ts';
import { openBrowser } from './browser.ts';
import { forgeHtml } from './forge-html.ts';
import { githubPage } from './github-page.ts';
import { showComment } from './views.ts';

async function takePictures(markdown: string, prefix: string, width: number): Promise<void> {
  ensureFonts();
  install('github-page');
  const html = githubPage(forgeHtml(markdown), false);
  const browser = await openBrowser();
  try {
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await showComment(browser, html, { width: 'desktop', scheme });
      await page.setViewportSize({ width, height: 600 });
      await page.screenshot({ path: `${prefix}-${scheme}.png`, fullPage: true });
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const [comment, prefix, width = '900'] = process.argv.slice(2);
  if (comment === undefined || prefix === undefined) {
    throw new Error('usage: node test/gallery/picture.ts <comment.md> <folder>/<name> [width]');
  }
  await takePictures(readFileSync(comment, 'utf8'), prefix, Number(width));
}
