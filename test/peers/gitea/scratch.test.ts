import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Gitea, startGitea } from './gitea.ts';
import { commitAll, git, publish, publishActions, push } from './repositories.ts';
import { type Runner, startRunner } from './runner.ts';
import { repositoryPage } from './runs.ts';

let gitea: Gitea;
let runner: Runner; let rf = '';
beforeAll(async () => {
  gitea = await startGitea(temporaryFolder('gitea'));
  rf = temporaryFolder('runner'); runner = await startRunner(gitea, rf);
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
  const edit = (features: string, extra = {}) => {
    const file = join(project, 'mlops.yml');
    const config = parse(readFileSync(file, 'utf8'));
    config.models.flights.evaluate.champion = 'predictions/champion.csv';
    config.models.flights.train.params.features = features;
    Object.assign(config.models.flights, extra);
    writeFileSync(file, stringify(config));
  };
  mkdirSync(join(project, '.github/workflows'), { recursive: true });
  const template = readFileSync('workflows-templates/github/model-ci.yml', 'utf8').replaceAll('OWNER/', 'acme/').replaceAll(/actions\/checkout@\w+/g, 'actions/checkout@v4');
  writeFileSync(join(project, '.github/workflows/model-ci.yml'), template);
  edit('origin');
  await commitAll(project, 'Workflow');
  await publish(gitea, project, 'acme/flights');
  tick('demo');
  await git(project, 'checkout', '-q', '-b', 'hour');
  edit('origin,hour');
  const commit = await commitAll(project, 'note');
  await push(gitea, project, 'acme/flights', 'hour');
  const page = repositoryPage(gitea, 'acme/flights');
  const pull = await page.openPullRequest('Use the hour', 'hour');
  tick('pull');
  for (let i = 0; i < 16; i++) { await new Promise((r) => setTimeout(r, 5000)); console.log(JSON.stringify((await page.runs()).map((r) => [r.id, r.status, r.conclusion, r.head_sha === commit, r.run_attempt])), readFileSync(join(rf, 'out.log'), 'utf8').slice(-3000)); const rs = await page.runs(); if (rs[0]) { const js = await page.jobs(rs[0]); console.log(js.map(j=>j.status)); if (rs[0].status === 'completed') break; } }
  const run = (await page.runs())[0] as any;
  tick('run');
  console.log(run.conclusion, run.run_attempt);
  const jobs = await page.jobs(run);
  console.log(jobs.map((j) => [j.name, j.conclusion]));
  for (const job of jobs) console.log(await page.log(job).catch(String));
  for (const c of await page.comments(pull.number)) console.log(c.user, c.body);
  console.log(await gitea.api('GET', `/repos/acme/flights/commits/${commit}/statuses`));
});
