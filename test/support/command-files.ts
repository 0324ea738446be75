import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The files GitHub's runner hands a step, fresh for each, as the runner makes them. */
export interface CommandFiles {
  env: Record<string, string>;
  outputs(): Record<string, string>;
  /** As the post phase gets it: `STATE_<key>`. */
  state(): Record<string, string>;
  summary(): string;
}

export function commandFiles(): CommandFiles {
  const folder = mkdtempSync(join(tmpdir(), 'runner-files-'));
  const path = (name: string): string => join(folder, name);
  const names = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' };
  for (const name of Object.values(names)) writeFileSync(path(name), '');
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  return {
    env: Object.fromEntries(Object.entries(names).map(([key, name]) => [key, path(name)])),
    outputs: () => parseValues(read('output')),
    state: () =>
      Object.fromEntries(
        Object.entries(parseValues(read('state'))).map(([key, value]) => [`STATE_${key}`, value]),
      ),
    summary: () => read('summary'),
  };
}

/** `name=value`, or `name<<delimiter`, lines, `delimiter`: the form GitHub documents. */
export function parseValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const [, heredoc, delimiter] = /^([^=<]+)<<(.+)$/u.exec(line) ?? [];
    if (heredoc === undefined || delimiter === undefined) {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`not a value: ${line}`);
      values[line.slice(0, at)] = line.slice(at + 1);
      continue;
    }
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`${heredoc} does not end with ${delimiter}`);
    values[heredoc] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return values;
}
