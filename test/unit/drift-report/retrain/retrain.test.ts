import { afterEach, describe, expect, test } from 'vitest';
import { githubDispatch } from '../../../../shared/hosts/github-dispatch.ts';
import { gitlabDispatch } from '../../../../shared/hosts/gitlab-dispatch.ts';
import { noContext } from '../../../../shared/hosts/no-context.ts';
import type { Dispatch } from '../../../../shared/ports/dispatch.ts';
import { impatient } from '../../../support/comment-forges.ts';
import { driftProject, findings } from '../../../support/drift-project.ts';
import { githubForge } from '../../../support/forges/github.ts';
import { gitlabForge } from '../../../support/forges/gitlab.ts';
import { testIo } from '../../../support/test-io.ts';

const auc = (delta: number, half: number) => ({
  ...{ name: 'auc', value: 0.8 + delta, baseline: 0.8, better: 'higher' as const },
  ...{ delta, low: delta - half, high: delta + half, level: 0.95 },
});

const costs =
  '      retrain: { cost: 40, loss-per-point: 1, horizon: 30d, cooldown: 7d, min-labels: 1000 }\n';

describe('whether it is worth it', () => {
  test('the arithmetic is shown, and the reason says it in words', async () => {
    const { run } = driftProject(costs);
    const ran = await run('p1', 0, { metrics: [auc(-0.021, 0.01)], labels: 12_031 });
    expect(ran.host.outputs.get('retrain')).toBe('true');
    expect(findings(ran)).toContain(
      'info retrain: Retraining is worth it. auc lost 2.1 points; going on as before is expected to lose 63, retraining costs 40; 12,031 rows have their label.',
    );
    const table = ran.record?.tables.find(({ id }) => id === 'retraining');
    expect(table?.rows.map(([what, value]) => [what, value])).toEqual([
      ['points lost', expect.closeTo(2.1, 9)],
      ['loss a point and day', 1],
      ['days the model would stay', 30],
      ['expected loss (the product)', expect.closeTo(63, 9)],
      ['cost of a retraining', 40],
      ['rows with their label', 12_031],
    ]);
  });

  test.each([
    [
      'the loss is smaller than the cost',
      auc(-0.01, 0.005),
      5_000,
      /lose 30, no more than the 40/u,
    ],
    ['the loss may be chance', auc(-0.02, 0.03), 5_000, /may be chance: its lower bound is -1/u],
    ['too few labels have arrived', auc(-0.02, 0.01), 999, /^999 rows .*and 1,000 are wanted/u],
  ])('not where %s', async (_why, metric, labels, reason) => {
    const { run } = driftProject(costs);
    const ran = await run('p1', 0, { metrics: [metric], labels });
    expect(ran.host.outputs.get('retrain')).toBe('false');
    const held = findings(ran).find((text) => text.startsWith('info retrain-held'));
    expect(held?.replace('info retrain-held: Retraining is held back. ', '')).toMatch(reason);
  });

  test('without a metric the loss is assumed, or not known', async () => {
    const { run } = driftProject(costs);
    expect(findings(await run('p1', 0))).toContainEqual(
      expect.stringMatching(/^info retrain-held: .*"assumed-points" is not set/u),
    );
    const assumed = driftProject(costs.replace('cost: 40', 'cost: 40, assumed-points: 1.5'));
    expect((await assumed.run('p1', 0)).host.outputs.get('retrain')).toBe('true');
  });

  test('the newest figure with its labels counts, before an estimated one', async () => {
    const { run } = driftProject(costs);
    const metrics = [
      { ...auc(-0.09, 0.01), slice: '2026-01' },
      { ...auc(-0.03, 0.01), slice: '2026-02' },
      { ...auc(-0.2, 0.01), name: 'estimated-auc', slice: '2026-03' },
      { name: 'domain-classifier-auc', value: 0.9, low: 0.8, high: 1, better: 'lower' as const },
    ];
    expect(findings(await run('p1', 0, { metrics }))).toContainEqual(
      expect.stringContaining('auc lost 3 points'),
    );
    const ran = await driftProject(costs).run('p1', 0, { metrics: metrics.slice(2) });
    expect(findings(ran)).toContainEqual(expect.stringContaining('estimated-auc lost 20 points'));
  });

  test('a performance that surely fell asks for it without drift; broken data never does', async () => {
    const { run } = driftProject(costs);
    const metrics = [auc(-0.05, 0.01)];
    expect((await run('steady', 0, { metrics })).host.outputs.get('retrain')).toBe('true');
    expect((await run('p0', 200, { metrics })).host.outputs.get('retrain')).toBe('false');
    expect((await run('steady', 400)).record?.tables.map(({ id }) => id)).toEqual(['drift']);
  });

  test('not again within its cool-down, but the same for a re-run', async () => {
    const { run } = driftProject('      retrain: { cooldown: 7d }\n');
    const output = async (...args: Parameters<typeof run>) =>
      (await run(...args)).host.outputs.get('retrain');
    expect(await output('p1', 0)).toBe('true');
    expect(await output('p1', 0)).toBe('true');
    const held = await run('p1', 24);
    expect(held.host.outputs.get('retrain')).toBe('false');
    expect(findings(held)).toContainEqual(
      expect.stringContaining('asked for on 2026-03-01; the next may be from 2026-03-08 on'),
    );
    expect(await output('p1', 7 * 24)).toBe('true');
  });

  test('a cost without a loss is a usage error', async () => {
    const ran = await driftProject('      retrain: { cost: 5 }\n').run('p1', 0);
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('give "loss-per-point"')]);
  });

  test('without a policy the output is the rule about columns, as ever', async () => {
    const { run } = driftProject('');
    const outputs = [await run('p1', 0), await run('p1', 1), await run('p2', 2)].map(({ host }) =>
      host.outputs.get('retrain'),
    );
    expect(outputs).toEqual(['true', 'true', 'false']);
  });
});

