/**
 * Pictures of a comment as a forge shows it, light and dark: `node test/gallery/picture.ts
 * <comment.md> <folder>/<name> [width]` writes `<name>-light.png` and `<name>-dark.png`. The README's
 * pictures are those of the comment that the demo prints.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forgeHtml, page } from './render.ts';

/** Headless, without the browser's own network traffic, in a profile of its own. */
function chromium(work: string, ...flags: readonly string[]): string {
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update'];
  const safe = ['headless', 'no-sandbox', 'disable-gpu', 'disable-quic', 'disable-sync'];
  const all = [...safe, ...quiet, 'hide-scrollbars', `user-data-dir=${join(work, 'profile')}`];
  return execFileSync('chromium', [...all.map((flag) => `--${flag}`), ...flags], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function takePictures(markdown: string, prefix: string, width: number): void {
  const work = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const file = join(work, 'comment.html');
    const url = pathToFileURL(file).href;
    const measure = '<script>document.title = document.documentElement.scrollHeight</script>';
    writeFileSync(file, page(forgeHtml(markdown)) + measure);
    const dom = chromium(work, `--window-size=${width},600`, '--dump-dom', url);
    const height = Number(/<title>(\d+)<\/title>/u.exec(dom)?.[1] ?? 1200);
    for (const [name, scheme] of [
      ['dark', 0],
      ['light', 1],
    ]) {
      chromium(
        work,
        `--blink-settings=preferredColorScheme=${scheme}`,
        `--window-size=${width},${height}`,
        `--screenshot=${resolve(`${prefix}-${name}.png`)}`,
        url,
      );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const [comment, prefix, width = '900'] = process.argv.slice(2);
  if (comment === undefined || prefix === undefined) {
    throw new Error('usage: node test/gallery/picture.ts <comment.md> <folder>/<name> [width]');
  }
  takePictures(readFileSync(comment, 'utf8'), prefix, Number(width));
}
