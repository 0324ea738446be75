import { execFile, execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';
import type { Gitea, User } from './gitea.ts';

const checkout = fileURLToPath(new URL('checkout', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];

/** Resolves to what git prints. It does not block this process, and asks nobody for a password. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', [...identity, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, GIT_TERMINAL_PROMPT: '0' },
  });
  return stdout.trim();
}

/** Commit what changed in the folder. Resolves to the commit. */
export async function commitAll(folder: string, message: string): Promise<string> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** Push a branch or a tag to `owner/name` as a user. */
export async function push(
  gitea: Gitea,
  folder: string,
  repository: string,
  ref: string,
  as: User = gitea.administrator,
): Promise<void> {
  const address = new URL(`${gitea.url}/${repository}.git`);
  [address.username, address.password] = [as.name, as.token];
  await git(folder, 'push', '--quiet', '--force', address.href, ref);
}

/** A new public repository `organisation/name` with what the folder's branch `main` holds. */
export async function publish(
  gitea: Gitea,
  folder: string,
  repository: string,
  tag?: string,
): Promise<void> {
  const [organisation, name] = repository.split('/');
  await gitea
    .api('POST', '/orgs', { username: organisation, visibility: 'public' })
    .catch(() => gitea.api('GET', `/orgs/${organisation}`));
  await gitea.api('POST', `/orgs/${organisation}/repos`, { name, default_branch: 'main' });
  await push(gitea, folder, repository, 'main');
  if (tag !== undefined) {
    await git(folder, 'tag', tag);
    await push(gitea, folder, repository, tag);
  }
  // Events of a repository that still counts as empty start no workflow.
  const isFilled = async () =>
    !(await gitea.api<{ empty: boolean }>('GET', `/repos/${repository}`)).empty;
  await until(isFilled, `${repository} is there`);
}

/** The suite as a release has it, `acme/mlops-actions@v1`, and what stands in for others' actions. */
export async function publishActions(gitea: Gitea): Promise<void> {
  const [suite, stand] = [temporaryFolder('suite'), temporaryFolder('checkout')];
  const archive = execFileSync('git', ['archive', 'HEAD'], {
    cwd: root,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['--extract', '--directory', suite], { input: archive });
  cpSync(join(checkout, 'action.yml'), join(stand, 'action.yml'));
  const repositories = [
    [suite, 'acme/mlops-actions', 'v1'],
    [stand, 'actions/checkout', 'v4'],
  ] as const;
  for (const [folder, repository, tag] of repositories) {
    await publishAction(gitea, folder, repository, tag);
  }
}

/** A folder as a released action. */
export async function publishAction(
  gitea: Gitea,
  folder: string,
  repository: string,
  tag: string,
): Promise<void> {
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await commitAll(folder, 'Release');
  await publish(gitea, folder, repository, tag);
}
