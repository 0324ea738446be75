import { afterEach, expect, test } from 'vitest';
import type { definition } from '../../../actions/deploy-canary/definition.ts';
import { shownAsDeployment } from '../../../actions/deploy-canary/environment/run.ts';
import { externalError } from '../../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import { type ForgeJob, githubJob, githubToken, headSha } from '../../support/forge-job.ts';
import {
  type GithubForge,
  type GithubForgeOptions,
  githubForge,
} from '../../support/forges/github.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

let forge: GithubForge | undefined;
let job: ForgeJob | undefined;
afterEach(async () => {
  job?.remove();
  await forge?.close();
});

async function open(options: GithubForgeOptions = {}): Promise<GithubForge> {
  forge = await githubForge(options);
  return forge;
}

const concluded = (phase: string, verdict: Result['verdict'] = 'pass'): Result => ({
  verdict,
  summary: `The canary is ${phase}.`,
  outputs: { phase, weight: '100', stable: 'v1' },
});

/** Roll out on the forge's pull request, to the environment production unless said otherwise. */
function roll(
  on: GithubForge,
  result: Result | Error,
  inputs: Partial<Context['inputs']> = {},
): Promise<Result> {
  job = githubJob(on);
  const context = {
    host: job.host,
    modelName: 'flights',
    inputs: { environment: 'production', mode: 'rollout', token: githubToken, ...inputs },
  } as Context;
  return shownAsDeployment(context, async () => {
    if (result instanceof Error) throw result;
    return result;
  });
}

const states = ({ deployments }: GithubForge): unknown[][] =>
  deployments.map(({ statuses }) => statuses.map(({ state }) => state));

test.each([
  ['promoted', 'rollout', 'pass', 'success'],
  ['rolled-back', 'rollout', 'fail', 'failure'],
  ['paused', 'rollout', 'inconclusive', 'failure'],
  ['rolled-back', 'rollback', 'pass', 'success'],
  ['stopped', 'stop', 'pass', 'inactive'],
] as const)(
  '%s after %s: the forge lists it, from its first moment',
  async (phase, mode, verdict, state) => {
    const on = await open();
    await roll(on, concluded(phase, verdict), {
      mode,
      'environment-url': 'https://models.example',
    });
    expect(on.deployments).toMatchObject([
      { sha: headSha, environment: 'production', task: 'mlops:flights' },
    ]);
    expect(states(on)).toEqual([['in_progress', state]]);
    expect(on.deployments[0]?.statuses[1]).toMatchObject({
      description: `The canary is ${phase}.`,
      log_url: 'https://github.example/octo/flights/actions/runs/42',
      environment_url: 'https://models.example',
    });
    expect(on.violations).toEqual([]);
  },
);

test('a re-run changes the deployment it made', async () => {
  const on = await open();
  await roll(on, concluded('rolled-back', 'fail'));
  await roll(on, concluded('promoted'));
  expect(states(on)).toEqual([['in_progress', 'failure', 'in_progress', 'success']]);
});

test('a rollout that breaks off is an error there, and stays one here', async () => {
  const on = await open();
  const broken = externalError('target-down', 'The gateway did not answer.');
  await expect(roll(on, broken)).rejects.toBe(broken);
  expect(states(on)).toEqual([['in_progress', 'error']]);
  expect(on.deployments[0]?.statuses[1]?.description).toBe('The gateway did not answer.');
});

test.each([{ lacks: ['deployments'] }, { hasNoDeployments: true }] as const)(
  '%j is one warning with what to do, and the rollout counts',
  async (options) => {
    const on = await open(options);
    await expect(roll(on, concluded('promoted'))).resolves.toMatchObject({ verdict: 'pass' });
    const warnings = job?.io.out().match(/^::warning::.*$/gmu);
    expect(warnings).toHaveLength(1);
    expect(warnings?.[0]).toMatch(/permissions: deployments: write|Gitea has none/u);
  },
);

test('without an environment, and for a look at the status, the forge is asked nothing', async () => {
  const on = await open();
  await roll(on, concluded('promoted'), { environment: undefined });
  await roll(on, concluded('promoted'), { mode: 'status' });
  expect(on.requests).toEqual([]);
});
