import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../actions/cli.ts', import.meta.url));
const folder = temporaryFolder('completion');

function scriptOf(shell: string): string {
  const path = join(folder, `mlops.${shell}`);
  writeFileSync(path, execFileSync(process.execPath, [cli, 'completion', shell]));
  return path;
}

function run(shell: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'dumb' };
  return execFileSync(shell, args, { encoding: 'utf8', env });
}

it('zsh takes the script and registers it', () => {
  const path = scriptOf('zsh');
  const line = `autoload -U compinit && compinit -u -D && source '${path}' && print $_comps[mlops]`;
  expect(run('zsh', '-f', '-c', line).trim()).toBe('_mlops');
});

it('fish offers steps, flags and values', () => {
  const path = scriptOf('fish');
  const offered = (line: string) =>
    run('fish', '-N', '-c', `source '${path}'; complete -C '${line}'`);
  expect(offered('mlops dr')).toContain('drift-report');
  expect(offered('mlops data-validate --inf')).toContain('--infer');
  expect(offered('mlops data-validate --fail-on in')).toMatch(/^inconclusive/u);
});
