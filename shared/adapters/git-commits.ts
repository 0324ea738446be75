import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Commits } from '../ports/commits.ts';

const run = promisify(execFile);

/** A repository that does not answer (a dead network drive) is as good as none. */
const patienceMs = 20_000;

/** Never the form of an option, whatever git makes of the rest: no `-` first. */
const safe = /^[A-Za-z0-9_.][\w./~^-]*$/u;

/** The history of the checkout in `directory`, asked of git. */
export function gitCommits(directory: string): Commits {
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    try {
      const { stdout } = await run('git', ['--no-optional-locks', ...args], {
        cwd: directory,
        timeout: patienceMs,
      });
      return stdout.trim();
    } catch {
      // No git, no repository, or git's own "no": all the same to who asks.
      return undefined;
    }
  };
  return {
    async head() {
      const [commit, status] = await Promise.all([
        git('rev-parse', '--verify', '--quiet', 'HEAD'),
        git('status', '--porcelain', '--untracked-files=no'),
      ]);
      return commit === undefined ? undefined : { commit, dirty: status !== '' };
    },
    async resolve(revision) {
      if (!safe.test(revision)) return undefined;
      return git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
    },
    async mergeBase(one, other) {
      if (!safe.test(one) || !safe.test(other)) return undefined;
      const found = await git('merge-base', one, other);
      return found?.split('\n')[0];
    },
    async line(commit, limit) {
      if (!safe.test(commit)) return [];
      const found = await git('rev-list', '--first-parent', `--max-count=${limit}`, commit, '--');
      return found === undefined ? [] : found.split('\n').filter((sha) => sha !== '');
    },
    async file(commit, path) {
      if (!safe.test(commit)) return undefined;
      // Literal: a name with a star in it is a name.
      const named = await git('--literal-pathspecs', 'ls-tree', '--name-only', commit, '--', path);
      if (named === undefined) return undefined;
      if (named === '') return { text: undefined };
      const text = await git('show', `${commit}:./${path}`);
      return text === undefined ? undefined : { text };
    },
    async isShallow() {
      return (await git('rev-parse', '--is-shallow-repository')) === 'true';
    },
  };
}
