import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseValues } from './github-runner.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The files GitHub's runner hands a step, fresh for each, as the runner makes them. */
export interface CommandFiles {
  env: Record<string, string>;
  outputs(): Record<string, string>;
  /** As the post phase gets it: `STATE_<key>`. */
  state(): Record<string, string>;
  summary(): string;
}

export function commandFiles(): CommandFiles {
  const folder = temporaryFolder('runner-files');
  const path = (name: string): string => join(folder, name);
  const names = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' };
  for (const name of Object.values(names)) writeFileSync(path(name), '');
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  return {
    env: Object.fromEntries(Object.entries(names).map(([key, name]) => [key, path(name)])),
    outputs: () => Object.fromEntries(parseValues(read('output'))),
    state: () =>
      Object.fromEntries(parseValues(read('state')).map(([key, value]) => [`STATE_${key}`, value])),
    summary: () => read('summary'),
  };
}
