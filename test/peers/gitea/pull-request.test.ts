import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Markup, readMarkup } from '../../unit/report/markup.ts';
import type { User } from './gitea.ts';
import { type PullRequest, type Review, repositoryPage } from './runs.ts';
import { repository, startTeam, type Team } from './team.ts';

const marker = '<!-- mlops-actions model=flights -->';
const jobs = {
  validate: 'Is the data fit to train on?',
  train: 'Train',
  gate: 'Is it better than the champion?',
  release: 'release',
  drift: 'drift',
};

/** What a stranger would try with the token of a workflow of their own. */
const probe = `
on: pull_request
permissions: write-all
jobs:
  probe:
    runs-on: ubuntu-latest
    steps:
      - env:
          TOKEN: \${{ github.token }}
          AT: \${{ github.api_url }}/repos/\${{ github.repository }}
          SHA: \${{ github.event.pull_request.head.sha }}
          NUMBER: \${{ github.event.pull_request.number }}
        run: |
          ask() {
            code=$(curl --silent --output /dev/null --write-out '%{http_code}' --request POST \\
              --header "Authorization: token $TOKEN" --header 'Content-Type: application/json' \\
              --data "$3" "$AT/$2")
            echo "answered $code: $1"
          }
          ask status "statuses/$SHA" '{"state":"success","context":"forged"}'
          ask file contents/forged.txt '{"content":"eA==","message":"forged"}'
          ask merge "pulls/$NUMBER/merge" '{"Do":"merge"}'
`;

let team: Team;
let page: ReturnType<typeof repositoryPage>;
let stranger: User;
let better: { pull: PullRequest; first: Review; again: Review };
let stricter: { pull: PullRequest; review: Review };
let foreign: { pull: PullRequest; waiting: string[]; said: number; review: Review; probed: string };

async function openAll() {
  await team.gitea.api('POST', `/repos/${repository}/forks`, {}, stranger);
  await team.propose('hour', { features: 'origin,hour' });
  const hour = await page.open('Learn from the hour', 'hour');
  await team.propose('strict', { features: 'origin,hour', minimum: 0.7 });
  const strict = await page.open('Ask for more', 'strict');
  const change = { features: 'hour', workflows: { 'probe.yml': probe } };
  await team.propose('idea', change, `${stranger.name}/flights`, stranger);
  const idea = await page.open('An idea', `${stranger.name}:idea`, stranger);
  return { hour, strict, idea };
}

/** Look at the fork's request before anybody has approved its runs, then approve them. */
async function approve(pull: PullRequest): Promise<{ waiting: string[]; said: number }> {
  const runs = [
    await page.started(pull.head.sha),
    await page.started(pull.head.sha, 'probe.yml'),
  ] as const;
  const waiting = runs.map(({ status }) => status);
  const said = (await page.comments(pull)).length;
  for (const run of runs) await page.approve(run);
  return { waiting, said };
}

beforeAll(async () => {
  team = await startTeam();
  page = repositoryPage(team.gitea, repository);
  stranger = await team.gitea.addUser('stranger');
  const { hour, strict, idea } = await openAll();
  const first = await page.review(hour);
  stricter = { pull: strict, review: await page.review(strict) };
  const before = await approve(idea);
  await page.runAgain(first.run);
  better = { pull: hour, first, again: await page.review(hour) };
  const [job] = await page.jobsOf(await page.ended(idea.head.sha, 'probe.yml'));
  const probed = job === undefined ? '' : await page.log(job);
  foreign = { pull: idea, ...before, review: await page.review(idea), probed };
}, 480_000);
afterAll(() => team?.stop());

/** As the page of the pull request shows it. */
async function rendered(markdown = ''): Promise<Markup> {
  const asked = { Text: markdown, Mode: 'comment', Context: repository };
  return readMarkup(await team.gitea.api<string>('POST', '/markdown', asked));
}

async function shown(markdown: string | undefined): Promise<string> {
  const { texts } = await rendered(markdown);
  const text = texts.map((node) => node.text).join('');
  return text.replaceAll(/\s+/gu, ' ');
}

async function linksOf(markdown: string | undefined): Promise<string[]> {
  const { tags } = await rendered(markdown);
  return tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href ?? '');
}