describe('what starts', () => {
  let close: () => Promise<void> = async () => undefined;
  afterEach(() => close());
  const token = 'ghs_0123456789abcdef';

  async function github(options: Parameters<typeof githubForge>[0] = {}) {
    const forge = await githubForge(options);
    close = forge.close;
    const io = testIo({ env: { GITHUB_API_URL: forge.url } });
    const context = { ...noContext, repository: 'octo/flights', branch: 'main' };
    const dispatch = githubDispatch({ io, context, token, patience: impatient }) as Dispatch;
    return { forge, dispatch };
  }

  test('a repository_dispatch carries the reason', async () => {
    const { forge, dispatch } = await github();
    const { run } = driftProject('      retrain: { trigger: { event: retrain } }\n');
    const ran = await run('p1', 0, { dispatch });
    await run('p1', 0, { dispatch, context: { attempt: 2 } });
    expect(forge.violations).toEqual([]);
    expect(forge.dispatches).toEqual([
      {
        kind: 'repository_dispatch',
        name: 'retrain',
        body: {
          model: 'flights',
          reason: 'An important column drifted; 5,000 rows have their label.',
          id: 'run-0',
          run: 'https://github.example/octo/flights/actions/runs/run-0',
        },
      },
    ]);
    expect(findings(ran)).toContain(
      'info retrain-started: Started the retraining: the event retrain.',
    );
  });

  test('a workflow_dispatch too; what the workflow does not declare is a warning', async () => {
    const workflows = { 'train.yml': ['model', 'reason', 'id'], 'bare.yml': [] };
    const { forge, dispatch } = await github({ workflows });
    const project = (file: string) =>
      driftProject(`      retrain: { trigger: { workflow: ${file} } }\n`);
    await project('train.yml').run('p1', 0, { dispatch });
    expect(forge.dispatches).toMatchObject([{ kind: 'workflow_dispatch', name: 'train.yml' }]);
    const bare = project('bare.yml');
    const refused = await bare.run('p1', 0, { dispatch });
    expect(refused.exitCode).toBe(0);
    expect(findings(refused)).toContainEqual(
      expect.stringMatching(/^warning retrain-not-started: .*Unexpected inputs/u),
    );
    const missing = await project('gone.yml').run('p1', 0, { dispatch });
    expect(findings(missing)).toContainEqual(
      expect.stringMatching(/^warning retrain-not-started: .*Check the name of the workflow/u),
    );
    // What was not started does not count as the last retraining.
    expect((await bare.run('p1', 1, { dispatch })).host.outputs.get('retrain')).toBe('true');
  });

  test('a GitLab pipeline is triggered with variables, by the job token or one of its own', async () => {
    const forge = await gitlabForge();
    close = forge.close;
    const env = {
      CI_API_V4_URL: forge.apiUrl,
      CI_PROJECT_ID: '5',
      CI_JOB_TOKEN: 'job-0123456789',
      TRIGGER: 'glptt-0123',
    };
    const dispatch = gitlabDispatch({
      ...{ io: testIo({ env }), patience: impatient, mask: () => undefined },
    }) as Dispatch;
    await driftProject('      retrain: { trigger: { pipeline: main } }\n').run('p1', 0, {
      dispatch,
    });
    const own = driftProject('      retrain: { trigger: { pipeline: gone, token: TRIGGER } }\n');
    const refused = await own.run('p1', 0, { dispatch });
    expect(forge.violations).toEqual([]);
    expect(forge.pipelines).toEqual([
      {
        token: 'job-0123456789',
        ref: 'main',
        variables: {
          MLOPS_MODEL: 'flights',
          MLOPS_REASON: 'An important column drifted; 5,000 rows have their label.',
          MLOPS_TRIGGER_ID: 'run-0',
          MLOPS_TRIGGERED_BY: 'https://github.example/octo/flights/actions/runs/run-0',
        },
      },
    ]);
    expect(findings(refused)).toContainEqual(
      expect.stringMatching(/^warning retrain-not-started: .*Reference not found/u),
    );
    const wrong = driftProject('      retrain: { trigger: { event: retrain } }\n');
    expect(findings(await wrong.run('p1', 0, { dispatch }))).toContainEqual(
      expect.stringContaining('Give drift.retrain.trigger "event" or "workflow" on GitHub'),
    );
  });

  test('a rollback is dispatched once in a cool-down, and never twice for a killed run', async () => {
    const workflows = { 'cd.yml': ['mode', 'model', 'reason'] };
    const { forge, dispatch } = await github({ workflows });
    const { run } = driftProject('      alerts: { rollback: { workflow: cd.yml } }\n');
    const first = await run('p0', 0, { dispatch });
    expect(first.host.outputs.get('rollback')).toBe('true');
    expect(findings(first)).toContain('info rollback-started: Started cd.yml with mode rollback.');
    await run('p0', 0, { dispatch });
    expect(findings(await run('p0', 1, { dispatch }))).toContainEqual(
      expect.stringMatching(/^info rollback-held: /u),
    );
    await run('p1', 2, { dispatch });
    expect(forge.dispatches).toEqual([
      {
        kind: 'workflow_dispatch',
        name: 'cd.yml',
        body: { mode: 'rollback', model: 'flights', reason: expect.stringMatching(/^P0: 1 of 3/u) },
      },
    ]);
    const killed = driftProject('      alerts: { rollback: { workflow: cd.yml } }\n');
    const dying: Dispatch = {
      kinds: ['workflow'],
      start: () => Promise.reject(new TypeError('as if killed between the request and its answer')),
    };
    expect((await killed.run('p0', 0, { dispatch: dying })).exitCode).toBe(70);
    expect(findings(await killed.run('p0', 1, { dispatch }))).toContainEqual(
      expect.stringMatching(
        /^warning rollback-unsure: A run that was stopped .* may have started/u,
      ),
    );
    expect(forge.dispatches).toHaveLength(1);
  });

  test('nothing is started for a pull request', async () => {
    const { forge, dispatch } = await github();
    const { run } = driftProject('      retrain: { trigger: { event: retrain } }\n');
    const ran = await run('p1', 0, { dispatch, context: { targetBranch: 'main' } });
    expect(ran.host.outputs.get('retrain')).toBe('true');
    expect(forge.dispatches).toEqual([]);
  });
});
