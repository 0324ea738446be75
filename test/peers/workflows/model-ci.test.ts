import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import { isRunning } from '../../support/is-running.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';
import { type ActRun, act, archivesIn, change, headOf } from './act.ts';

/** A pull request of the project, and the workflow that reviews it. */
async function review(
  project: string,
  more: Partial<ActRun> = {},
): Promise<{ ended: CommandEnded; forge: GithubForge }> {
  const head = headOf(project);
  const forge = await githubForge({ pulls: [{ number: 7, head, state: 'open' }] });
  const pull = { number: 7, head: { sha: head, ref: 'hour' }, base: { ref: 'main' } };
  const payload = { action: 'opened', number: 7, pull_request: pull };
  const run = { template: 'model-ci', event: 'pull_request', payload, project, ...more } as const;
  try {
    return { ended: await act({ ...run, api: forge.url }), forge };
  } finally {
    await forge.close();
  }
}

describe('model-ci.yml on a pull request', () => {
  const artifacts = temporaryFolder('artifacts');
  const project = flightsProject();
  let ended: CommandEnded;
  let forge: GithubForge;

  beforeAll(async () => {
    ({ ended, forge } = await review(project, { artifacts }));
  });

  it('passes, one job a step, each on a machine of its own', () => {
    expect(ended.output).toMatch(/Job succeeded/u);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(forge.violations).toEqual([]);
  });

  it('hands the evidence on by artifacts, and the gate checks it', () => {
    expect([...archivesIn(artifacts).keys()].toSorted()).toEqual([
      'mlops.flights.data-validate.1.record',
      'mlops.flights.evaluate-gate.1.files',
      'mlops.flights.evaluate-gate.1.record',
      'mlops.flights.train-on-gpu-runner.1.files',
      'mlops.flights.train-on-gpu-runner.1.record',
    ]);
    expect(ended.output).toContain(
      'The record of data-validate came from an earlier job of this run (attempt 1) and was checked.',
    );
    expect(ended.output).toContain(
      'What the record names of train-on-gpu-runner came from an earlier job of this run',
    );
  });

  it('writes one comment with the three verdicts', () => {
    expect(forge.comments).toMatchObject([{ pull: 7, author: { login: 'github-actions[bot]' } }]);
    const [comment] = forge.comments;
    for (const said of [/12,000 rows/u, /log.loss/iu, /AUC 0\.\d+/u]) {
      expect(comment?.body).toMatch(said);
    }
    expect(comment?.body).not.toMatch(/not validated|holds no record/u);
  });

  it('never prints its token', () => {
    expect(ended.output).not.toContain('ghs_secretOfThisJob');
  });

  it('takes what an earlier attempt left when only the gate runs again', async () => {
    const again = await review(project, { artifacts, attempt: 2, jobs: ['gate'] });
    expect(again.ended).toMatchObject({ exitCode: 0 });
    expect(again.forge.comments[0]?.body).toMatch(/AUC 0\.\d+/u);
    expect([...archivesIn(artifacts).keys()]).toContain('mlops.flights.evaluate-gate.2.record');
  });
});

describe('model-ci.yml on a pull request that breaks the data', () => {
  it('stops before the training, and the comment says what is wrong', async () => {
    const project = flightsProject();
    change(project, 'mlops.yml', (text) => text.replace('min: 5000', 'min: 50000'));
    const { ended, forge } = await review(project);
    expect(ended.exitCode).toBe(1);
    expect(ended.output).not.toContain('Run Main Train the model');
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toMatch(/12,000 rows.*50,000|50,000.*12,000/u);
  });
});

describe('model-ci.yml that is cancelled during the training', () => {
  it('keeps what was true in the comment, runs nothing more, and leaves no training behind', async () => {
    const project = flightsProject();
    const pidFile = join(temporaryFolder('training'), 'pid');
    const endless = [
      "import { writeFileSync } from 'node:fs';",
      `writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`,
      "console.log('the training began');",
      'setInterval(() => {}, 1_000);',
    ];
    change(project, 'train.mjs', () => endless.join('\n'));
    const { ended, forge } = await review(project, { cancel: /the training began/u });
    expect(ended.exitCode).not.toBe(0);
    expect(ended.output).not.toContain('Run Main Compare with the champion');
    expect(forge.comments[0]?.body).toMatch(/12,000 rows/u);
    const training = Number(readFileSync(pidFile, 'utf8'));
    await until(async () => !isRunning(training), 'the training ends');
  });
});
