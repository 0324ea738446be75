import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { peer } from '../peers/install.ts';
import { copyOfActions, nativeFolder } from '../support/bundle-copy.ts';
import { type ChainStep, chain, chainCases } from '../support/chain.ts';
import { flightsProject } from '../support/flights-project.ts';
import { type GithubForge, githubForge } from '../support/forges/github.ts';
import { type CommandEnded, runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const suite = 'acme/mlops-actions';

/** An output of an earlier step, as a workflow writes it. */
function expression(value: string): string {
  return value.replaceAll(
    /\{([a-z-]+)\.([a-z-]+)\}/gu,
    (_all, step: string, name: string) => `\${{ steps.${step}.outputs.${name} }}`,
  );
}

function useStep({ name, inputs }: ChainStep) {
  const given = Object.entries(inputs).map(([key, value]) => [key, expression(value)]);
  return { id: name, uses: `${suite}/actions/${name}@v1`, with: Object.fromEntries(given) };
}

/** What a team writes, and two steps more: one that keeps what was left, one that stops serving. */
const workflow = {
  name: 'model',
  on: 'pull_request',
  permissions: { contents: 'read', 'pull-requests': 'write' },
  jobs: {
    review: {
      'runs-on': 'ubuntu-latest',
      steps: [
        { uses: 'actions/checkout@v4' },
        ...chain.map(useStep),
        {
          if: 'always()',
          env: { STEPS: `\${{ toJSON(steps) }}` },
          run: 'printf "%s" "$STEPS" > "$KEEP/steps.json" && cp -r .mlops/. "$KEEP/"',
        },
        {
          if: 'always()',
          uses: `${suite}/actions/deploy-canary@v1`,
          with: { mode: 'stop', comment: 'never' },
        },
      ],
    },
  },
};

interface ActRun {
  ended: CommandEnded;
  outputs: Record<string, Record<string, string>>;
  read(file: string): string;
}

async function runAct(project: string, api: string): Promise<ActRun> {
  const home = temporaryFolder('act');
  const keep = temporaryFolder('kept');
  const event = join(home, 'event.json');
  const head = headOf(project);
  const pull = { number: 7, head: { sha: head, ref: 'hour' }, base: { ref: 'main' } };
  writeFileSync(event, JSON.stringify({ action: 'opened', number: 7, pull_request: pull }));
  const variables = {
    GITHUB_API_URL: api,
    KEEP: keep,
    MLOPS_NATIVE_DIR: nativeFolder(),
    GIT_PAGER: 'cat',
  };
  const args = [
    ...['pull_request', '-P', 'ubuntu-latest=-self-hosted', '-e', event],
    ...['-s', 'GITHUB_TOKEN=ghs_secretOfThisJob'],
    ...['--local-repository', `${suite}@v1=${copyOfActions()}`],
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  // act runs whatever node is on PATH for `using: node24`.
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const ended = await runCommand(peer('act'), args, {
    cwd: project,
    env: { PATH: path, HOME: home },
  });
  const read = (file: string): string => readFileSync(join(keep, file), 'utf8');
  return { ended, outputs: outputsOf(read('steps.json')), read };
}

function outputsOf(text: string): ActRun['outputs'] {
  const steps = JSON.parse(text) as Record<string, { outputs?: Record<string, string> }>;
  return Object.fromEntries(Object.entries(steps).map(([id, { outputs }]) => [id, outputs ?? {}]));
}

function headOf(project: string): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: project, encoding: 'utf8' }).trim();
}

describe('a pull_request workflow that chains all six', () => {
  let forge: GithubForge;
  let run: ActRun;

  beforeAll(async () => {
    const project = flightsProject();
    mkdirSync(join(project, '.github', 'workflows'), { recursive: true });
    writeFileSync(join(project, '.github', 'workflows', 'model.yml'), stringify(workflow));
    forge = await githubForge({ pulls: [{ number: 7, head: headOf(project), state: 'open' }] });
    run = await runAct(project, forge.url);
  });
  afterAll(() => forge.close());

  it('succeeds', () => {
    expect(run.ended).toMatchObject({ exitCode: 0 });
  });

  it.each(chainCases)('%s works from the bundle in a pull_request workflow', (name, step) => {
    for (const [output, form] of Object.entries(step.outputs)) {
      expect(run.outputs[name]?.[output], `${output}\n${run.ended.output}`).toMatch(form);
    }
    expect(forge.comments[0]?.body).toMatch(step.says);
    expect(run.read(`records/${name}.json`)).toContain('"model": "flights"');
  });

  it('leaves one comment, by the workflow, as the description of the API allows', () => {
    expect(forge.comments.map(({ pull, author }) => [pull, author.login])).toEqual([
      [7, 'github-actions[bot]'],
    ]);
    expect(forge.violations).toEqual([]);
  });

  it('never prints its token', () => {
    expect(run.ended.output).not.toContain('ghs_secretOfThisJob');
  });
});
