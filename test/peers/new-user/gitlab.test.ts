import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfActions, nativeFolder } from '../../support/bundle-copy.ts';
import { type GitlabForge, gitlabForge } from '../../support/forges/gitlab.ts';
import { type CommandEnded, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { peer } from '../install.ts';
import {
  commit,
  git,
  linesToAdd,
  loans,
  mlops,
  repository,
  setupPython,
  trainingScript,
} from './stranger.ts';

const templates = fileURLToPath(new URL('../../../workflows-templates/gitlab', import.meta.url));
const steps = ['data-validate', 'train-on-gpu-runner', 'evaluate-gate'];
const remote = 'git@gitlab.example:acme/loan-default.git';

/** The image of a job: Debian's Python, into which nobody may install, and a package manager. */
function image(): string {
  const bin = temporaryFolder('image');
  const python = join(setupPython(), 'bin');
  const program = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('apt-get', 'exit 0');
  const activate = `echo 'PATH="${python}:$PATH"' > "$3/bin/activate"`;
  program('python3', `[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && ${activate}`);
  return bin;
}

/**
 * As the catalogue would serve them: gitlab-ci-local finds components in the repository itself,
 * and the command of the bundle stands in for the published package.
 */
function withComponents(folder: string, cli: string): void {
  for (const step of steps) {
    const target = join(folder, 'templates', step);
    mkdirSync(target, { recursive: true });
    cpSync(join(templates, step, 'template.yml'), join(target, 'template.yml'));
  }
  const path = join(folder, '.gitlab-ci.yml');
  const text = readFileSync(path, 'utf8')
    .replaceAll(/acme\/mlops-actions\/([\w-]+)@1/gu, '$CI_PROJECT_PATH/$1@$CI_COMMIT_SHA')
    .replaceAll('    inputs:\n', `    inputs:\n      cli: node ${cli}\n`);
  writeFileSync(path, text);
}

/** The home of the runner, for which the remote is a folder of this machine. */
function runnerHome(folder: string): string {
  const home = temporaryFolder('runner');
  const bare = join(home, 'loan-default.git');
  git(folder, 'clone', '-q', '--bare', '.', bare);
  git(folder, 'remote', 'add', 'origin', remote);
  writeFileSync(join(home, '.gitconfig'), `[url "${bare}"]\n  insteadOf = ${remote}\n`);
  return home;
}

describe('a script and a table on GitLab, from nothing to a verdict', () => {
  const folder = repository({ 'train.py': trainingScript, 'data/loans.csv': loans() });
  let forge: GitlabForge;
  let ended: CommandEnded;

  beforeAll(async () => {
    const home = runnerHome(folder);
    git(folder, 'switch', '-q', '-c', 'review-models');
    const { output } = await mlops(folder, 'init', '--yes', '--actions', 'acme/mlops-actions');
    writeFileSync(join(folder, 'train.py'), `${trainingScript}\n${linesToAdd(output).join('\n')}`);
    withComponents(folder, join(copyOfActions(), 'actions', 'dist', 'cli.js'));
    writeFileSync(join(folder, '.gitignore'), '.mlops/\n.gitlab-ci-local/\n');
    commit(folder, 'Review models');
    const head = git(folder, 'rev-parse', 'HEAD');
    forge = await gitlabForge({ mergeRequest: { iid: 7, sha: head } });
    const variables = {
      ...{ CI_PIPELINE_SOURCE: 'merge_request_event', GITLAB_CI: 'true' },
      ...{ CI_API_V4_URL: forge.apiUrl, CI_MERGE_REQUEST_IID: '7', CI_DEFAULT_BRANCH: 'main' },
      ...{ CI_MERGE_REQUEST_PROJECT_ID: '42', CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head },
      ...{ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', GITLAB_TOKEN: 'glpat-ofThisProject' },
      // Where the job makes its environment, so that it is removed with the test.
      ...{ MLOPS_NATIVE_DIR: nativeFolder(), TMPDIR: temporaryFolder('job') },
    };
    const args = [
      ...['--force-shell-executor', '--shell-isolation', '--no-color', '--concurrency', '1'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
    ];
    const path = [image(), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
    const env = { PATH: path.join(':'), HOME: home, GIT_PAGER: 'cat' };
    ended = await runCommand(process.execPath, [peer('gitlab-ci-local'), ...args], {
      cwd: folder,
      env,
    });
  });
  afterAll(() => forge.close());

  it('the remote says that it is GitLab, and the pipeline succeeds', () => {
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toContain('loan-default:');
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('one note with a real verdict', () => {
    expect(forge.notes).toHaveLength(1);
    const body = forge.notes[0]?.body;
    expect(body).toMatch(/AUC 0\.\d+ \(95 % interval .*on 1,200 held-out rows: above the floor/u);
    expect(body).toContain('First model: where this change begins there is no model');
    expect(forge.violations).toEqual([]);
  });
});
