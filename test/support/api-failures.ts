import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { start } from '../../shared/hosts/start.ts';
import type { StepContext } from '../../shared/ports/step.ts';
import { canary, token, ways } from './failing-ways.ts';
import { type ForgeJob, githubJob, gitlabJob } from './forge-job.ts';
import { githubForge, octocat, workflowBot } from './forges/github.ts';
import { gitlabForge, projectBot } from './forges/gitlab.ts';
import type { Failure, LoopbackServer } from './forges/loopback-server.ts';
import { type PlainDefinition, plainStep } from './plain-step.ts';

const pace = { wait: async () => undefined, random: () => 0.5, now: () => 0 };
type Context = StepContext<PlainDefinition>;

/** Calls that only show what a step found: the exit code is the verdict's. */
const shown = {
  github: [
    ...['issues/list-comments', 'issues/create-comment', 'issues/get-comment'],
    ...['issues/update-comment', 'reactions/create-for-issue-comment'],
    ...['reactions/delete-for-issue-comment', 'users/get-authenticated'],
    ...['checks/list-for-ref', 'checks/create', 'checks/update', 'repos/create-commit-status'],
    ...['pulls/get', 'repos/list-pull-requests-associated-with-commit'],
  ],
  gitlab: [
    ...['list-notes', 'create-note', 'show-note', 'edit-note', 'current-user'],
    ...['create-award', 'list-awards', 'delete-award', 'set-status', 'show-merge-request'],
  ],
} as const;

/** Calls a step makes for its own sake: without their answer it cannot conclude. */
const needed: Readonly<
  Record<keyof typeof shown, Readonly<Record<string, (context: Context) => Promise<unknown>>>>
> = {
  github: {
    'issues/list-for-repo': async ({ host }) =>
      (await host.issues?.(undefined))?.find('mlops', 'x'),
    'issues/create': async ({ host }) =>
      (await host.issues?.(undefined))?.create('a', 'b', 'mlops'),
    'issues/update': close,
    'issues/create-comment': answer,
    'repos/create-dispatch-event': ({ host }) =>
      raise(host, { kind: 'event', event: 'retrain', values: {} }),
    'actions/create-workflow-dispatch': ({ host }) =>
      raise(host, { kind: 'workflow', workflow: 'cd.yml', ref: 'main', values: {} }),
    'repos/list-deployments': deploy,
    'repos/create-deployment': deploy,
    'repos/create-deployment-status': deploy,
  },
  gitlab: {
    'list-issues': async ({ host }) => (await host.issues?.(undefined))?.find('mlops', 'x'),
    'create-issue': async ({ host }) => (await host.issues?.(undefined))?.create('a', 'b', 'mlops'),
    'edit-issue': close,
    'create-issue-note': answer,
    'trigger-pipeline': ({ host }) =>
      raise(host, { kind: 'pipeline', ref: 'main', token: undefined, values: {} }),
  },
};

async function close({ host }: Context): Promise<unknown> {
  return (await host.issues?.(undefined))?.update(21, { state: 'closed' });
}

async function answer({ host }: Context): Promise<void> {
  await (await host.issues?.(undefined))?.comment(21, 'It is back.');
}

type Dispatch = NonNullable<Awaited<ReturnType<NonNullable<Context['host']['dispatch']>>>>;

async function raise(host: Context['host'], request: Parameters<Dispatch['start']>[0]) {
  return (await host.dispatch?.(undefined))?.start(request);
}

async function deploy({ host }: Context): Promise<void> {
  const made = await (await host.deployments?.(undefined))?.begin(
    'production',
    'mlops:a',
    'A model',
  );
  await made?.change({ state: 'success', description: 'Live.', environmentUrl: undefined });
}

const forges = {
  github: await githubForge({ workflows: { 'cd.yml': [] } }),
  gitlab: await gitlabForge(),
};
const jobs = { github: githubJob, gitlab: gitlabJob };
afterAll(() => Promise.all(Object.values(forges).map((forge) => forge.close())));

interface Ended {
  code: number;
  job: ForgeJob;
  /** Whether the call was made at all. */
  asked: boolean;
}

/** The comment that an earlier run wrote about another commit. */
const left: Partial<Record<keyof typeof shown, string | undefined>> = {};

