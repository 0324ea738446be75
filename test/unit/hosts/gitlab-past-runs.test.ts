import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PastGate, pastGateVersion } from '../../../shared/domain/past-gate.ts';
import { gitlabHost } from '../../../shared/hosts/gitlab.ts';
import { gitlabPastRuns } from '../../../shared/hosts/gitlab-past-runs.ts';
import type { PastRunsAnswer } from '../../../shared/ports/past-runs.ts';
import { type GitlabForge, gitlabForge } from '../../support/forges/gitlab.ts';
import type { GitlabPastJob, GitlabPastPipeline } from '../../support/forges/gitlab-pipelines.ts';
import { plainDefinition } from '../../support/plain-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testIo } from '../../support/test-io.ts';

const commit = 'b'.repeat(40);
const token = 'glpat-secret';
const place = `.mlops/history/flights/${commit}`;
const text = 'id,prediction,label\n1,0.9,1\n2,0.2,0\n';
const gate: PastGate = {
  schema: pastGateVersion,
  model: 'flights',
  commit,
  at: '2026-01-01T10:00:00.000Z',
  verdict: 'pass',
  summary: 'AUC 0.71.',
  judgedModel: null,
  data: null,
  testSet: null,
  lookedBy: [],
  metrics: [],
  predictions: [
    {
      path: 'out/predictions.csv',
      size: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    },
  ],
};

const past: GitlabPastPipeline[] = [];
const jobToken: string[] = [];
let forge: GitlabForge;

beforeAll(async () => {
  forge = await gitlabForge({ past, jobToken });
});
afterAll(() => forge.close());
beforeEach(() => {
  forge.failWith();
  forge.requests.length = 0;
  past.length = 0;
  jobToken.length = 0;
});

function files(given: object | string = gate, predictions = text): Record<string, string> {
  const document = typeof given === 'string' ? given : JSON.stringify(given);
  return { [`${place}/gate.json`]: document, [`${place}/predictions-0.csv`]: predictions };
}

function job(given: Partial<GitlabPastJob> = {}): GitlabPastJob {
  return { id: 8, name: 'gate', status: 'success', files: files(), ...given };
}

function pipeline(given: Partial<GitlabPastPipeline> = {}): void {
  const own = { id: 41, sha: commit, source: 'push', status: 'success', jobs: [job()] };
  past.push({ ...own, ...given });
}

interface Given {
  token?: string | undefined;
  env?: Record<string, string>;
  timeoutMs?: number;
}

function search({ env = {}, timeoutMs = 15_000, ...given }: Given = {}) {
  const root = '/builds/group/project';
  const project = { CI_PROJECT_ID: '5', CI_PROJECT_DIR: root, CI_PIPELINE_ID: '99' };
  return gitlabPastRuns({
    io: testIo({
      env: { ...project, CI_API_V4_URL: forge.apiUrl, ...env },
      now: () => Date.parse('2026-06-01T00:00:00Z'),
    }),
    token: 'token' in given ? given.token : token,
    patience: { timeoutMs, retries: 0, longestRestS: 0, secondMs: 1 },
    reportDir: `${root}/.mlops`,
  });
}

async function find(given: Given = {}): Promise<PastRunsAnswer> {
  const answer = await search(given)?.find({ model: 'flights', commit }, tempDir());
  expect(forge.violations).toEqual([]);
  if (answer === undefined) throw new Error('there is nothing to ask');
  return answer;
}

async function refusal(given: Given = {}): Promise<Record<string, string>> {
  return find(given).then(
    () => ({}),
    (error) => error,
  );
}

describe('what the gate said at a commit', () => {
  it('comes from the job that left it, with the predictions it judged', async () => {
    const others = job({ id: 7, name: 'validate', files: { 'coverage.xml': '<x/>' } });
    pipeline({ jobs: [others, job()] });
    const { left, problems } = await find();
    expect(problems).toEqual([]);
    expect(left?.run.id).toBe('41');
    expect(left?.gate).toEqual(gate);
    expect(left?.predictions.map((path) => readFileSync(path, 'utf8'))).toEqual([text]);
  });

  it('reaches a job through its host', async () => {
    pipeline();
    const env = {
      ...{ CI_API_V4_URL: forge.apiUrl, GITLAB_TOKEN: token, CI_PROJECT_ID: '5' },
      ...{ CI_PROJECT_DIR: '/builds/a', CI_JOB_ID: `past-${process.pid}` },
    };
    const flags = { values: new Map(), help: false, post: false };
    const host = gitlabHost(plainDefinition, flags, testIo({ env }));
    const past = await host.pastRuns?.(undefined, '/builds/a/.mlops');
    const answer = await past?.find({ model: 'flights', commit }, tempDir());
    expect(answer?.left?.predictions).toHaveLength(1);
    rmSync(host.tempDir, { recursive: true, force: true });
  });

  it.each<[string, Partial<GitlabPastPipeline>]>([
    ['a pipeline that failed', { status: 'failed' }],
    ['the pipeline that asks', { id: 99 }],
    ['a merge request, whose code may be a fork’s', { source: 'merge_request_event' }],
    ['another commit', { sha: 'c'.repeat(40) }],
    ['a job that failed', { jobs: [job({ status: 'failed' })] }],
  ])('is never that of %s', async (_of, change) => {
    pipeline(change);
    expect(await find()).toEqual({ left: undefined, problems: [] });
    const asked = forge.requests.map(({ operation }) => operation);
    expect(asked).not.toContain('get-artifact-file');
  });

  it('is that of the newest pipeline', async () => {
    pipeline();
    pipeline({ id: 42, jobs: [job({ id: 9, files: files({ ...gate, summary: 'Newer.' }) })] });
    expect((await find()).left?.gate.summary).toBe('Newer.');
  });
});

