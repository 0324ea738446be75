import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Subject } from '../domain/record.ts';

const run = promisify(execFile);

/** The commit under review and whether the checkout differs from it. null: not known. */
export async function codeState(
  directory: string,
  hostCommit: string | undefined,
): Promise<Pick<Subject, 'commit' | 'dirty'>> {
  const unknown = { commit: hostCommit ?? null, dirty: null };
  if (!isInRepository(directory)) return unknown;
  try {
    // One process for both: starting one out of a process that holds much memory takes its time.
    const args = ['status', '--porcelain=v2', '--branch', '--untracked-files=no'];
    const { stdout } = await run('git', args, { cwd: directory });
    const commit = /^# branch\.oid ([0-9a-f]+)$/mu.exec(stdout)?.[1];
    if (commit === undefined) return unknown;
    return { commit: hostCommit ?? commit, dirty: /^[^#]/mu.test(stdout) };
  } catch {
    return unknown;
  }
}

/** Whether git could find a repository here, as far as can be told without starting it. */
function isInRepository(directory: string): boolean {
  if (process.env.GIT_DIR !== undefined) return true;
  const here = resolve(directory);
  if (existsSync(join(here, '.git'))) return true;
  const parent = dirname(here);
  return parent !== here && isInRepository(parent);
}
