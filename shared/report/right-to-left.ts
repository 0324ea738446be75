/**
 * Names in Hebrew, Arabic and other scripts that run from right to left. The bidirectional algorithm
 * (UAX 9) lays digits and punctuation that follow such a name out as if they belonged to it, so that
 * `name, 5 rows` shows as `5 ,name rows`. Between an isolate's two controls it moves nothing outside.
 * Controls rather than `<bdi>`, which GitHub's list of allowed elements does not have.
 */

export const isolate = '\u2068';
export const pop = '\u2069';

const letter = String.raw`[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`;
const any = new RegExp(letter, 'u');
const each = new RegExp(letter, 'gu');
/** Words of one name: what stands between them joins words in names, and nothing else. */
const words = new RegExp(
  String.raw`${letter}+(?:[\p{M}\u200c\u200d _-]+${letter}+)*[\p{M}\u200c\u200d]*`,
  'gu',
);

export function hasRightToLeft(text: string): boolean {
  return any.test(text);
}

/**
 * A line of plain text in which what runs from right to left cannot reorder what stands around it:
 * isolated as a whole where most of its letters do, so that such a sentence stays one, or else name
 * by name. Text without such letters comes back as it is.
 *
 * @param text - without bidirectional controls, as `plainText` gives it
 */
export function isolated(text: string): string {
  if (!hasRightToLeft(text)) return text;
  const own = text.match(each)?.length ?? 0;
  const others = (text.match(/\p{L}/gu) ?? []).filter((sign) => !any.test(sign)).length;
  if (own > others) return isolate + text + pop;
  return text.replace(words, `${isolate}$&${pop}`);
}
