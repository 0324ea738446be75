import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Flags } from '../../../shared/hosts/flags.ts';
import { githubHost } from '../../../shared/hosts/github.ts';
import { gitlabHost } from '../../../shared/hosts/gitlab.ts';
import { start } from '../../../shared/hosts/start.ts';
import type { Host } from '../../../shared/ports/host.ts';
import {
  type CommentForge,
  type ForgeKind,
  forgeKinds,
  impatient,
} from '../../support/comment-forges.ts';
import type { Failure } from '../../support/forges/loopback-server.ts';
import { plainDefinition, plainStep } from '../../support/plain-step.ts';
import { type TestIo, testIo } from '../../support/test-io.ts';

const pace = { wait: async () => undefined, random: () => 0.5 };
const noFlags: Flags = { values: new Map(), help: false, post: false };

let open: CommentForge | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

interface Job {
  forge: CommentForge;
  host: Host;
  io: TestIo;
  directory: string;
}

async function startJob(
  kind: ForgeKind,
  inputs: Readonly<Record<string, string>> = {},
  options: { readOnlyTokens?: string[]; timeoutMs?: number } = {},
): Promise<Job> {
  const forge = await kind.start(options);
  open = forge;
  const directory = mkdtempSync(join(tmpdir(), 'job-'));
  const values = { 'working-directory': directory, token: kind.token, ...inputs };
  const io = testIo({ cwd: directory, env: variables(kind, forge, directory) });
  const flags = { ...noFlags, values: new Map(Object.entries(values).filter(([, v]) => v !== '')) };
  const patience = { ...impatient, timeoutMs: options.timeoutMs ?? impatient.timeoutMs };
  const make = kind.name === 'GitHub' ? githubHost : gitlabHost;
  return { forge, io, directory, host: make(plainDefinition, flags, io, patience) };
}

function variables(kind: ForgeKind, forge: CommentForge, directory: string) {
  if (kind.name === 'GitLab') {
    return {
      GITLAB_CI: 'true',
      CI_API_V4_URL: `${forge.url}/api/v4`,
      CI_PROJECT_ID: '5',
      CI_MERGE_REQUEST_IID: '7',
      CI_JOB_ID: `test-${process.pid}`,
    };
  }
  const event = join(directory, 'event.json');
  writeFileSync(
    event,
    JSON.stringify({ pull_request: { number: 7, head: { sha: 'a'.repeat(40) } } }),
  );
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    RUNNER_TEMP: directory,
  };
}

/** Everything a person or a later job could read. */
function everythingWritten({ io, directory }: Job): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  // The runner hides what add-mask names, and never shows that line itself.
  const out = io.out().replaceAll(/^::add-mask::.*$/gmu, '');
  return [out, io.err(), ...files].join('\n');
}

const status = (code: number, message: string, headers = {}): Failure => ({
  operation: '*',
  answer: { status: code, headers, body: { message } },
});

/** What goes wrong, and what a person must be able to read about it. */
const failures: readonly [string, Failure, RegExp][] = [
  ['401', status(401, 'Bad credentials'), /does not accept the token \(401 Bad credentials\)/u],
  [
    '403',
    status(403, 'Resource not accessible'),
    /does not allow this token to .*\(403 Resource not accessible\)/u,
  ],
  ['404', status(404, 'Not Found'), /finds nothing there to .*\(404 Not Found\)/u],
  ['422', status(422, 'Validation Failed'), /refused to .* as invalid \(422 Validation Failed\)/u],
  [
    '429',
    status(429, 'Slow down', { 'retry-after': '2' }),
    /too many requests to .* wants 2 s of rest \(429 Slow down\)/u,
  ],
  ['429 for an hour', status(429, 'Slow down', { 'retry-after': '3600' }), /wants 3600 s of rest/u],
  ['500', status(500, 'Server Error'), /had an error when asked to .*\(500 Server Error\)/u],
  [
    '502 from a proxy',
    { operation: '*', answer: { status: 502, body: '<html><h1>Bad gateway</h1></html>' } },
    /had an error when asked to .*\(502 Bad gateway\)/u,
  ],
  [
    'a page instead of an answer',
    { operation: '*', answer: { status: 200, body: '<html>Log in</html>' } },
    /(answered a request about|did not answer when asked)/u,
  ],
  [
    'nothing',
    { operation: '*', answer: 'nothing' },
    /did not answer when asked to read the (comments|notes)/u,
  ],
  [
    'half an answer',
    { operation: '*', answer: 'cut' },
    /did not answer when asked to read the (comments|notes)/u,
  ],
  [
    'a closed connection',
    { operation: '*', answer: 'hang-up' },
    /did not answer when asked to read the (comments|notes)/u,
  ],
];

