import { afterAll, beforeAll, it } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { startTeam, type Team, repository } from './team.ts';
import { repositoryPage } from './runs.ts';
let team: Team;
beforeAll(async () => { team = await startTeam(); });
afterAll(() => team?.stop());
const t0 = Date.now();
const out = (...s: unknown[]) => console.log(((Date.now() - t0) / 1000).toFixed(1), ...s.map((x) => typeof x === 'string' ? x : JSON.stringify(x)));
it('x', { timeout: 300000 }, async () => {
  const { gitea } = team;
  const page = repositoryPage(gitea, repository);
  const stranger = await gitea.addUser('stranger');
  await gitea.api('POST', `/repos/${repository}/forks`, {}, stranger);
  const good = await team.propose('hour', 'origin,hour');
  const pull = await page.openPullRequest('Use the hour', 'hour');
  const bad = await team.propose('worse', 'id');
  const pull2 = await page.openPullRequest('Use the distance', 'worse');
  const forked = await team.propose('idea', 'hour', 'stranger/flights', stranger);
  const pull3 = await page.openPullRequest('Idea', 'stranger:idea', stranger);
  for (let i = 0; i < 30; i++) { if ((await page.runs()).length >= 3) break; await new Promise((r) => setTimeout(r, 500)); }
  for (const d of readdirSync('/tmp').filter((n) => n.startsWith('gitea-'))) { try { out('LOG', readFileSync('/tmp/' + d + '/gitea.log', 'utf8').slice(-3000)); } catch {} }
  out('opened', await page.runs().then((r) => r.map((x) => [x.id, x.head_sha === forked, x.status])));
  const runs = await page.runs();
  const forkRun = runs.find((r) => r.head_sha === forked)!;
  out('fork jobs', (await page.jobs(forkRun)).map((j) => [j.name, j.status]));
  const run1 = await page.ended(good);
  out('good', run1.conclusion, (await page.jobs(run1)).map((j) => [j.name, j.conclusion]));
  for (const j of await page.jobs(run1)) out(await page.log(j).catch(String));
  const run2 = await page.ended(bad);
  out('bad', run2.conclusion, (await page.jobs(run2)).map((j) => [j.name, j.conclusion]));
  out((await page.comments(pull.number)).map((c) => c.body));
  out('BAD', (await page.comments(pull2.number)).map((c) => c.body));
  out('ART', await gitea.api('GET', `/repos/${repository}/actions/runs/${run1.id}/artifacts`));
  out('STATUS', await gitea.api('GET', `/repos/${repository}/commits/${good}/statuses`));
  await gitea.press(`/${repository}/actions/runs/${forkRun.id}/approve`);
  const forkEnd = await page.ended(forked);
  out('fork', forkEnd.conclusion, (await page.jobs(forkEnd)).map((j) => [j.name, j.conclusion]));
  for (const j of await page.jobs(forkEnd)) out('FORKLOG', await page.log(j).catch(String));
  for (let i = 0; i < 20; i++) { await new Promise((r) => setTimeout(r, 1000)); const all = await page.runs(); if (all.every((r) => r.status === 'completed')) break; }
  out('runs', (await page.runs()).map((r) => [r.id, r.event, r.status, r.conclusion]));
  for (const r of await page.runs()) if (r.event === 'workflow_run') for (const j of await page.jobs(r)) out('WR', j.conclusion, await page.log(j).catch(String));
  out('FORKCOMMENT', (await page.comments(pull3.number)).map((c) => [c.user.login, c.body]));
  await gitea.api('POST', `/repos/${repository}/actions/runs/${run1.id}/rerun`);
  const again = await page.ended(good);
  out('again', again.conclusion, (await page.jobs(again)).map((j) => [j.name, j.conclusion, (j as any).run_attempt]));
  for (const j of await page.jobs(again)) out('AGAIN', await page.log(j).catch(String));
  out((await page.comments(pull.number)).map((c) => [c.id, c.created_at, c.updated_at, c.body.slice(0, 3000)]));
});
