/**
 * The comment as a pull request shows it at first sight: what is folded there is folded here to its
 * title, and what the reader of a page does not see is left out.
 */
export function foldForTerminal(markdown: string): string {
  const lines: string[] = [];
  let depth = 0;
  for (const line of markdown.split('\n')) {
    const opens = line.startsWith('<details>');
    if (opens && depth === 0) lines.push(`▸ ${plain(line)}`);
    if (opens) depth += 1;
    else if (line.startsWith('</details>')) depth -= 1;
    else if (depth === 0) lines.push(plain(line));
  }
  return lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

/** Without tags, comments and character references. */
function plain(line: string): string {
  return line
    .replace(/<!--.*?-->/gu, '')
    .replace(/<br>/gu, ' ')
    .replace(/<\/?[a-z][^>]*>/gu, '')
    .replace(/&#(\d+);/gu, (_found, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&[a-z]+;/gu, (found) => entities[found] ?? found);
}
