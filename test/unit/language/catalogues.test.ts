import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every file of English sentences, from the root. */
const english = ['actions', 'shared']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.en.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .toSorted();

/** Names, formulas and codes, which Chinese engineers write as everybody does. */
const sameInBoth = new Set([
  'ADWIN',
  'Page-Hinkley',
  'DDM',
  'HDDM-A',
  'HDDM-W',
  'PSI',
  "Cramér's V",
  'ROC',
  'auc',
  'accuracy',
  'r2, rmse',
  'owner/name',
]);

/** The texts of a catalogue with the path to each; what functions answer is asked elsewhere. */
function textsOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, `${path}.${name}`));
}

/** A module that exports its one catalogue as `messages` holds what the English one exports. */
async function catalogueOf(file: string, like?: Readonly<Record<string, unknown>>) {
  const module: Record<string, unknown> = {
    ...(await import(/* @vite-ignore */ join(root, file))),
  };
  const isWrapped = like !== undefined && !('messages' in like) && 'messages' in module;
  return isWrapped ? (module.messages as Record<string, unknown>) : module;
}

describe('every catalogue', () => {
  test('is found at all', () => expect(english.length).toBeGreaterThan(45));

  test.each(english)('%s says each of its texts in Chinese', async (file) => {
    const en = await catalogueOf(file);
    const zh = await catalogueOf(file.replace(/\.en\.ts$/u, '.zh.ts'), en);
    const chinese = new Map(textsOf(zh, ''));
    const untranslated = textsOf(en, '').filter(([path, text]) => {
      const said = chinese.get(path);
      return (said === undefined || said === text) && !sameInBoth.has(text) && isWords(text);
    });
    expect(untranslated).toEqual([]);
  });
});

/** A digit, a sign or an empty text is the same in every language. */
function isWords(text: string): boolean {
  return /[A-Za-z]{2}/u.test(text);
}
