import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Subject } from '../domain/record.ts';

const run = promisify(execFile);

/** The commit under review and whether the checkout differs from it. null: not known. */
export async function codeState(
  directory: string,
  hostCommit: string | undefined,
): Promise<Pick<Subject, 'commit' | 'dirty'>> {
  try {
    const git = (...args: string[]) => run('git', args, { cwd: directory });
    const [head, status] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no'),
    ]);
    return { commit: hostCommit ?? head.stdout.trim(), dirty: status.stdout.trim() !== '' };
  } catch {
    return { commit: hostCommit ?? null, dirty: null };
  }
}
