/**
 * `npm run gallery`: every state of the comment and of the HTML report as pictures, on a phone and
 * on a desktop, light and dark, with an index to look through them.
 *
 * `npm run gallery -- [state ...]` draws some states only. `npm run gallery -- --accept
 * [state ...]` keeps the first screens as the pictures that `npm run test:peers` compares with: look
 * at them before.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { ensureFonts, install } from '../peers/install.ts';
import { openBrowser } from './browser.ts';
import { galleryIndex } from './index-page.ts';
import { acceptPictures } from './reference.ts';
import { states } from './states.ts';
import { allPictures, commentOf, kinds, pageOf, pictureName, show } from './views.ts';

const folder = fileURLToPath(new URL('../.out/gallery', import.meta.url));

/** Draw one state's pictures. @returns what went wrong in its pages. */
async function drawState(browser: Browser, state: string): Promise<string[]> {
  const problems: string[] = [];
  await writeFile(join(folder, `${state}.md`), commentOf(state));
  for (const kind of kinds) {
    const html = await pageOf(state, kind);
    await writeFile(join(folder, `${state}.${kind}.html`), html);
    for (const picture of allPictures()) {
      if (picture.state !== state || picture.kind !== kind) continue;
      const watched = await show(browser, html, picture);
      const path = join(folder, `${pictureName(picture)}.png`);
      await watched.page.screenshot({ path, fullPage: true });
      await watched.page.context().close();
      problems.push(...watched.problems.map((text) => `${pictureName(picture)}: ${text}`));
    }
  }
  return problems;
}

async function drawStates(browser: Browser, wanted: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const state of wanted.length > 0 ? wanted : Object.keys(states)) {
    problems.push(...(await drawState(browser, state)));
    console.log(`drawn: ${state}`);
  }
  await writeFile(join(folder, 'index.html'), galleryIndex(allPictures()));
  console.log(`gallery: ${join(folder, 'index.html')}`);
  return problems;
}

async function main(given: readonly string[]): Promise<void> {
  const accept = given.includes('--accept');
  const wanted = given.filter((argument) => argument !== '--accept');
  const unknown = wanted.filter((state) => states[state] === undefined);
  if (unknown.length > 0) {
    throw new Error(`No state is called ${unknown.join(', ')}. Known: ${Object.keys(states)}`);
  }
  ensureFonts();
  install('github-page');
  const browser = await openBrowser();
  try {
    const problems = accept ? [] : await drawStates(browser, wanted);
    if (accept) await acceptPictures(browser, wanted);
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await main(process.argv.slice(2));
