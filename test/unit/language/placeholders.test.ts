import { describe, expect, test } from 'vitest';
import { englishFiles, functionsOf, memberAt, twinsOf } from './catalogues.ts';

type Say = (...args: readonly unknown[]) => unknown;

/** All a person would read of what a function of a catalogue answers. */
function textOf(said: unknown): string {
  if (typeof said === 'string') return said;
  if (said instanceof Error) return `${said.message} ${textOf((said as { hint?: unknown }).hint)}`;
  if (typeof said !== 'object' || said === null) return '';
  return Object.values(said).map(textOf).join(' ');
}

/** Marked arguments, figures, and what is typed as it stands. */
function placeholdersOf(text: string): string[] {
  // How long numbers are grouped is a matter of the language.
  const plain = text.replaceAll(/(?<=\d),(?=\d{3})/gu, '');
  return [...new Set(plain.match(/⟦\d+⟧|\d+(?:\.\d+)*|`[^`]+`/gu))].toSorted();
}

describe('a sentence in Chinese', () => {
  const sentences = englishFiles.map((file) => [file, functionsOf(file)] as const);

  test('is asked for with arguments in most cases', () => {
    expect(sentences.flatMap(([, functions]) => functions).length).toBeGreaterThan(600);
  });

  test.each(sentences)('of %s says all that the English one says', async (file, functions) => {
    const { en, zh } = await twinsOf(file);
    const differing = functions.flatMap(({ path, asked }) => {
      const [english, chinese] = [memberAt(en, path) as Say, memberAt(zh, path) as Say];
      return asked
        .map((args) => [textOf(english(...args)), textOf(chinese(...args))] as const)
        .filter(([one, other]) => `${placeholdersOf(one)}` !== `${placeholdersOf(other)}`)
        .map(([one, other]) => ({ path, en: one, zh: other }));
    });
    expect(differing).toEqual([]);
  });
});