describe.each(forgeKinds)('$name, when the comment cannot be written', (kind) => {
  test.each(failures)(
    '%s: a reason, the verdict stands, the report is there',
    async (_name, failure, reason) => {
      const silent = failure.answer === 'nothing';
      const job = await startJob(kind, {}, silent ? { timeoutMs: 200 } : {});
      job.forge.failWith(failure);
      const code = await start(plainStep(), job.host, pace);
      expect(code).toBe(0);
      expect(job.io.out()).toMatch(/warning/u);
      expect(job.io.out()).toMatch(reason);
      expect(job.io.out()).toContain('The verdict stands, and the report is on disk.');
      const reports = readdirSync(join(job.directory, '.mlops'));
      expect(reports).toEqual(
        expect.arrayContaining(['comment.md', 'junit', 'metrics.txt', 'report.html']),
      );
      expect(everythingWritten(job).includes(kind.token)).toBe(false);
    },
  );

  test('a failing verdict still fails the job, and the warning is there too', async () => {
    const job = await startJob(kind);
    job.forge.failWith(status(403, 'Forbidden'));
    const step = plainStep({ verdict: 'fail', summary: 'AUC fell by 0.02.' });
    expect(await start(step, job.host, pace)).toBe(1);
    expect(job.io.out()).toContain('The comment was not written');
  });

  test('one 429 is waited for, and the comment is written', async () => {
    const job = await startJob(kind);
    const failure = { ...status(429, 'Slow down', { 'retry-after': '2' }), calls: [1] };
    job.forge.failWith({ ...failure, operation: kind.operations.create });
    expect(await start(plainStep(), job.host, pace)).toBe(0);
    expect(job.forge.bodies()).toHaveLength(1);
    expect(job.io.out()).not.toContain('warning');
  });

  test('one 500 and one lost connection are tried again', async () => {
    const job = await startJob(kind);
    job.forge.failWith(
      { ...status(500, 'Oops'), operation: kind.operations.list, calls: [1] },
      { operation: kind.operations.list, calls: [2], answer: 'hang-up' },
    );
    expect(await start(plainStep(), job.host, pace)).toBe(0);
    expect(job.forge.bodies()).toHaveLength(1);
    expect(job.io.out()).not.toContain('warning');
  });

  test('a token that may only read is told what it lacks', async () => {
    const job = await startJob(kind, {}, { readOnlyTokens: [kind.token] });
    expect(await start(plainStep(), job.host, pace)).toBe(0);
    expect(job.io.out()).toMatch(
      kind.name === 'GitHub' ? /permissions: pull-requests: write/u : /scope `api`/u,
    );
    expect(job.forge.bodies()).toEqual([]);
  });

  test('no token: a notice with auto, a warning with always', async () => {
    const auto = await startJob(kind, { token: '' });
    await start(plainStep(), auto.host, pace);
    expect(auto.io.out()).toContain('There is no token');
    expect(auto.io.out()).not.toMatch(/::warning|warning: /u);
    await auto.forge.close();
    const always = await startJob(kind, { token: '', comment: 'always' });
    await start(plainStep(), always.host, pace);
    expect(always.io.out()).toMatch(
      /(::warning::|warning: )The comment was not written: There is no token/u,
    );
  });

  test('comment: never and commit-check: never ask the forge nothing', async () => {
    const job = await startJob(kind, { comment: 'never', 'commit-check': 'never' });
    await start(plainStep(), job.host, pace);
    expect(job.forge.requests).toEqual([]);
  });

  test('an older run leaves the section of a newer commit alone, and says so', async () => {
    const job = await startJob(kind);
    // The request has moved on: its head is aaa..., this run is about an older commit.
    const newer = plainStep({ subject: { commit: 'a'.repeat(40) }, summary: 'New result.' });
    await start(newer, job.host, pace);
    const older = plainStep({ subject: { commit: 'b'.repeat(40) }, summary: 'Old result.' });
    await start(older, job.host, pace);
    expect(job.forge.bodies()).toHaveLength(1);
    expect(job.forge.bodies()[0]).toContain('New result.');
    expect(job.forge.bodies()[0]).not.toContain('Old result.');
    expect(job.io.out()).toContain('this run is about bbbbbbb, it shows aaaaaaa');
  });

  test('a run about the newest commit replaces the section of an older one', async () => {
    const job = await startJob(kind);
    await start(
      plainStep({ subject: { commit: 'b'.repeat(40) }, summary: 'Old result.' }),
      job.host,
      pace,
    );
    await start(
      plainStep({ subject: { commit: 'a'.repeat(40) }, summary: 'New result.' }),
      job.host,
      pace,
    );
    expect(job.forge.bodies()).toHaveLength(1);
    expect(job.forge.bodies()[0]).toContain('New result.');
    expect(job.forge.bodies()[0]).not.toContain('Old result.');
    expect(job.forge.violations).toEqual([]);
  });
});