/** What the request has when a run begins: that comment, where it need not be written first. */
function arrange(kind: keyof typeof shown, operation: string): void {
  const { [kind]: body } = left;
  const { github, gitlab } = forges;
  github.comments.length = 0;
  gitlab.notes.length = 0;
  if (body === undefined || ['issues/create-comment', 'create-note'].includes(operation)) return;
  // Of what a bot has written, nobody asks whose it is.
  const author = operation === 'users/get-authenticated' ? octocat : workflowBot;
  if (kind === 'github') github.addComment(7, author, body);
  else gitlab.addNote(projectBot, body);
}

/** Each run is about a commit of its own, so that no check or section of an earlier one is there. */
let commits = 0;

async function run(
  kind: keyof typeof shown,
  operation: string,
  answer: Failure['answer'],
  body?: (context: Context) => Promise<unknown>,
): Promise<Ended> {
  const forge: LoopbackServer = forges[kind];
  arrange(kind, operation);
  // Statuses are written only where check runs are refused.
  const before = operation === 'repos/create-commit-status' ? ['checks/list-for-ref'] : [];
  forge.failWith(
    ...before.map((each) => ({ operation: each, answer: { status: 403, body: {} } })),
    { operation, answer },
  );
  const timeoutMs = answer === 'nothing' || answer === 'slow' ? 25 : 20_000;
  const publishes = body === undefined ? 'always' : 'never';
  const job = jobs[kind](forge as never, {
    token,
    inputs: { comment: publishes, 'commit-check': publishes },
    commit: String(++commits).padStart(40, '0'),
    patience: { timeoutMs },
    // The event of a pull request names it.
    event: operation === 'repos/list-pull-requests-associated-with-commit' ? 'push' : undefined,
  });
  const step = plainStep(async (context) => {
    await body?.(context);
    return { verdict: 'fail', summary: 'AUC fell by 0.02.' };
  });
  const first = forge.requests.length;
  const code = await start(step, job.host, pace);
  const asked = forge.requests.slice(first).some((each) => each.operation === operation);
  return { code, job, asked };
}

/** Whatever happened: the record and the report are there, and the token is nowhere. */
function expectWhole({ job, asked }: Ended, what: string): void {
  expect(asked, `${what}: never asked`).toBe(true);
  const report = join(job.directory, '.mlops', 'report.html');
  expect(existsSync(report) && readFileSync(report, 'utf8').includes('</html>'), what).toBe(true);
  expect(existsSync(join(job.directory, '.mlops/records/evaluate-gate.json')), what).toBe(true);
  expect(job.written().includes(canary), `${what}: the token is written`).toBe(false);
  expect(job.io.out(), what).not.toMatch(/^\s+at .*\.ts:\d/mu);
  job.remove();
}

/**
 * Every call the hosts make, failing in every way, or each in a share of the ways that differs from
 * the next one's.
 */
export function testFailures(kind: keyof typeof shown, shares: number): void {
  beforeAll(async () => {
    const { job } = await run(kind, 'none of them', 'hang-up');
    left[kind] = (kind === 'github' ? forges.github.comments : forges.gitlab.notes)[0]?.body;
    job.remove();
  });

  test.each(shown[kind].map((operation, place) => [operation, place] as const))(
    `${kind}: no failure of %s changes the verdict or costs the report`,
    async (operation, place) => {
      for (const [name, answer] of ways(place, shares)) {
        const ended = await run(kind, operation, answer);
        expect(ended.code, `${operation}: ${name}`).toBe(1);
        expectWhole(ended, `${operation}: ${name}`);
      }
    },
  );

  test.each(
    Object.entries(needed[kind]).map(([name, body], place) => [name, place, body] as const),
  )(
    `${kind}: no failure of %s is taken for the verdict: exit code 3, and who did not answer`,
    async (operation, place, body) => {
      for (const [name, answer] of ways(place, shares)) {
        const ended = await run(kind, operation, answer, body);
        expect(ended.code, `${operation}: ${name}\n${ended.job.io.out()}`).toBe(3);
        expect(ended.job.io.out() + ended.job.io.err()).toMatch(/Git(?:Hub|Lab) /u);
        expectWhole(ended, `${operation}: ${name}`);
      }
    },
  );
}