describe('a pull request that makes the model better', () => {
  it('runs the ready workflow, one job a step, and every job is green', () => {
    const green = Object.values(jobs).map((name) => [name, 'success']);
    expect(better.first.jobs).toEqual(Object.fromEntries(green));
    expect(better.first.run.conclusion).toBe('success');
  });

  it('has one comment, written with the token of the jobs', () => {
    expect(better.first.comments.map(({ user }) => user.login)).toEqual(['gitea-actions']);
    expect(better.first.comments[0]?.body).toContain(marker);
  });

  it('shows what each of the six steps found', async () => {
    const text = await shown(better.first.comments[0]?.body);
    expect(text).toMatch(
      /✅ Pass · flights: AUC \+0\.0675 \(95 % interval \+0\.0522 to \+0\.0828\)/u,
    );
    expect(text).toContain('6 of 6 steps have run.');
    for (const found of [
      '✅ Data 6 checks on 12,000 rows, none failed.',
      '✅ Training log loss 0.5112',
      '✅ Gate AUC +0.0675',
      '✅ Registry Registered as flights/v1, now champion.',
      '✅ Canary v1 is served, the first one',
      '✅ Drift No drift beyond the limits in 5 columns over 8,000 rows',
    ]) {
      expect(text).toContain(found);
    }
  });

  it('hands records and files from job to job as artifacts, checked on arrival', () => {
    const left = ['data-validate', 'deploy-canary', 'drift-report', 'evaluate-gate'];
    for (const step of [...left, 'register-model', 'train-on-gpu-runner']) {
      expect(better.first.artifacts).toContain(`mlops.flights.${step}.1.record`);
    }
    const log = better.first.logs[jobs.gate];
    expect(log).toContain(
      'The record of data-validate came from an earlier job of this run (attempt 1) and was checked.',
    );
    expect(log).toContain(
      'What the record names of train-on-gpu-runner came from an earlier job of this run (attempt 1) and was checked.',
    );
  });

  it('has a status a job, and the one that a step was told to write', () => {
    const states = better.first.statuses.map(({ context, status }) => [context, status]);
    expect(Object.fromEntries(states)).toEqual({
      ...Object.fromEntries(
        Object.values(jobs).map((name) => [`model / ${name} (pull_request)`, 'success']),
      ),
      'mlops / drift-report (flights)': 'success',
    });
  });

  it('warns of nothing', () => {
    for (const log of Object.values(better.first.logs)) {
      expect(log).not.toMatch(/::(?:warning|error|notice)/u);
    }
  });
});

describe('the same run once more', () => {
  it('changes the one comment', () => {
    const [before] = better.first.comments;
    expect(better.again.comments.map(({ id }) => id)).toEqual([before?.id]);
    expect(better.again.comments[0]?.updated_at).not.toBe(before?.updated_at);
    expect(better.again.comments[0]?.body).toContain('6 of 6 steps have run.');
  });

  it('trusts the evidence of its own attempt', () => {
    expect(better.again.artifacts).toContain('mlops.flights.train-on-gpu-runner.2.record');
    expect(better.again.logs[jobs.gate]).toContain('of this run (attempt 2) and was checked');
  });

  it('finds in the cache what the gate remembered', () => {
    expect(better.first.logs[jobs.gate]).toContain('Cache saved successfully');
    expect(better.first.logs[jobs.gate]).not.toContain('Cache restored successfully');
    expect(better.again.logs[jobs.gate]).toContain('Cache restored successfully');
  });

  it.each(['first', 'again'] as const)('(%s) has no link that leads nowhere', async (which) => {
    const links = await linksOf(better[which].comments[0]?.body);
    const runs = links.filter((link) => link.includes('/actions/runs/'));
    expect(runs).not.toEqual([]);
    for (const link of links) {
      expect(link).toMatch(new RegExp(`^${team.gitea.url}/`, 'u'));
      expect([link, (await fetch(link)).status]).toEqual([link, 200]);
    }
  });
});

describe('a pull request whose model is not good enough', () => {
  it('has a red job, and nothing is released', () => {
    expect(stricter.review.run.conclusion).toBe('failure');
    expect(stricter.review.jobs).toEqual({
      [jobs.validate]: 'success',
      [jobs.train]: 'success',
      [jobs.gate]: 'failure',
      [jobs.release]: 'skipped',
      [jobs.drift]: 'success',
    });
    expect(stricter.review.statuses).toContainEqual(
      expect.objectContaining({
        context: `model / ${jobs.gate} (pull_request)`,
        status: 'failure',
      }),
    );
  });

  it('has one comment that says why', async () => {
    expect(stricter.review.comments).toHaveLength(1);
    const text = await shown(stricter.review.comments[0]?.body);
    expect(text).toMatch(/❌ Fail · flights: .*AUC .*0\.7/u);
    expect(text).toMatch(/Registry\s*not run yet for this change/u);
    expect(text).toMatch(/Canary\s*not run yet for this change/u);
  });
});

describe("a stranger's pull request from a fork", () => {
  it('waits until somebody approves its runs', () => {
    expect(foreign.waiting).toEqual(['waiting', 'waiting']);
    expect(foreign.said).toBe(0);
  });

  // Gitea starts all jobs of an approved run at once, so those that need another are skipped.
  it('then has its comment: the token of a fork may write one on Gitea', async () => {
    expect(foreign.review.jobs[jobs.validate]).toBe('success');
    expect(foreign.review.comments.map(({ user }) => user.login)).toEqual(['gitea-actions']);
    const text = await shown(foreign.review.comments[0]?.body);
    expect(text).toContain('6 checks on 12,000 rows, none failed.');
  });

  it('cannot write a status or a file, or merge itself', () => {
    expect(
      [...foreign.probed.matchAll(/answered (\d+): (\w+)/gu)].map((found) => found.slice(1)),
    ).toEqual([
      ['403', 'status'],
      ['403', 'file'],
      ['405', 'merge'],
    ]);
    expect(foreign.review.statuses.map(({ context }) => context)).not.toContain('forged');
  });
});
