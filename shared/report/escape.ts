import { hasRightToLeft, isolate, isolated, pop } from './right-to-left.ts';

/**
 * Untrusted text into each of our output languages. Names of columns, categories, models, files
 * and branches come from data or from strangers, so nothing of them may act: no markup, link,
 * image, mention, reference, quick action or broken table row.
 *
 * Markdown needs two defences, because a forge works in two passes:
 *
 * 1. The Markdown parser. Every character that is syntax is written as a numeric character
 *    reference, which CommonMark (section 6.2) never treats as syntax, in cells and outside.
 * 2. Filters on the finished HTML, which see the decoded text: mentions, `#1`, `!1`, `~label`,
 *    commit SHAs, bare addresses, `:emoji:`. They look at one text node at a time, so an empty
 *    HTML comment after the trigger keeps them from matching. It is invisible, unlike a
 *    zero-width space it does not end up in what a reader copies, and GitHub, GitLab and Gitea
 *    all drop it after those filters ran. (LLVM's bots rely on the same on GitHub.)
 */

const gap = '<!-- -->';
/** Stands for the gap until everything else is encoded; plain text holds no control characters. */
const gapMark = '\u0000';

/**
 * Characters without a glyph of their own that reorder, hide or split text: controls, bidirectional
 * overrides and isolates, zero-width spaces, tags, and code points that are no characters. Joiners
 * stay: Persian, Indic scripts and emoji need them.
 */
const deceptive =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/**
 * One line of visible text: white space runs become one space, deceptive characters `�`, stacks
 * of combining marks are cut to four, and the whole to `max` characters.
 */
export function plainText(text: string, max = 400): string {
  // A multiple of what is kept is looked at, so that a name of megabytes costs nothing.
  const line = text
    .slice(0, max * 8)
    .replace(/[^\S\u00a0]+/gu, ' ')
    .replace(deceptive, '\ufffd')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
  const characters = [...line];
  if (characters.length <= max && text.length <= max * 8) return line;
  return `${characters.slice(0, max - 1).join('')}…`;
}

/**
 * Text inside a Markdown line, a table cell or an HTML element of a Markdown document.
 *
 * @param max - characters kept. What is returned is never longer than three times that (at least
 *   60), so that text made of nothing but syntax cannot fill a comment.
 */
export function markdownText(text: string, max = 400): string {
  return encodeWithin(plainText(text, max), max, (plain) => encodeForMarkdown(isolated(plain)));
}

function encodeWithin(text: string, max: number, encode: (plain: string) => string): string {
  let plain = text;
  let encoded = encode(plain);
  const longest = Math.max(60, max * 3);
  while (encoded.length > longest) {
    const fitting = Math.floor(([...plain].length * longest * 0.9) / encoded.length);
    plain = plainText(plain, Math.max(1, fitting));
    encoded = encode(plain);
  }
  return encoded;
}

/** Text that starts a Markdown line: also no list, quote, heading, rule or quick action. */
export function markdownLine(text: string, max?: number): string {
  const line = markdownText(text, max);
  const ordered = line.replace(/^(\d+)([.)])/u, (_, digits: string, mark: string) => {
    return digits + reference(mark);
  });
  return ordered.replace(/^[^\p{L}\p{N}&<]/u, (first) => reference(first));
}

/**
 * A name, digest or command in a fixed-width font. Forges' filters leave code alone, so plain names
 * need no encoding; all others stand encoded in a `<code>` element, because within a table row
 * no way of writing back-quotes, pipes and backslashes between back-quotes is read alike by all.
 */
export function markdownCode(text: string, max?: number): string {
  const plain = plainText(text, max);
  if (plain === '') return '';
  if (
    !hasRightToLeft(plain) &&
    /^[\p{L}\p{N}\p{M}._:/=+(),;?%…−→-][\p{L}\p{N}\p{M} ._:/=+(),;?%…−→-]*$/u.test(plain)
  ) {
    return `\`${plain}\``;
  }
  return htmlCode(plain);
}

/**
 * The same for places where a Markdown parser does not look, such as a `<summary>`. Code is copied, so
 * it holds no controls of ours: an element with a direction is isolated too.
 */
export function htmlCode(text: string, max = 400): string {
  const plain = plainText(text, max);
  const begin = hasRightToLeft(plain) ? '<code dir="auto">' : '<code>';
  return `${begin}${encodeWithin(plain, max, encodeForMarkdown)}</code>`;
}

function encodeForMarkdown(plain: string): string {
  return plain
    .replace(/@(?=\S)/gu, `@${gapMark}`)
    .replace(/[#!%~&^$*[{:](?=[\p{L}\p{N}_"'/[{+.-])/gu, `$&${gapMark}`)
    .replace(/\bwww(?=\.)/giu, `$&${gapMark}`)
    .replace(/(?<![A-Za-z0-9_])[A-Za-z]\w*-(?=\d)/gu, `$&${gapMark}`)
    .replace(/[0-9a-f]{7,}/giu, (run) => run.replace(/.{6}(?=.)/gu, `$&${gapMark}`))
    .replace(/[&<>\\`*{}[\]#|~^$@]/gu, reference)
    .replace(/[!:](?=[^\s])/gu, reference)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, reference)
    .replace(/^\//u, reference)
    .replaceAll(gapMark, gap);
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** An address for a Markdown or HTML link, or undefined where it is not a plain http(s) one. */
export function safeUrl(address: string | undefined): string | undefined {
  if (address === undefined || address.length > 2000 || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const encoded = url.href.replace(/[\s"'<>\\`()|[\]{}*_~^]/gu, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return encoded.length > 1000 ? undefined : encoded;
}

const htmlReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in an element or a quoted attribute of our own HTML or SVG. */
export function htmlText(text: string, max = 2000): string {
  return withReferences(plainText(text, max));
}

function withReferences(plain: string): string {
  return plain.replace(/[&<>"']/gu, (character) => htmlReferences[character] ?? '');
}

/** Text in an element of our own HTML that may hold names of any script, each in a `<bdi>`. */
export function htmlProse(text: string, max = 2000): string {
  const names: Readonly<Record<string, string>> = { [isolate]: '<bdi>', [pop]: '</bdi>' };
  // What was in the text of these controls has become visible by now: these are ours.
  const written = withReferences(isolated(plainText(text, max)));
  return written.replace(/[\u2068\u2069]/gu, (mark) => names[mark] ?? '');
}

/** Lines of text for a forge that shows them as they are: an annotation, a line of a log. */
export function plainLines(text: string, max = 4000): string {
  const lines = text.slice(0, max * 8).split(/\r?\n/u);
  return lines.map((line) => isolated(plainText(line, max))).join('\n');
}

/** Text in XML 1.0: what may not stand there has become `�`. */
export function xmlText(text: string, max = 20_000): string {
  return withReferences(isolated(plainText(text, max)));
}

/** The value of an OpenMetrics label, between double quotes. */
export function openMetricsLabel(text: string, max = 200): string {
  return plainText(text, max).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
