import { join } from 'node:path';
import { type CommandEnded, runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { peer } from './install.ts';

const home = temporaryFolder('home');

/** check-jsonschema is a wheel unpacked beside its dependencies. */
export function checkSchema(...args: string[]): Promise<CommandEnded> {
  const program = peer('check-jsonschema');
  const libraries = join(program, '..', '..');
  return runCommand('python3', [program, ...args], {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, PYTHONPATH: libraries },
  });
}
