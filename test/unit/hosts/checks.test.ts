import { afterEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../../shared/domain/record.ts';
import { start } from '../../../shared/hosts/start.ts';
import { externalError } from '../../../shared/kernel/action-error.ts';
import {
  type ForgeJob,
  type ForgeJobOptions,
  githubJob,
  headSha,
} from '../../support/forge-job.ts';
import {
  type GithubForge,
  type GithubForgeOptions,
  githubForge,
} from '../../support/forges/github.ts';
import { plainStep } from '../../support/plain-step.ts';

const pace = { wait: async () => undefined, random: () => 0.5 };
const jobs: ForgeJob[] = [];
let forge: GithubForge | undefined;

afterEach(async () => {
  for (const job of jobs.splice(0)) job.remove();
  await forge?.close();
});

async function startForge(options: GithubForgeOptions = {}): Promise<GithubForge> {
  forge = await githubForge(options);
  return forge;
}

async function runStep(
  on: GithubForge,
  step: Parameters<typeof plainStep>[0] = {},
  { inputs, ...rest }: ForgeJobOptions = {},
): Promise<{ code: number; job: ForgeJob }> {
  const job = githubJob(on, { ...rest, inputs: { comment: 'never', ...inputs } });
  jobs.push(job);
  return { code: await start(plainStep(step), job.host, pace), job };
}

const policyLine: Finding = {
  code: 'auc-fell',
  severity: 'error',
  message: 'AUC fell by 0.02; at most 0.01 is allowed.',
  file: 'mlops.yml',
  line: 14,
};

describe('a check beside the commit', () => {
  test('runs while the step runs, and ends as it ends', async () => {
    const on = await startForge();
    const seen: unknown[] = [];
    const { code } = await runStep(on, async () => {
      while (on.checks.length === 0) await new Promise((resolve) => setImmediate(resolve));
      seen.push({ ...on.checks[0] });
      return {};
    });
    expect(code).toBe(0);
    expect(seen).toMatchObject([{ status: 'in_progress', conclusion: null, title: 'Running.' }]);
    expect(on.checks).toMatchObject([
      {
        name: 'mlops / evaluate-gate (model)',
        head_sha: headSha,
        status: 'completed',
        conclusion: 'success',
        title: 'AUC 0.71, no worse than the champion.',
        details_url: 'https://github.example/octo/flights/actions/runs/42',
      },
    ]);
    expect(on.checks[0]?.summary).toContain('AUC 0.71, no worse than the champion.');
    expect(on.statuses).toEqual([]);
    expect(on.violations).toEqual([]);
  });

  test.each([
    ['warn', {}, 'neutral', 0],
    ['inconclusive', {}, 'neutral', 0],
    ['inconclusive', { 'fail-on': 'inconclusive' }, 'failure', 1],
    ['fail', {}, 'failure', 1],
    ['fail', { 'fail-on': 'never' }, 'neutral', 0],
  ] as const)('%s with %j is %s, as the job ends', async (verdict, inputs, conclusion, exit) => {
    const on = await startForge();
    const { code } = await runStep(on, { verdict }, { inputs });
    expect(code).toBe(exit);
    expect(on.checks.map((check) => check.conclusion)).toEqual([conclusion]);
  });

  test('a step that could not conclude is a failure that says why', async () => {
    const on = await startForge();
    const { code } = await runStep(on, async () => {
      throw externalError('registry-down', 'The registry did not answer.', 'Run it again.');
    });
    expect(code).toBe(3);
    expect(on.checks).toMatchObject([
      { conclusion: 'failure', title: 'The registry did not answer.' },
    ]);
  });

  test('findings stand beside the line of the policy, and only there', async () => {
    const on = await startForge();
    const { job } = await runStep(on, { verdict: 'fail', findings: [policyLine] });
    expect(on.checks[0]?.annotations).toEqual([
      {
        path: 'mlops.yml',
        start_line: 14,
        end_line: 14,
        annotation_level: 'failure',
        title: 'Gate: auc-fell',
        message: policyLine.message,
      },
    ]);
    expect(job.io.out()).toContain(`::error title=Gate%3A auc-fell::${policyLine.message}`);
  });

  test('120 findings arrive, 50 a call as GitHub takes them', async () => {
    const on = await startForge();
    const findings = Array.from({ length: 120 }, (_, index) => ({
      ...policyLine,
      line: index + 1,
    }));
    await runStep(on, { verdict: 'fail', findings });
    expect(on.checks).toHaveLength(1);
    expect(on.checks[0]?.annotations.map(({ start_line }) => start_line)).toEqual(
      findings.map(({ line }) => line),
    );
    expect(on.violations).toEqual([]);
  });

  test('a re-run changes it; one with annotations is replaced under the same name', async () => {
    const on = await startForge();
    await runStep(on, { summary: 'First.' });
    await runStep(on, { summary: 'Second.' });
    expect(on.checks.map(({ title }) => title)).toEqual(['Second.']);
    await runStep(on, { verdict: 'fail', findings: [policyLine] });
    await runStep(on, { verdict: 'fail', findings: [policyLine] });
    const newest = on.checks.at(-1);
    expect(newest?.annotations).toHaveLength(1);
    expect(new Set(on.checks.map(({ name }) => name)).size).toBe(1);
  });

  test('a run about an older commit leaves the check of a newer one alone', async () => {
    const on = await startForge();
    await runStep(on, { summary: 'New.' });
    await runStep(on, { summary: 'Old.' }, { commit: 'b'.repeat(40) });
    expect(on.checks.map(({ head_sha, title }) => [head_sha[0], title])).toEqual([
      ['a', 'New.'],
      ['b', 'Old.'],
    ]);
  });

  test("another app's check of the same name is left alone", async () => {
    const on = await startForge();
    await runStep(on);
    for (const check of on.checks) check.external_id = 'another-app';
    await runStep(on, { summary: 'Ours.' });
    expect(on.checks.map(({ title }) => title)).toEqual([
      'AUC 0.71, no worse than the champion.',
      'Ours.',
    ]);
  });

  test('a report of a megabyte fits what GitHub takes', async () => {
    const on = await startForge();
    const findings = Array.from({ length: 5_000 }, (_, index) => ({
      code: 'odd-value',
      severity: 'warning' as const,
      message: `Value ${index} is odd: ${'ü'.repeat(100)}`,
    }));
    await runStep(on, { findings, summary: 'x'.repeat(5_000) });
    expect(on.violations).toEqual([]);
    expect(on.checks[0]?.conclusion).toBe('success');
    expect(on.checks[0]?.summary?.length).toBeGreaterThan(20_000);
  });
});

describe('with less than `checks: write`', () => {
  test.each([{ lacks: ['checks'] }, { hasNoChecks: true }] as const)(
    '%j: a commit status says the same',
    async (options) => {
      const on = await startForge(options);
      const { job } = await runStep(on, { verdict: 'fail', summary: 'ü'.repeat(200) });
      expect(on.checks).toEqual([]);
      expect(on.statuses.map(({ sha, body }) => [sha, body.state, body.context])).toEqual([
        [headSha, 'pending', 'mlops / evaluate-gate (model)'],
        [headSha, 'failure', 'mlops / evaluate-gate (model)'],
      ]);
      expect(on.statuses[1]?.body.description).toBe(`${'ü'.repeat(139)}…`);
      expect(on.statuses[1]?.body.target_url).toContain('/actions/runs/42');
      expect(job.io.out()).not.toMatch(/::(?:notice|warning)/u);
      expect(on.requests.filter(({ operation }) => operation.startsWith('checks/'))).toHaveLength(
        1,
      );
    },
  );

  test.each([
    ['auto', 'notice'],
    ['always', 'warning'],
  ])('%s without any right is one %s with the line to add', async (wanted, level) => {
    const on = await startForge({ lacks: ['checks', 'statuses'] });
    const { code, job } = await runStep(on, {}, { inputs: { 'commit-check': wanted } });
    expect(code).toBe(0);
    const said = job.io.out().match(/^::(?:notice|warning)::.*$/gmu);
    expect(said).toHaveLength(1);
    expect(said?.[0]).toContain(`::${level}::The check was not written: GitHub does not allow`);
    expect(said?.[0]).toContain('permissions: checks: write');
    // Refused once, the forge is not asked again.
    expect(on.requests).toHaveLength(2);
  });

  test('what was only away for a moment is tried again at the end', async () => {
    const on = await startForge();
    const calls = [1, 2, 3];
    on.failWith({ operation: 'checks/list-for-ref', calls, answer: { status: 502, body: {} } });
    await runStep(on);
    expect(on.checks.map(({ conclusion }) => conclusion)).toEqual(['success']);
  });

  test('never asks the forge nothing', async () => {
    const on = await startForge();
    await runStep(on, {}, { inputs: { 'commit-check': 'never' } });
    expect(on.requests).toEqual([]);
  });
});
