/**
 * Regular expressions of Python's `re` as RE2 writes them (https://github.com/google/re2/wiki/Syntax):
 * RE2 promises linear time and so has neither look-around nor back-references.
 */
const beyond: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/u, 'looks ahead or behind'],
  [/\\[1-9]|\(\?P=/u, 'refers back to a group'],
  [/\(\?\(/u, 'depends on a group'],
  [/\(\?>|[*+?}]\+/u, 'is possessive'],
];

/** The pattern for our checks, or why there is none. */
export function patternOf(pattern: string): { matches: string } | { lost: string } {
  // An escaped backslash may stand before a digit; it refers to nothing.
  const bare = pattern.replaceAll('\\\\', '').replace(/\[[^\]]*\]/gu, '[]');
  const found = beyond.find(([form]) => form.test(bare));
  if (found !== undefined) {
    return {
      lost: `the pattern ${found[1]}, which no engine with linear time offers; say it in SQL`,
    };
  }
  return { matches: pattern.replaceAll('\\Z', '\\z') };
}

/** `re.match`: the pattern stands at the beginning. */
export function atStart(pattern: string): string {
  return `^(?:${pattern})`;
}

/** `re.fullmatch`: the pattern is the whole value. */
export function whole(pattern: string): string {
  return `^(?:${pattern})$`;
}
