/**
 * Reads a command file as the runner does: `name=value`, or `name<<delimiter` and lines until the
 * delimiter stands alone.
 */
export function parseValues(text: string): [name: string, value: string][] {
  const values: [string, string][] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/u.exec(line) ?? [];
    if (name === undefined || delimiter === undefined) {
      const equals = line.indexOf('=');
      values.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) throw new Error(`the delimiter of ${name} is missing`);
    values.push([name, lines.slice(index + 1, end).join('\n')]);
    index = end;
  }
  return values;
}