describe('artifacts that are not what they say', () => {
  it.each<[string, Record<string, string>]>([
    ['are of another model', files({ ...gate, model: 'trains' })],
    ['are of another commit', files({ ...gate, commit: 'd'.repeat(40) })],
    ['are of another version', files({ ...gate, schema: 'mlops-past-gate/9' })],
    ['are no JSON', files('<html>')],
  ])('are left out, and the reason is said: they %s', async (_case, left) => {
    pipeline({ jobs: [job({ files: left })] });
    expect(await find()).toEqual({
      left: undefined,
      problems: [
        'What run 41 left (gate) cannot be used: it is no record of this model and commit, or of another version.',
      ],
    });
  });

  it('are not read beyond their size', async () => {
    pipeline({ jobs: [job({ files: files(' '.repeat(17 * 1024 * 1024)) })] });
    const { left, problems } = await find();
    expect(left).toBeUndefined();
    expect(problems).toEqual([
      expect.stringMatching(
        /^What run 41 left \(gate\) cannot be used: it is larger than 16\.8\sMB\.$/u,
      ),
    ]);
  });

  it.each([
    ['were changed', text.replace('0.9', '0.8')],
    ['are shorter', 'id\n'],
  ])('are a record without predictions where these %s', async (_case, predictions) => {
    pipeline({ jobs: [job({ files: files(gate, predictions) })] });
    const { left } = await find();
    expect({ gate: left?.gate, predictions: left?.predictions }).toEqual({ gate, predictions: [] });
  });

  it('may have expired, which is said with the days they were kept', async () => {
    pipeline({ jobs: [job({ files: undefined, expires: '2026-01-31T00:00:00.000Z' })] });
    expect(await find()).toEqual({
      left: undefined,
      problems: ['What run 41 left (gate) expired after 30 days.'],
    });
  });
});

describe('a job’s own token', () => {
  it('may list no pipelines: the error says which token can', async () => {
    const { code, hint } = await refusal({ token: undefined, env: { CI_JOB_TOKEN: 'job' } });
    expect({ code, hint }).toEqual({
      code: 'forbidden',
      hint: 'CI_JOB_TOKEN cannot list pipelines, and fetches artifacts on Premium and Ultimate only: make a project access token with the scope read_api and give it as the masked variable GITLAB_TOKEN.',
    });
  });

  it('is enough where the project allows it', async () => {
    jobToken.push('list-pipelines', 'list-pipeline-jobs', 'get-artifact-file');
    pipeline();
    const { left } = await find({ token: undefined, env: { CI_JOB_TOKEN: 'job' } });
    expect(left?.predictions).toHaveLength(1);
  });
});

describe('a forge that does not tell', () => {
  it.each<[string, number | 'nothing' | 'hang-up', string]>([
    ['403', 403, 'forbidden'],
    ['404', 404, 'not-found'],
    ['429', 429, 'rate-limited'],
    ['500', 500, 'unavailable'],
    ['nothing in time', 'nothing', 'unavailable'],
    ['nothing at all', 'hang-up', 'unavailable'],
  ])('ends in an error that says what was asked: %s', async (_case, failure, code) => {
    const answer = typeof failure === 'number' ? { status: failure, body: {} } : failure;
    forge.failWith({ operation: 'list-pipelines', answer });
    const error = await refusal({ timeoutMs: failure === 'nothing' ? 100 : 15_000 });
    expect(error.code).toBe(code);
    expect(error.message).toContain('find the pipelines of commit bbbbbbb');
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it('ends in an error as well where a file breaks off, or a page comes for a list', async () => {
    pipeline();
    forge.failWith({ operation: 'get-artifact-file', answer: 'cut' });
    expect((await refusal()).code).toBe('unavailable');
    forge.failWith({ operation: 'list-pipelines', answer: { status: 200, body: { a: 1 } } });
    expect((await refusal()).message).toContain('a request for a list with something else');
  });

  it('that sends us elsewhere gets no token shown there', async () => {
    pipeline();
    const elsewhere = await gitlabForge();
    const location = `${elsewhere.url}/file?sig=1`;
    forge.failWith({
      operation: 'get-artifact-file',
      answer: { status: 302, headers: { location } },
    });
    expect((await find()).left).toBeUndefined();
    const [sent] = elsewhere.requests;
    expect(Object.keys(sent?.headers ?? {})).not.toContain('private-token');
    expect(sent?.path).toBe('/file');
    await elsewhere.close();
  });
});

describe('where there is nothing to ask', () => {
  it('is outside of a project, and where no job can leave the report directory', () => {
    const io = testIo({ env: { CI_PROJECT_ID: '5', CI_PROJECT_DIR: '/builds/a' } });
    const patience = { timeoutMs: 400, retries: 0, longestRestS: 0, secondMs: 1 };
    expect(gitlabPastRuns({ io, token, patience, reportDir: '/elsewhere' })).toBeUndefined();
    const none = { io: testIo(), token, patience, reportDir: '/builds/a/.mlops' };
    expect(gitlabPastRuns(none)).toBeUndefined();
  });

  it('is without a token, which is an error with its fix', () => {
    expect(() => search({ token: undefined })).toThrow(/no token to look for/u);
  });
});
