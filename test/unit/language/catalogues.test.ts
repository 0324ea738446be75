import { describe, expect, test } from 'vitest';
import { englishFiles, twinsOf } from './catalogues.ts';

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

describe('every catalogue', () => {
  test('is found at all', () => expect(englishFiles.length).toBeGreaterThan(45));

  test.each(englishFiles)('%s says each of its texts in Chinese', async (file) => {
    const { en, zh } = await twinsOf(file);
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
