/** A reader of HTML, SVG and XML strict enough to notice whatever a browser would act on. */

export interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

export interface TextNode {
  text: string;
  /** Names of the open elements around it. */
  inside: readonly string[];
}

export interface Markup {
  tags: Tag[];
  texts: TextNode[];
  /** Elements closed out of order or never, in words. */
  unbalanced: string[];
}

const voidElements = new Set(['br', 'hr', 'img', 'input', 'meta', 'link']);
const token =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<\?xml[^>]*\?>|<style>[\s\S]*?<\/style>|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z][a-zA-Z0-9:_-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))?)*)\s*(\/?)>/giu;

export function readMarkup(source: string): Markup {
  const result: Markup = { tags: [], texts: [], unbalanced: [] };
  const open: string[] = [];
  let at = 0;
  const text = (until: number): void => {
    const raw = source.slice(at, until);
    if (/[<>]/u.test(raw.replaceAll('-->', ''))) result.unbalanced.push(`stray markup in ${raw}`);
    if (raw !== '') result.texts.push({ text: decode(raw), inside: [...open] });
  };
  for (const match of source.matchAll(token)) {
    text(match.index);
    at = match.index + match[0].length;
    const [, slash, rawName, attributes = '', selfClosing] = match;
    if (rawName === undefined) continue;
    const name = rawName.toLowerCase();
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) result.unbalanced.push(`</${name}> closes ${last}`);
      continue;
    }
    result.tags.push({ name, attributes: readAttributes(attributes) });
    if (selfClosing !== '/' && !voidElements.has(name)) open.push(name);
  }
  text(source.length);
  result.unbalanced.push(...open.map((name) => `<${name}> is never closed`));
  return result;
}

function readAttributes(source: string): Record<string, string> {
  const pairs = [
    ...source.matchAll(/([a-zA-Z][a-zA-Z0-9:_-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gu),
  ];
  return Object.fromEntries(
    pairs.map(([, name = '', double, single]) => [
      name.toLowerCase(),
      decode(double ?? single ?? ''),
    ]),
  );
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

export function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/giu, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return named[name] ?? whole;
  });
}

/**
 * What the filters of GitHub, GitLab and Gitea look for in one text node of finished HTML, outside
 * of code and links: mentions, references, commits, addresses and emoji names.
 */
const triggers: readonly RegExp[] = [
  /@[\p{L}\p{N}_]/u,
  /#[\p{L}\p{N}"_]/u,
  /[!&$^][\p{L}\p{N}]/u,
  /[%~][\p{L}\p{N}"]/u,
  /\b(?:GH|[A-Za-z][A-Za-z0-9_]*)-\d/u,
  /\b[0-9a-f]{7,40}\b/iu,
  /[a-z][a-z0-9+.-]*:\/\//iu,
  /\b(?:mailto|xmpp|javascript|data):\S/iu,
  /\bwww\./iu,
  /:[a-z0-9_+-]+:/u,
  /[[{][+-]/u,
  /\[(?:issue|epic|vulnerability|contact|feature_flag|wiki_page):/u,
  /\[\[/u,
  /\*iteration:/u,
];

/** The text nodes a forge's filter would turn into a link, a mention or an emoji. */
export function actedOn(markup: Markup): string[] {
  return markup.texts
    .filter(({ inside }) => !inside.some((name) => ['code', 'pre', 'a'].includes(name)))
    .filter(({ text }) => triggers.some((trigger) => trigger.test(text)))
    .map(({ text }) => text);
}
