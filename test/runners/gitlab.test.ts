import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { dotenvName } from '../../shared/hosts/gitlab-dotenv.ts';
import { peer } from '../peers/install.ts';
import { copyOfActions, nativeFolder, runNode } from '../support/bundle-copy.ts';
import { type ChainStep, chain, chainCases } from '../support/chain.ts';
import { flightsProject } from '../support/flights-project.ts';
import { type GitlabForge, gitlabForge } from '../support/forges/gitlab.ts';
import { type CommandEnded, runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const templates = fileURLToPath(new URL('../../workflows-templates/gitlab', import.meta.url));
const token = 'glpat-secretOfThisProject';

/** What a later job takes from an earlier one comes in the report directory, not in inputs. */
function ownInputs(inputs: ChainStep['inputs']): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !value.includes('{')));
}

/** GitLab wants components in a root folder templates/: a release lays them out like this. */
function layOutComponents(project: string): void {
  for (const { name } of chain) {
    mkdirSync(join(project, 'templates', name), { recursive: true });
    cpSync(join(templates, name, 'template.yml'), join(project, 'templates', name, 'template.yml'));
  }
}

/** @param cli the command of the bundle, from a copy outside the repository. */
const pipelineOf = (cli: string) => ({
  stages: chain.map(({ name }) => name),
  include: chain.map(({ name, inputs }) => ({
    component: `$CI_SERVER_FQDN/$CI_PROJECT_PATH/${name}@$CI_COMMIT_SHA`,
    inputs: { stage: name, cli: `node ${cli}`, ...ownInputs(inputs) },
  })),
});

function git(project: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...identity, ...args], { cwd: project, encoding: 'utf8' }).trim();
}

async function runPipeline(project: string, api: string): Promise<CommandEnded> {
  const home = temporaryFolder('gitlab');
  const variables = {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    GITLAB_CI: 'true',
    CI_API_V4_URL: api,
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_PROJECT_ID: '42',
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: git(project, 'rev-parse', 'HEAD'),
    GITLAB_TOKEN: token,
    MLOPS_NATIVE_DIR: nativeFolder(),
  };
  const args = [
    ...['--force-shell-executor', '--shell-isolation', '--no-color', '--concurrency', '1'],
    ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
  ];
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const env = { PATH: path, HOME: home, GIT_PAGER: 'cat' };
  return runCommand(process.execPath, [peer('gitlab-ci-local'), ...args], { cwd: project, env });
}

/** A shell job leaves the model it serves running, in the folder gitlab-ci-local built it in. */
async function stopServing(cli: string, project: string): Promise<void> {
  const builds = join(project, '.gitlab-ci-local', 'builds');
  for (const name of readdirSync(builds)) {
    const cwd = join(builds, name);
    if (!existsSync(join(cwd, '.mlops', 'serving'))) continue;
    const { exitCode, stderr } = await runNode([cli, 'deploy-canary', '--mode', 'stop'], { cwd });
    if (exitCode !== 0) throw new Error(`what ${cwd} serves could not be stopped: ${stderr}`);
  }
}

describe('a merge request pipeline of the generated components', () => {
  let cli: string;
  let project: string;
  let forge: GitlabForge;
  let ended: CommandEnded;
  const artifact = (step: string, file: string): string =>
    readFileSync(join(project, '.gitlab-ci-local', 'artifacts', step, '.mlops', file), 'utf8');

  beforeAll(async () => {
    cli = join(copyOfActions(), 'actions', 'dist', 'cli.js');
    project = flightsProject();
    layOutComponents(project);
    writeFileSync(join(project, '.gitlab-ci.yml'), stringify(pipelineOf(cli)));
    writeFileSync(join(project, '.gitignore'), '.mlops/\n.gitlab-ci-local/\n');
    git(project, 'add', '-A');
    git(project, 'commit', '-q', '-m', 'A pipeline');
    git(project, 'remote', 'add', 'origin', 'git@gitlab.example:octo/flights.git');
    forge = await gitlabForge({
      mergeRequest: { iid: 7, sha: git(project, 'rev-parse', 'HEAD') },
    });
    ended = await runPipeline(project, forge.apiUrl);
  });
  afterAll(async () => {
    await forge.close();
    await stopServing(cli, project);
  });

  it('succeeds', () => {
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it.each(chainCases)('%s works from its component in a merge request pipeline', (name, step) => {
    const record = artifact(name, `records/${name}.json`);
    expect(record).toContain('"model": "flights"');
    const lines = artifact(name, `outputs/${name}.env`).split('\n');
    for (const [output, form] of Object.entries(step.outputs)) {
      const variable = `${dotenvName(name, output)}=`;
      const value = lines.find((line) => line.startsWith(variable))?.slice(variable.length);
      expect(value, `${variable}\n${ended.output}`).toMatch(form);
    }
    expect(forge.notes[0]?.body).toMatch(step.says);
  });

  it('leaves one note, as the documented API allows', () => {
    expect(forge.notes.map(({ mergeRequest }) => mergeRequest)).toEqual([7]);
    expect(forge.violations).toEqual([]);
  });

  it('never prints its token', () => {
    expect(ended.output).not.toContain(token);
  });
});
