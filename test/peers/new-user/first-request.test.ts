import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfActions } from '../../support/bundle-copy.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  commit,
  type Event,
  git,
  linesToAdd,
  loans,
  type Machine,
  mlops,
  repository,
  runWorkflow,
  setupPython,
  trainingScript,
} from './stranger.ts';

/** The promise to a newcomer. */
const mostEditedLines = 10;
const mostMinutes = 5;

function pullRequest(folder: string, number: number, branch: string): Event {
  const head = { sha: git(folder, 'rev-parse', 'HEAD'), ref: branch };
  const pull = { number, head, base: { ref: 'main', sha: git(folder, 'rev-parse', 'main') } };
  return {
    name: 'pull_request',
    payload: { action: 'opened', number, pull_request: pull },
  };
}

function push(folder: string): Event {
  const after = git(folder, 'rev-parse', 'HEAD');
  return { name: 'push', payload: { ref: 'refs/heads/main', after } };
}

describe('a script and a table, from nothing to a verdict', () => {
  const folder = repository({ 'train.py': trainingScript, 'data/loans.csv': loans() });
  const started = performance.now();
  let forge: GithubForge;
  let machine: Machine;
  let initialised: CommandEnded;
  let first: CommandEnded;
  let minutes: number;
  let edited: number;

  beforeAll(async () => {
    git(folder, 'switch', '-q', '-c', 'review-models');
    initialised = await mlops(folder, 'init', '--yes', '--actions', 'acme/mlops-actions');
    const added = linesToAdd(initialised.output);
    writeFileSync(join(folder, 'train.py'), `${trainingScript}\n${added.join('\n')}`);
    edited = added.filter((line) => line !== '').length;
    commit(folder, 'Review models');
    const pulls = [{ number: 1, head: git(folder, 'rev-parse', 'HEAD'), state: 'open' as const }];
    forge = await githubForge({ pulls });
    machine = {
      ...{ api: forge.url, actions: copyOfActions(), python: setupPython() },
      cache: temporaryFolder('cache'),
    };
    first = await runWorkflow(folder, pullRequest(folder, 1, 'review-models'), machine);
    minutes = (performance.now() - started) / 60_000;
  });
  afterAll(() => forge.close());

  it('init writes three files and says why', () => {
    expect(initialised).toMatchObject({ exitCode: 0 });
    expect(initialised.output).toContain('.github/workflows/model-ci.yml, .gitignore');
    expect(initialised.output).toMatch(/task +binary +default has two values: 0, 1/u);
    expect(initialised.output).toMatch(/label +default +train\.py, line 7, names it/u);
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toContain('command: python train.py');
  });

  it(`at most ${mostEditedLines} lines are edited, and the script still runs by hand`, () => {
    expect(edited).toBeGreaterThan(0);
    expect(edited).toBeLessThanOrEqual(mostEditedLines);
    expect(first.output).toMatch(/accuracy 0\.\d/u);
  });

  it(`a comment with a real verdict comes within ${mostMinutes} minutes`, () => {
    expect(first).toMatchObject({ exitCode: 0 });
    expect(minutes).toBeLessThan(mostMinutes);
    expect(forge.comments).toHaveLength(1);
    const { pull, body = '' } = forge.comments[0] ?? {};
    expect(pull).toBe(1);
    expect(body).toMatch(/AUC 0\.\d+ \(95 % interval .*on 1,200 held-out rows: above the floor/u);
    expect(body).toContain('4 checks on 4,000 rows, none failed');
    expect(body).toContain('First model: where this change begins there is no model');
    expect(forge.violations).toEqual([]);
  });

  it('what is merged is the champion of the next request, without another line', async () => {
    git(folder, 'switch', '-q', 'main');
    git(folder, 'merge', '-q', '--ff-only', 'review-models');
    const merged = await runWorkflow(folder, push(folder), machine);
    expect(merged).toMatchObject({ exitCode: 0 });
    git(folder, 'switch', '-q', '-c', 'age');
    const script = readFileSync(join(folder, 'train.py'), 'utf8');
    writeFileSync(join(folder, 'train.py'), script.replace('["income"', '["age", "income"'));
    commit(folder, 'Age is a feature');
    forge.pulls.push({ number: 2, head: git(folder, 'rev-parse', 'HEAD'), state: 'open' });
    const second = await runWorkflow(folder, pullRequest(folder, 2, 'age'), machine);
    expect(second).toMatchObject({ exitCode: 0 });
    const body = forge.comments.find(({ pull }) => pull === 2)?.body;
    expect(body).toMatch(/AUC \+0\.\d+ \(95 % interval \+.*better than the champion/u);
  });
});
