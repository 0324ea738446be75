import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { githubHost } from '../../../shared/hosts/github.ts';
import { githubPastRuns } from '../../../shared/hosts/github-past-runs.ts';
import { noContext } from '../../../shared/hosts/no-context.ts';
import type { PastRunsAnswer } from '../../../shared/ports/past-runs.ts';
import { type ArtifactService, artifactService } from '../../support/forges/artifact-service.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import type { GithubRun } from '../../support/forges/github-runs.ts';
import { plainDefinition } from '../../support/plain-step.ts';
import { stepRecord } from '../../support/step-records.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testIo } from '../../support/test-io.ts';
import { type ZipMember, zipArchive } from '../../support/zip-archive.ts';

const commit = 'b'.repeat(40);
const token = 'ghs_secret';
const recordName = 'mlops.flights.evaluate-gate.1.record';
const filesName = 'mlops.flights.train-on-gpu-runner.1.files';
const run: GithubRun = {
  id: 41,
  attempt: 1,
  event: 'push',
  headSha: commit,
  headBranch: 'main',
  headRepository: 'octo/flights',
};

let artifacts: ArtifactService;
let forge: GithubForge;
const runs: GithubRun[] = [];
const listed: Record<string, { run?: number; expired?: boolean; size?: number }> = {};

beforeAll(async () => {
  artifacts = await artifactService();
  forge = await githubForge({ runs: { runs, artifacts, listed } });
});
afterAll(() => Promise.all([artifacts.close(), forge.close()]));
beforeEach(() => {
  timeoutMs = 15_000;
  forge.failWith();
  forge.requests.length = 0;
  artifacts.failAt(undefined, 'cut');
  artifacts.kept.length = 0;
  artifacts.authorizations.length = 0;
  runs.splice(0, runs.length, run);
  for (const name of Object.keys(listed)) delete listed[name];
});

const text = 'id,prediction,label\n1,0.9,1\n2,0.2,0\n';
const predictions = {
  path: 'out/predictions.csv',
  size: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
};

function record(given: Partial<StepRecord> = {}): StepRecord {
  return stepRecord('evaluate-gate', {
    summary: 'AUC 0.71.',
    inputs: { challenger: [predictions] },
    ...given,
    subject: { commit, ...given.subject },
  });
}

function leave(content: object | string, name = recordName, ...more: ZipMember[]): void {
  const json = typeof content === 'string' ? content : JSON.stringify(content);
  artifacts.put(name, zipArchive({ name: 'record.json', content: json }, ...more));
}

function leaveFiles(content = text, name: string = predictions.path): void {
  artifacts.put(filesName, zipArchive({ name: 'model.bin', content: 'w' }, { name, content }));
}

let timeoutMs = 15_000;

function search(env: Record<string, string> = {}) {
  return githubPastRuns({
    io: testIo({ env: { GITHUB_API_URL: forge.url, ...env } }),
    context: { ...noContext, repository: 'octo/flights', runId: '99' },
    token,
    patience: { timeoutMs, retries: 0, longestRestS: 0, secondMs: 1 },
  });
}

async function find(env: Record<string, string> = {}): Promise<PastRunsAnswer> {
  const answer = await search(env)?.find({ model: 'flights', commit }, tempDir());
  expect(forge.violations).toEqual([]);
  if (answer === undefined) throw new Error('there is nothing to ask');
  return answer;
}

/** What `find` throws, in words. */
async function refusal(): Promise<{ code?: string; message?: string; hint?: string }> {
  return find().then(
    () => ({}),
    (error) => error,
  );
}

