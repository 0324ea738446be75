/**
 * Replace the generated parts of a hand-written Markdown file. A part stands between
 * `<!-- generated: name -->` and `<!-- /generated -->`.
 *
 * @throws Error where a part is missing in the text, or the text has one nobody generates: a
 *   typo in a marker must not freeze a table.
 */
export function replaceParts(
  text: string,
  file: string,
  parts: Readonly<Record<string, string>>,
): string {
  const seen = new Set<string>();
  const form = /<!-- generated: ([a-z-]+) -->[\s\S]*?<!-- \/generated -->/gu;
  const replaced = text.replaceAll(form, (_match, name: string) => {
    const content = parts[name];
    if (content === undefined) throw new Error(`${file}: nothing generates the part "${name}"`);
    seen.add(name);
    return markedPart(name, content);
  });
  const missing = Object.keys(parts).find((name) => !seen.has(name));
  if (missing !== undefined)
    throw new Error(`${file}: the marker of the part "${missing}" is gone`);
  return replaced;
}

export function markedPart(name: string, content: string): string {
  return `<!-- generated: ${name} -->\n${content.trim()}\n<!-- /generated -->`;
}
