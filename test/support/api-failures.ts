import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { start } from '../../shared/hosts/start.ts';
import type { StepContext } from '../../shared/ports/step.ts';
import { type ForgeJob, githubJob, gitlabJob } from './forge-job.ts';
import { githubForge } from './forges/github.ts';
import { gitlabForge } from './forges/gitlab.ts';
import type { Failure, LoopbackServer } from './forges/loopback-server.ts';
import { type PlainDefinition, plainStep } from './plain-step.ts';

/** In the token, and so in every request: it may stand nowhere that outlives the process. */
const canary = 'c4naryTokenOfThisTest';
const token = `ghs_${canary}`;
const pace = { wait: async () => undefined, random: () => 0.5, now: () => 0 };
type Context = StepContext<PlainDefinition>;

/** How any call can go wrong. */
const failures = {
  403: refusal(403),
  404: refusal(404),
  409: refusal(409),
  422: refusal(422),
  429: { ...refusal(429), headers: { 'retry-after': '2' } },
  '429 for an hour': { ...refusal(429), headers: { 'retry-after': '3600' } },
  500: refusal(500),
  '502 from a proxy': { status: 502, body: '<html><h1>Bad gateway</h1></html>' },
  'a time-out': 'nothing',
  'a cut answer': 'cut',
  'a slow answer': 'slow',
  'a closed connection': 'hang-up',
} as const satisfies Record<string, Failure['answer']>;

function refusal(status: number) {
  // A forge that repeats what it was sent.
  return { status, body: { message: `No, ${token}.` } };
}

/** Calls that only show what a step found: the exit code is the verdict's. */
const shown = {
  github: [
    ...['issues/list-comments', 'issues/create-comment', 'issues/get-comment'],
    ...['issues/update-comment', 'reactions/create-for-issue-comment'],
    ...['reactions/delete-for-issue-comment', 'users/get-authenticated'],
    ...['checks/list-for-ref', 'checks/create', 'checks/update', 'repos/create-commit-status'],
  ],
  gitlab: [
    ...['list-notes', 'create-note', 'show-note', 'edit-note', 'current-user'],
    ...['create-award', 'list-awards', 'delete-award', 'set-status'],
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
    'trigger-pipeline': ({ host }) =>
      raise(host, { kind: 'pipeline', ref: 'main', token: undefined, values: {} }),
  },
};

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
}

async function run(
  kind: keyof typeof shown,
  operation: string,
  answer: Failure['answer'],
  body?: (context: Context) => Promise<unknown>,
): Promise<Ended> {
  const forge: LoopbackServer = forges[kind];
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
    patience: { timeoutMs },
  });
  const step = plainStep(async (context) => {
    await body?.(context);
    return { verdict: 'fail', summary: 'AUC fell by 0.02.' };
  });
  return { code: await start(step, job.host, pace), job };
}

/** Whatever happened: the record and the report are there, and the token is nowhere. */
function expectWhole({ job }: Ended, what: string): void {
  const report = join(job.directory, '.mlops', 'report.html');
  expect(existsSync(report) && readFileSync(report, 'utf8').includes('</html>'), what).toBe(true);
  expect(existsSync(join(job.directory, '.mlops/records/evaluate-gate.json')), what).toBe(true);
  expect(job.written().includes(canary), `${what}: the token is written`).toBe(false);
  expect(job.io.out(), what).not.toMatch(/^\s+at .*\.ts:\d/mu);
  job.remove();
}

/** How a call of this place in the list is made to fail, of `shares` shares of all the ways. */
function ways(place: number, shares: number): [string, Failure['answer']][] {
  return Object.entries(failures).filter((_, index) => index % shares === place % shares);
}

/**
 * Every call the hosts make, failing in every way, or each in a share of the ways that differs from
 * the next one's.
 */
export function testFailures(kind: keyof typeof shown, shares: number): void {
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