describe('what the gate said at a commit', () => {
  it('comes from a run of that commit, with the predictions it judged', async () => {
    leave(record());
    leaveFiles();
    const { left, problems } = await find();
    expect(problems).toEqual([]);
    expect(left?.run).toEqual({ id: '41', url: expect.stringContaining('/actions/runs/41') });
    expect(left?.gate).toMatchObject({ model: 'flights', commit, summary: 'AUC 0.71.' });
    expect(left?.predictions.map((path) => readFileSync(path, 'utf8'))).toEqual([text]);
  });

  it('reaches a job through its host', async () => {
    leave(record());
    const env = {
      ...{ GITHUB_API_URL: forge.url, GITHUB_TOKEN: token, GITHUB_REPOSITORY: 'octo/flights' },
      ...{ GITHUB_RUN_ID: '99', RUNNER_TEMP: tempDir() },
    };
    const flags = { values: new Map(), help: false, post: false };
    const host = githubHost(plainDefinition, flags, testIo({ env }));
    const past = await host.pastRuns?.(undefined, '/anywhere');
    const answer = await past?.find({ model: 'flights', commit }, tempDir());
    expect(answer?.left?.run.id).toBe('41');
  });

  it('is fetched without showing the token to the storage', async () => {
    leave(record());
    leaveFiles();
    await find();
    expect(forge.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
    expect(artifacts.authorizations).toEqual([]);
  });

  it('is that of the newest attempt of the newest run', async () => {
    runs.unshift({ ...run, id: 40 });
    runs[1] = { ...run, attempt: 2 };
    leave(record({ summary: 'First.' }));
    leave(record({ summary: 'Second.' }), 'mlops.flights.evaluate-gate.2.record');
    leave(record({ summary: 'Not yet.' }), 'mlops.flights.evaluate-gate.3.record');
    const { left } = await find();
    expect({ run: left?.run.id, summary: left?.gate.summary }).toEqual({
      run: '41',
      summary: 'Second.',
    });
  });

  it('is known without predictions where they have not been handed on', async () => {
    leave(record());
    leaveFiles(text, 'elsewhere.csv');
    const { left, problems } = await find();
    expect({ predictions: left?.predictions, problems }).toEqual({ predictions: [], problems: [] });
  });

  it.each<[string, Partial<GithubRun>]>([
    ['a fork', { headRepository: 'mallory/flights', event: 'pull_request' }],
    ['a run that failed', { conclusion: 'failure' }],
    ['a run that was cancelled', { conclusion: 'cancelled' }],
    ['the run that asks', { id: 99 }],
    ['an event that may run a fork’s code', { event: 'pull_request_target' }],
    ['another run’s event', { event: 'workflow_run' }],
    ['another commit', { headSha: 'c'.repeat(40) }],
  ])('is never that of %s', async (_of, change) => {
    runs[0] = { ...run, ...change };
    leave(record());
    expect(await find()).toEqual({ left: undefined, problems: [] });
    expect(forge.requests.map(({ operation }) => operation)).toEqual([
      'actions/list-workflow-runs-for-repo',
    ]);
  });

  it('may be nothing: no such run, or one that left other things', async () => {
    artifacts.put('coverage', Buffer.from('something else'));
    leave(record({ model: 'trains' }), 'mlops.trains.evaluate-gate.1.record');
    expect(await find()).toEqual({ left: undefined, problems: [] });
    runs.length = 0;
    expect(await find()).toEqual({ left: undefined, problems: [] });
  });
});

describe('an artifact that is not what it says', () => {
  it.each<[string, () => void, RegExp]>([
    [
      'is of another model',
      () => leave(record({ model: 'trains' })),
      /it is about evaluate-gate of the model "trains"/u,
    ],
    [
      'is of another step',
      () => leave({ ...record(), step: 'data-validate' }),
      /it is about data-validate/u,
    ],
    [
      'is of another commit',
      () => leave(record({ subject: { ...record().subject, commit: 'd'.repeat(40) } })),
      /it is about commit ddddddd/u,
    ],
    [
      'names no commit',
      () => leave(record({ subject: { ...record().subject, commit: null } })),
      /it names no commit/u,
    ],
    ['is of no known form', () => leave({ ...record(), schema: 'other/9' }), /form is wrong/u],
    ['is no JSON', () => leave('<script>'), /has no record\.json, or one that is no JSON/u],
    [
      'has a second file',
      () => leave(record(), recordName, { name: 'more', content: 'x' }),
      /holds 2 files, and 1 is allowed/u,
    ],
    [
      'leads out of its folder',
      () => artifacts.put(recordName, zipArchive({ name: '../../record.json', content: '{}' })),
      /would leave its folder/u,
    ],
    [
      'is a link',
      () =>
        artifacts.put(
          recordName,
          zipArchive({ name: 'record.json', content: '/etc/passwd', mode: 0o120777 }),
        ),
      /is a link/u,
    ],
    ['is a bomb', () => leave(`"${'0'.repeat(17 * 1024 * 1024)}"`), /unpacked it would take/u],
    ['is no archive', () => artifacts.put(recordName, Buffer.from('PK')), /not a whole ZIP/u],
  ])('is left out, and the reason is said: it %s', async (_case, put, reason) => {
    put();
    const { left, problems } = await find();
    expect(left).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^What run 41 left \(mlops\.flights\.evaluate-gate\.1\.record\) cannot be used: /u,
    );
    expect(problems[0]).toMatch(reason);
  });

  it('gives way to that of the run before', async () => {
    runs.unshift({ ...run, id: 42, attempt: 2 });
    leave('no', 'mlops.flights.evaluate-gate.2.record');
    leave(record());
    const { left, problems } = await find();
    expect(left?.run.id).toBe('41');
    expect(problems).toHaveLength(1);
  });

  it('is not fetched when it is listed as too large', async () => {
    leave(record());
    listed[recordName] = { size: 17 * 1024 * 1024 };
    const { problems } = await find();
    expect(problems[0]).toMatch(/it has 17\.8\sMB, and 16\.8\sMB are allowed\.$/u);
    expect(forge.requests.map(({ operation }) => operation)).not.toContain(
      'actions/download-artifact',
    );
  });

  it.each<[string, () => void, RegExp]>([
    ['were changed', () => leaveFiles(text.replace('0.9', '0.8')), /its SHA-256 differs/u],
    ['have another size', () => leaveFiles('id\n'), /it has 3 bytes and not 36/u],
    ['lie outside', () => leaveFiles(text, '../out/predictions.csv'), /would leave its folder/u],
  ])('leaves the record alone where its predictions %s', async (_case, put, reason) => {
    leave(record());
    put();
    const { left, problems } = await find();
    expect(left?.predictions).toEqual([]);
    expect(left?.gate.summary).toBe('AUC 0.71.');
    expect(problems[0]).toMatch(reason);
  });
});

