import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { start } from '../../../shared/hosts/start.ts';
import { type ForgeJob, gitlabJob, headSha } from '../../support/forge-job.ts';
import { type GitlabForge, gitlabForge } from '../../support/forges/gitlab.ts';
import { plainStep } from '../../support/plain-step.ts';

const pace = { wait: async () => undefined, random: () => 0.5 };
let forge: GitlabForge | undefined;
let job: ForgeJob | undefined;
afterEach(async () => {
  job?.remove();
  await forge?.close();
});

async function run(verdict: 'pass' | 'fail', inputs: Record<string, string>): Promise<number> {
  forge = await gitlabForge();
  job = gitlabJob(forge, { inputs: { comment: 'never', ...inputs } });
  return start(plainStep({ verdict, summary: `It is a ${verdict}.` }), job.host, pace);
}

test.each([
  ['pass', {}, 'success'],
  ['fail', {}, 'failed'],
  ['fail', { 'fail-on': 'never' }, 'success'],
] as const)('a status that is asked for: %s with %j is %s', async (verdict, inputs, state) => {
  await run(verdict, { 'commit-check': 'always', ...inputs });
  expect(forge?.statuses).toMatchObject([
    { sha: headSha, state: 'running', name: 'mlops / evaluate-gate (model)', pipeline_id: 88 },
    { sha: headSha, state, description: `It is a ${verdict}.` },
  ]);
  expect(forge?.violations).toEqual([]);
});

test('no status by itself: the job shows as much', async () => {
  await run('fail', {});
  expect(forge?.requests).toEqual([]);
});

test("what GitLab collects without a token, and links to it on the job's page", async () => {
  await run('pass', {});
  const read = (file: string): string =>
    readFileSync(join(job?.directory ?? '', '.mlops', file), 'utf8');
  expect(JSON.parse(read('code-quality/evaluate-gate.json'))).toEqual([]);
  expect(read('badge.svg')).toContain('aria-label="model: pass');
  expect(JSON.parse(read('links/evaluate-gate.json')).mlops[0]).toEqual({
    external_link: {
      label: 'Model report',
      url: 'https://gitlab.example/octo/flights/-/jobs/9/artifacts/file/.mlops/report.html',
    },
  });
});
