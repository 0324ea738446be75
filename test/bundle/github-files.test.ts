import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { copyOfActions, type Ended, nativeFolder, runNode } from '../support/bundle-copy.ts';
import { chain, chainCases, resolveInputs } from '../support/chain.ts';
import { type CommandFiles, commandFiles } from '../support/command-files.ts';
import { flightsProject } from '../support/flights-project.ts';
import { type GithubForge, githubForge } from '../support/forges/github.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const token = 'ghs_secretOfThisJob';
let copy: string;
let project: string;
let head: string;
let native: string;

interface ActionFile {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, unknown>;
  runs: { main: string; post?: string };
}

function actionFile(step: string): ActionFile {
  return parse(readFileSync(join(copy, 'actions', step, 'action.yml'), 'utf8')) as ActionFile;
}

/** As the runner does it: every input of action.yml, given or by its default, none left out. */
function inputVariables(step: string, given: Readonly<Record<string, string>>) {
  const entries = Object.entries(actionFile(step).inputs).map(([name, spec]) => {
    const value = given[name] ?? (name === 'token' ? token : (spec.default ?? ''));
    return [`INPUT_${name.toUpperCase()}`, value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function jobEnvironment(api: string): Record<string, string> {
  const folder = temporaryFolder('job');
  const event = join(folder, 'event.json');
  const pull = { number: 7, head: { sha: head, ref: 'hour' }, base: { ref: 'main' } };
  writeFileSync(event, JSON.stringify({ action: 'opened', number: 7, pull_request: pull }));
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: api,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_SHA: head,
    GITHUB_RUN_ID: '41',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'review',
    GITHUB_WORKSPACE: project,
    RUNNER_TEMP: folder,
    MLOPS_NATIVE_DIR: native,
  };
}

describe('every step in a spawned Node, with the files a GitHub runner hands over', () => {
  let forge: GithubForge;
  const ended = new Map<string, Ended>();
  const files = new Map<string, CommandFiles>();
  const outputs = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    copy = copyOfActions();
    project = flightsProject();
    native = nativeFolder();
    const asked = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: project, encoding: 'utf8' });
    head = asked.trim();
    forge = await githubForge({ pulls: [{ number: 7, head, state: 'open' }] });
    const job = jobEnvironment(forge.url);
    for (const { name, inputs } of chain) {
      const handed = commandFiles();
      const given = inputVariables(name, resolveInputs(inputs, outputs));
      const main = join(copy, 'actions', name, actionFile(name).runs.main);
      const env = { ...job, ...given, ...handed.env };
      ended.set(name, await runNode([main], { cwd: project, env }));
      files.set(name, handed);
      outputs.set(name, handed.outputs());
    }
  }, 120_000);
  afterAll(async () => {
    await forge.close();
    // Nothing this test started may outlive it.
    const cli = join(copy, 'actions', 'dist', 'cli.js');
    await runNode([cli, 'deploy-canary', '--mode', 'stop'], { cwd: project });
  });

  it.each(chainCases)('%s gives its outputs, state and summary', (_name, step) => {
    const { exitCode, stdout } = ended.get(step.name) ?? {};
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    for (const [name, form] of Object.entries(step.outputs)) {
      expect(outputs.get(step.name)?.[name], name).toMatch(form);
    }
    expect(Object.keys(actionFile(step.name).outputs).toSorted()).toEqual(
      Object.keys(outputs.get(step.name) ?? {}).toSorted(),
    );
    expect(files.get(step.name)?.summary()).toMatch(step.says);
    expect(files.get(step.name)?.state()).toMatchObject({ 'STATE_mlops-phase': 'main' });
  });

  it.each(chainCases)('%s has its section in the one comment', (_name, step) => {
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toMatch(step.says);
    expect(outputs.get(step.name)?.['comment-url']).toMatch(/#issuecomment-\d+$/u);
  });

  it('and no request or answer breaks the description of the API', () => {
    expect(forge.violations).toEqual([]);
  });

  it.each(chainCases)('%s shows its token to nobody', (name) => {
    const seen = [ended.get(name)?.stdout ?? '', ended.get(name)?.stderr ?? ''];
    const log = seen.join('').replaceAll(`::add-mask::${token}`, '');
    expect(log).not.toContain(token);
    expect(files.get(name)?.summary()).not.toContain(token);
  });

  it.each(chainCases)('%s does nothing again in a post phase', async (name) => {
    const handed = commandFiles();
    const state = files.get(name)?.state() ?? {};
    const env = {
      ...jobEnvironment(forge.url),
      ...inputVariables(name, {}),
      ...state,
      ...handed.env,
    };
    const main = join(copy, 'actions', name, actionFile(name).runs.main);
    const { exitCode } = await runNode([main], { cwd: project, env });
    expect(exitCode).toBe(0);
    expect(handed.outputs()).toEqual({});
    expect(forge.comments).toHaveLength(1);
  });
});
