import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { githubPastRuns } from '../../../shared/hosts/github-past-runs.ts';
import { noContext } from '../../../shared/hosts/no-context.ts';
import type { PastRunsAnswer } from '../../../shared/ports/past-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testIo } from '../../support/test-io.ts';
import { type Run, repositoryPage } from './runs.ts';
import { repository, startTeam, type Team, template } from './team.ts';

let team: Team;
let run: Run;
const folder = temporaryFolder('past-runs');

/** The ready workflow, on the branch that requests are merged into. */
function onMain(): string {
  const workflow = parse(template('model-ci.yml'));
  workflow.on = { push: { branches: ['main'] } };
  return stringify(workflow, { aliasDuplicateObjects: false });
}

beforeAll(async () => {
  team = await startTeam({ 'model.yml': onMain() });
  const page = repositoryPage(team.gitea, repository);
  run = await page.ended(await page.headOf('main'));
});
afterAll(() => team.stop());

async function find(commit: string): Promise<PastRunsAnswer | undefined> {
  const { url, administrator } = team.gitea;
  const env = { GITEA_ACTIONS: 'true', GITHUB_SERVER_URL: url, GITHUB_API_URL: `${url}/api/v1` };
  const past = githubPastRuns({
    io: testIo({ env }),
    context: { ...noContext, repository, runId: '999' },
    token: administrator.token,
    patience: { timeoutMs: 20_000, retries: 0, longestRestS: 0, secondMs: 1 },
  });
  return past?.find({ model: 'flights', commit }, folder);
}

it('what the gate said of a commit is found in the artifacts of its run', async () => {
  const answer = await find(run.head_sha);
  expect(answer?.problems).toEqual([]);
  expect(answer?.left?.run.id).toBe(String(run.id));
  expect(answer?.left?.gate).toMatchObject({ model: 'flights', commit: run.head_sha });
  const [predictions = ''] = answer?.left?.predictions ?? [];
  expect(readFileSync(predictions, 'utf8')).toMatch(/^[\w,]+\n/u);
});

it('a commit that no run is about has left nothing', async () => {
  expect(await find('c'.repeat(40))).toEqual({ left: undefined, problems: [] });
});
