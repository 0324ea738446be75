import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Gitea, startGitea } from './gitea.ts';
import { commitAll, git, publish, publishActions, push } from './repositories.ts';
import { type Runner, startRunner } from './runner.ts';
import { repositoryPage } from './runs.ts';

let gitea: Gitea;
let runner: Runner;
beforeAll(async () => {
  gitea = await startGitea(temporaryFolder('gitea'));
  runner = await startRunner(gitea, temporaryFolder('runner'));
});
afterAll(async () => {
  await runner?.stop();
  await gitea?.stop();
});
const t0 = Date.now();
const tick = (s: string) => console.log(((Date.now() - t0) / 1000).toFixed(1), s);
it('x', async () => {
  tick('start');
  await publishActions(gitea);
  tick('published');
  const project = flightsProject();
  const uses = (name: string, w = {}) => ({ uses: `acme/mlops-actions/actions/${name}@v1`, with: w });
  const workflow = { name: 'model', on: 'pull_request', jobs: { review: { 'runs-on': 'ubuntu-latest', steps: [
    { uses: 'actions/checkout@v4' }, uses('data-validate'), uses('train-on-gpu-runner'), uses('evaluate-gate', { challenger: '.mlops/predictions.csv', champion: 'predictions/champion.csv' }), uses('register-model'), uses('drift-report', {columns: 'origin, destination, distance, hour'}), { run: 'env | sort | grep -v TOKEN; cat $GITHUB_EVENT_PATH | head -c 3000' } ] } } };
  mkdirSync(join(project, '.github/workflows'), { recursive: true });
  writeFileSync(join(project, '.github/workflows/model.yml'), stringify(workflow));
  await commitAll(project, 'Workflow');
  await publish(gitea, project, 'acme/flights');
  tick('demo');
  await git(project, 'checkout', '-q', '-b', 'hour');
  writeFileSync(join(project, 'note.txt'), 'x');
  const commit = await commitAll(project, 'note');
  await push(gitea, project, 'acme/flights', 'hour');
  const page = repositoryPage(gitea, 'acme/flights');
  const pull = await page.openPullRequest('Use the hour', 'hour');
  tick('pull');
  const run = await page.ended(commit);
  tick('run');
  console.log(run);
  const jobs = await page.jobs(run);
  console.log(jobs);
  for (const job of jobs) console.log(await page.log(job));
  console.log(await page.comments(pull.number));
  console.log(await gitea.api('GET', `/repos/acme/flights/commits/${commit}/statuses`));
});
