import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { states } from './states.ts';
import { type Picture, pageOf, pictureName, show } from './views.ts';

/** What was looked at and found good. Changed by `npm run gallery -- --accept`, and by nothing else. */
const folder = fileURLToPath(new URL('expected', import.meta.url));

/**
 * The first screen of a phone in each state: the glance the verdict must be told at. The comment is
 * kept light and dark, the report light; JPEG keeps all of them below 2 MB.
 */
export function referencePictures(): Picture[] {
  return Object.keys(states).flatMap((state) => [
    { state, kind: 'comment', width: 'phone', scheme: 'light' } as const,
    { state, kind: 'comment', width: 'phone', scheme: 'dark' } as const,
    { state, kind: 'report', width: 'phone', scheme: 'light' } as const,
  ]);
}

export const referencePath = (picture: Picture): string =>
  join(folder, `${pictureName(picture)}.jpg`);

/** The first screen of a page, as a JPEG. */
export async function firstScreen(page: Page): Promise<Buffer> {
  return await page.screenshot({ type: 'jpeg', quality: 60 });
}

/** Take the pictures of these states, or of all, anew and keep them as the reference. */
export async function acceptPictures(browser: Browser, only: readonly string[]): Promise<void> {
  if (only.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const picture of referencePictures()) {
    if (only.length > 0 && !only.includes(picture.state)) continue;
    const { page } = await show(browser, await pageOf(picture.state, picture.kind), picture);
    await writeFile(referencePath(picture), await firstScreen(page));
    await page.context().close();
  }
}

/** Blocks of this many pixels a side are compared by their mean colour. */
const block = 4;
/** Means this far apart in one channel, of 255, are different: more than smoothing can make. */
const tolerance = 40;
/**
 * The share of blocks that may differ: 8 of the 20,000 on a phone's first screen. One sign in another
 * shape is twice as many; the same page drawn again differs in none.
 */
export const largestShare = 0.0004;

/** Read in the page, which has a decoder for pictures: no package is needed for one. */
const compareInPage = `async ([first, second, block, tolerance]) => {
  const read = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const mean = ({ data, width }, left, top, channel) => {
    let sum = 0;
    for (let y = top; y < top + block; y += 1) {
      for (let x = left; x < left + block; x += 1) sum += data[(y * width + x) * 4 + channel];
    }
    return sum / block ** 2;
  };
  const [a, b] = await Promise.all([read(first), read(second)]);
  if (a.width !== b.width || a.height !== b.height) return 1;
  let [all, different] = [0, 0];
  for (let top = 0; top + block <= a.height; top += block) {
    for (let left = 0; left + block <= a.width; left += block) {
      all += 1;
      const isSame = [0, 1, 2].every((channel) =>
        Math.abs(mean(a, left, top, channel) - mean(b, left, top, channel)) <= tolerance);
      if (!isSame) different += 1;
    }
  }
  return different / all;
}`;

/** The share of two JPEGs' blocks that differ, from 0 to 1; 1 where they differ in size. */
export async function differingShare(page: Page, first: Buffer, second: Buffer): Promise<number> {
  const address = (jpeg: Buffer): string => `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  const given = JSON.stringify([address(first), address(second), block, tolerance]);
  return Number(await page.evaluate(`(${compareInPage})(${given})`));
}

export function readReference(picture: Picture): Buffer {
  const path = referencePath(picture);
  if (!existsSync(path)) {
    throw new Error(`There is no ${path}. Look at the picture, then: npm run gallery -- --accept`);
  }
  return readFileSync(path);
}
