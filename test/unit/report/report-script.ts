const element = /<script>([\s\S]*?)<\/script>\n<\/body>/u;

/** The script at the end of a report. */
export function onlyScript(html: string): string {
  const [, script] = element.exec(html) ?? [];
  if (script === undefined) throw new Error('The report has no script at its end.');
  return script;
}

/** The report without it: whatever else looks like a script is one that nobody meant. */
export function withoutScript(html: string): string {
  return html.replace(element, '</body>');
}
