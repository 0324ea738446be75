import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { until } from '../../support/until.ts';
import {
  commit,
  git,
  linesToAdd,
  loans,
  mlops,
  repository as newRepository,
  setupPython,
  trainingScript,
} from '../new-user/stranger.ts';
import { publish, publishAction, push } from './repositories.ts';
import { type PullRequest, type Review, type Run, repositoryPage } from './runs.ts';
import { asHere, repository, startTeam, type Team, template } from './team.ts';

/** The release hands every step a token of its own, so that a test knows what to search for. */
function releaseWorkflow(): string {
  const workflow = parse(template('model-cd.yml'));
  for (const { steps } of Object.values<{ steps: { uses?: string; with?: object }[] }>(
    workflow.jobs,
  )) {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('acme/'))) {
      step.with = { ...step.with, token: `\${{ secrets.MLOPS_TOKEN }}` };
    }
  }
  workflow.jobs.release.steps.push(searchForTokens);
  return stringify(workflow, { aliasDuplicateObjects: false });
}

/**
 * Names the files of the job's machine that hold a token: the checkout, the report, the home. A
 * colon and a space would end the job: Gitea 1.26 writes the text anew, and does not quote it.
 */
const searchForTokens = {
  if: 'always()',
  env: { OURS: `\${{ secrets.MLOPS_TOKEN }}`, JOBS: `\${{ github.token }}` },
  run: [
    'for token in "$OURS" "$JOBS"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    'do echo "searched for a token of ${#token} characters"',
    'grep -rlF -- "$token" "$GITHUB_WORKSPACE" "$RUNNER_TEMP" "$HOME" | sed "s/^/token in /" || true',
    'done',
  ].join('; '),
};

/** A review of the data alone: enough of a run for the workflow that follows it. */
function reviewWorkflow(): string {
  const { jobs, ...workflow } = parse(template('model-ci.yml'));
  return stringify({ ...workflow, jobs: { validate: jobs.validate } });
}

let team: Team;
let page: ReturnType<typeof repositoryPage>;

beforeAll(async () => {
  team = await startTeam({
    'model.yml': reviewWorkflow(),
    'comment-from-fork.yml': template('comment-from-fork.yml'),
  });
  page = repositoryPage(team.gitea, repository);
  const { token } = team.gitea.administrator;
  const secret = `/repos/${repository}/actions/secrets/MLOPS_TOKEN`;
  await team.gitea.api('PUT', secret, { data: token });
}, 240_000);
afterAll(() => team?.stop());

/** The logs of all jobs of a run. */
async function logsOf(run: Run): Promise<string> {
  const jobs = await page.jobsOf(run);
  const ran = jobs.filter(({ conclusion }) => conclusion !== 'skipped');
  return (await Promise.all(ran.map((job) => page.log(job)))).join('\n');
}

describe('model-cd.yml: a pull request is merged', () => {
  let released: Run;
  let conclusions: Record<string, string | undefined>;
  let logs: string;

  beforeAll(async () => {
    const workflows = { 'model-cd.yml': releaseWorkflow() };
    await team.propose('hour', { features: 'origin,hour', workflows });
    const { number } = await page.open('Learn from the hour', 'hour');
    await page.merge(number);
    released = await page.ended(await page.headOf('main'), 'model-cd.yml');
    const jobs = await page.jobsOf(released);
    conclusions = Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
    logs = await logsOf(released);
  }, 240_000);

  it('trains, judges and releases it, one job a step', () => {
    expect(conclusions).toEqual({
      'Is the data fit to train on?': 'success',
      Train: 'success',
      'Is it better than the champion?': 'success',
      'Register and roll out': 'success',
    });
  });

  it('registers the model with its evidence, and puts the canary before all traffic', () => {
    expect(logs).toMatch(/Gate: pass\. AUC \+0\.0675/u);
    expect(logs).toMatch(/Registry: pass\. Registered as flights\/v1, now champion\./u);
    expect(logs).toMatch(/Canary: pass\. v1 is served, the first one/u);
  });

  it('warns of nothing', () => {
    expect(logs.match(/::(?:warning|error)::.*/gu)).toBeNull();
  });

  it('leaves no token in a log, in a file of the machine or of the forge', () => {
    const { token } = team.gitea.administrator;
    expect(logs.match(/searched for a token of 40 characters/gu)).toHaveLength(2);
    expect(logs.match(/^\S+ token in \/.*/gmu)).toBeNull();
    expect(logs).not.toContain(token);
    expect(team.filesWith(token)).toEqual([]);
  });
});