describe('an artifact that expired', () => {
  const story = `What run 41 left (${recordName}) expired after 90 days.`;

  it('is named with the days it was kept', async () => {
    leave(record());
    listed[recordName] = { expired: true };
    expect(await find()).toEqual({ left: undefined, problems: [story] });
  });

  it('is named as well where it expires between the list and the download', async () => {
    leave(record());
    forge.failWith({
      operation: 'actions/download-artifact',
      answer: { status: 410, body: { message: 'Artifact has expired' } },
    });
    expect(await find()).toEqual({ left: undefined, problems: [story] });
  });
});

describe('a forge that does not tell', () => {
  const message = { message: 'no' };
  it.each<[string, number | 'nothing' | 'hang-up', string]>([
    ['403', 403, 'forbidden'],
    ['404', 404, 'not-found'],
    ['429', 429, 'rate-limited'],
    ['500', 500, 'unavailable'],
    ['nothing in time', 'nothing', 'unavailable'],
    ['nothing at all', 'hang-up', 'unavailable'],
  ])('ends in an error that says what was asked: %s', async (_case, failure, code) => {
    timeoutMs = failure === 'nothing' ? 100 : 15_000;
    const answer = typeof failure === 'number' ? { status: failure, body: message } : failure;
    forge.failWith({ operation: 'actions/list-workflow-runs-for-repo', answer });
    const error = await refusal();
    expect(error.code).toBe(code);
    expect(error.message).toContain('find the runs of commit bbbbbbb');
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it('says which permission is missing', async () => {
    leave(record());
    const answer = { status: 403, body: { message: 'Resource not accessible by integration' } };
    forge.failWith({ operation: 'actions/download-artifact', answer });
    const { code, hint } = await refusal();
    expect({ code, hint }).toEqual({
      code: 'forbidden',
      hint: 'Give the job `permissions: actions: read`, so that it may read the artifacts of earlier runs.',
    });
  });

  it.each<[string, Parameters<ArtifactService['failAt']>[1], RegExp]>([
    ['403', { status: 403 }, /could not be fetched \(403\)/u],
    ['half of it', 'cut', /could not be fetched \(the connection broke off\)/u],
  ])('counts an artifact as lost where its storage answers %s', async (_case, answer, why) => {
    leave(record());
    artifacts.failAt('GET', answer);
    const { left, problems } = await find();
    expect(left).toBeUndefined();
    expect(problems[0]).toMatch(why);
    expect(problems[0]).not.toContain('sig=');
  });
});

describe('on Gitea', () => {
  const gitea = { GITEA_ACTIONS: 'true' };

  it('counts runs of the repository’s own events, for it names no other repository', async () => {
    leave(record());
    runs.unshift({ ...run, id: 77, event: 'pull_request', giteaRequest: 7 });
    const found = await search(gitea)?.find({ model: 'flights', commit }, tempDir());
    expect(found?.left?.run.id).toBe('41');
    // Gitea's list lacks what GitHub's description requires; what we ask has to fit all the same.
    const violations = forge.violations.splice(0);
    expect(violations).toEqual([expect.stringContaining("required property 'head_repository'")]);
  });

  it('of a version without such lists is said to be', async () => {
    const answer = { status: 404, body: { message: 'Not Found' } };
    forge.failWith({ operation: 'actions/list-workflow-runs-for-repo', answer });
    await expect(find(gitea)).rejects.toMatchObject({
      code: 'not-found',
      hint: 'Gitea lists runs and artifacts from version 1.25 on; before it, only the cache carries records from run to run.',
    });
  });
});

describe('where there is nothing to ask', () => {
  it('is under act, on GitHub Enterprise Server, and outside of a repository', () => {
    expect(search({ ACT: 'true' })).toBeUndefined();
    expect(search({ GITHUB_SERVER_URL: 'https://ghe.example.org' })).toBeUndefined();
  });

  it('is without a token, which is an error with its fix', () => {
    const given = () =>
      githubPastRuns({
        io: testIo(),
        context: { ...noContext, repository: 'octo/flights' },
        token: undefined,
        patience: { timeoutMs, retries: 0, longestRestS: 0, secondMs: 1 },
      });
    expect(given).toThrow(/no token to look for what earlier runs left/u);
  });
});
