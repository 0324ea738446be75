import type { Random } from '../../../shared/stats/random.ts';

/** Neighbours on a keyboard with Latin letters and the usual rows. */
const keyRows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/**
 * The text with one slip of the fingers: two characters swapped, one left out, one doubled, or one
 * struck beside its key. Where the chosen slip changes nothing (two equal letters swapped), the
 * character is doubled instead; an empty text stays empty.
 */
export function typoIn(text: string, random: Random): string {
  const characters = [...text];
  if (characters.length === 0) return text;
  const place = random.below(characters.length);
  const slipped = slip(characters, place, random.below(4), random);
  return slipped === text ? insert(characters, place, characters[place] ?? '') : slipped;
}

function slip(characters: readonly string[], place: number, kind: number, random: Random): string {
  const own = characters[place] ?? '';
  if (kind === 0 && characters.length > 1) {
    const left = Math.min(place, characters.length - 2);
    const pair = [characters[left + 1] ?? '', characters[left] ?? ''];
    return [...characters.slice(0, left), ...pair, ...characters.slice(left + 2)].join('');
  }
  // Leaving out the only character would make the value missing, which is another mistake.
  if (kind === 1 && characters.length > 1) return characters.toSpliced(place, 1).join('');
  if (kind === 2) return characters.with(place, neighbour(own, random)).join('');
  return insert(characters, place, own);
}

function insert(characters: readonly string[], place: number, added: string): string {
  return characters.toSpliced(place, 0, added).join('');
}

function neighbour(character: string, random: Random): string {
  const lower = character.toLowerCase();
  const row = keyRows.find((keys) => keys.includes(lower));
  if (row === undefined) return character;
  const at = row.indexOf(lower);
  const beside = [row[at - 1], row[at + 1]].filter((key) => key !== undefined);
  const struck = beside[random.below(beside.length)] ?? lower;
  return character === lower ? struck : struck.toUpperCase();
}