describe('comment-from-fork.yml', () => {
  let foreign: { pull: PullRequest; review: Review; followed: string };
  let own: { followed: string };

  /** What the workflow said that followed the review of a request. */
  const followed = async (pull: PullRequest, reviews: number): Promise<string> => {
    await page.ended(pull.head.sha, 'model.yml');
    const ask = async () => {
      const runs = await page.runsOf('comment-from-fork.yml');
      const ended = runs.filter(({ status }) => status === 'completed');
      return ended.length >= reviews && ended.toSorted((a, b) => b.id - a.id)[0];
    };
    return logsOf(await until(ask, `${reviews} runs of comment-from-fork.yml end`, 120_000, 200));
  };

  beforeAll(async () => {
    const before = (await page.runsOf('model.yml')).length;
    await team.propose('distance', { features: 'distance' });
    const distance = await page.open('Learn from the distance', 'distance');
    own = { followed: await followed(distance, before + 1) };
    const stranger = await team.gitea.addUser('stranger');
    await team.gitea.api('POST', `/repos/${repository}/forks`, {}, stranger);
    await team.propose('idea', { features: 'hour' }, `${stranger.name}/flights`, stranger);
    const pull = await page.open('An idea', `${stranger.name}:idea`, stranger);
    await page.approve(await page.started(pull.head.sha));
    const said = await followed(pull, before + 2);
    foreign = { pull, review: await page.review(pull), followed: said };
  }, 240_000);

  it("says whose figures the comment on a fork's request shows", () => {
    expect(foreign.followed).toMatch(/1 section of the comment written: http/u);
    expect(foreign.review.comments).toHaveLength(1);
    const [comment] = foreign.review.comments;
    expect(comment?.body).toMatch(/The fork.{0,8}s own figures: .*12,000 rows/u);
    expect(comment?.body).toContain('nothing was checked again');
  });

  it('leaves the comment of a branch of the repository alone', () => {
    expect(own.followed).toMatch(/Pull request \d+ is a branch of this repository/u);
  });
});

describe('mlops init, from a script and a table to a verdict', () => {
  const mostMinutes = 5;
  const mostEditedLines = 10;
  let review: Review;
  let edited: number;
  let minutes: number;

  beforeAll(async () => {
    const { gitea } = team;
    await publishAction(gitea, setupPython(), 'actions/setup-python', 'v5');
    const folder = newRepository({ 'train.py': trainingScript, 'data/loans.csv': loans() });
    await publish(gitea, folder, 'acme/loan-default');
    const started = performance.now();
    git(folder, 'remote', 'add', 'origin', `${gitea.url}/acme/loan-default.git`);
    git(folder, 'switch', '-q', '-c', 'review-models');
    const { output } = await mlops(folder, 'init', '--yes', '--actions', 'acme/mlops-actions@v1');
    const added = linesToAdd(output);
    edited = added.filter((line) => line !== '').length;
    writeFileSync(join(folder, 'train.py'), `${trainingScript}\n${added.join('\n')}`);
    const workflow = join(folder, '.github', 'workflows', 'model-ci.yml');
    writeFileSync(workflow, asHere(readFileSync(workflow, 'utf8')));
    commit(folder, 'Review models');
    await push(gitea, folder, 'acme/loan-default', 'review-models');
    const loanPage = repositoryPage(gitea, 'acme/loan-default');
    const pull = await loanPage.open('Review models', 'review-models');
    review = await loanPage.review(pull, 'model-ci.yml');
    minutes = (performance.now() - started) / 60_000;
  }, 240_000);

  it(`takes ${mostMinutes} minutes and ${mostEditedLines} lines at most`, () => {
    expect(minutes).toBeLessThan(mostMinutes);
    expect(edited).toBeGreaterThan(0);
    expect(edited).toBeLessThanOrEqual(mostEditedLines);
  });

  it('ends with a comment of the job', () => {
    expect(review.run.conclusion).toBe('success');
    expect(review.comments.map(({ user }) => user.login)).toEqual(['gitea-actions']);
    const body = review.comments[0]?.body;
    expect(body).toMatch(/AUC 0\.\d+ \(95 % interval .*on 1,200 held-out rows: above the floor/u);
    expect(body).toContain('4 checks on 4,000 rows, none failed');
  });
});
