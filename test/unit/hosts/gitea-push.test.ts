import { afterAll, expect, it } from 'vitest';
import { start } from '../../../shared/hosts/start.ts';
import { githubJob, headSha } from '../../support/forge-job.ts';
import { githubForge } from '../../support/forges/github.ts';
import { plainStep } from '../../support/plain-step.ts';

const forge = await githubForge({ pulls: [{ number: 7, head: headSha, state: 'open' }] });
afterAll(() => forge.close());

it.each([
  ['writes the comment of the request that stands at the commit', headSha, 1],
  ['warns of nothing where there is no such request', 'b'.repeat(40), 0],
])('a push on Gitea, which has no list of a commit’s requests, %s', async (_, commit, comments) => {
  forge.comments.length = 0;
  const inputs = { comment: 'auto', 'commit-check': 'never' };
  const env = { GITEA_ACTIONS: 'true' };
  const job = githubJob(forge, { event: 'push', commit, inputs, env });
  expect(await start(plainStep(), job.host)).toBe(0);
  expect(forge.comments).toHaveLength(comments);
  expect(job.io.out()).not.toMatch(/::(?:warning|error)/u);
  expect(forge.requests.map(({ operation }) => operation)).toContain('pulls/list');
  expect(forge.violations).toEqual([]);
  job.remove();
});
