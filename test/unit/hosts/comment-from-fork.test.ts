import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { commentFromFork } from '../../../shared/hosts/comment-from-fork.ts';
import { type ArtifactService, artifactService } from '../../support/forges/artifact-service.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import type { GithubRun } from '../../support/forges/github-runs.ts';
import { stepRecord } from '../../support/step-records.ts';
import { testIo } from '../../support/test-io.ts';
import { seededRandom } from '../../support/virtual-time.ts';
import { type ZipMember, zipArchive } from '../../support/zip-archive.ts';

const headSha = 'f'.repeat(40);
const now = Date.parse('2026-01-02T00:00:00Z');
const run: GithubRun = {
  id: 99,
  attempt: 1,
  event: 'pull_request',
  headSha,
  headBranch: 'better-model',
  headRepository: 'mallory/flights',
};
const pull = { number: 7, head: headSha, state: 'open', from: 'mallory:better-model' } as const;

let artifacts: ArtifactService;
let forge: GithubForge;
const runs: GithubRun[] = [];

beforeEach(async () => {
  artifacts = await artifactService();
  runs.splice(0, runs.length, run);
  forge = await githubForge({ pulls: [pull], runs: { runs, artifacts } });
});
afterEach(async () => {
  await Promise.all([artifacts.close(), forge.close()]);
});

function record(given: Partial<StepRecord> = {}): StepRecord {
  return stepRecord(given.step ?? 'evaluate-gate', {
    ...given,
    subject: { commit: headSha, ...given.subject },
  });
}

function leave(
  content: object | string,
  { name = 'mlops.flights.evaluate-gate.1.record', more = [] as ZipMember[] } = {},
): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  artifacts.put(name, zipArchive({ name: 'record.json', content: text }, ...more));
}

interface Outcome {
  code: string | undefined;
  message: string | undefined;
  log: string;
  comment: string;
}

async function write(
  given: { token?: string; runId?: number; sha?: string } = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const error: { code?: string; message?: string } = await commentFromFork({
    io: testIo({ env: { GITHUB_API_URL: forge.url }, now: () => now }),
    repository: 'octo/flights',
    token: given.token ?? 'ghs_secret',
    runId: given.runId ?? 99,
    headSha: given.sha ?? headSha,
    patience: { timeoutMs: 15_000, retries: 0, longestRestS: 0, secondMs: 1 },
    wait: async () => undefined,
    random: seededRandom(1),
    log: (level, message) => void lines.push(`${level}: ${message}`),
  }).then(
    () => ({}),
    (thrown) => thrown,
  );
  // A run of Gitea's lacks what GitHub's description requires.
  const isGiteas = (violation: string): boolean =>
    runs[0]?.giteaRequest !== undefined && /^answer of .*head_repository/u.test(violation);
  expect(forge.violations.filter((each) => !isGiteas(each))).toEqual([]);
  const comment = forge.comments.map(({ body }) => body).join('\n');
  return { code: error.code, message: error.message, log: lines.join('\n'), comment };
}

describe('what an honest run from a fork left', () => {
  it('becomes the comment, which says whose figures it shows', async () => {
    leave(record({ step: 'data-validate', summary: '12,000 rows, none wrong.' }), {
      name: 'mlops.flights.data-validate.1.record',
    });
    leave(record({ summary: 'AUC 0.71, no worse.' }));
    const { code, log, comment } = await write();
    expect(code).toBeUndefined();
    expect(forge.comments).toMatchObject([{ pull: 7, author: { login: 'github-actions[bot]' } }]);
    expect(comment).toContain('12,000 rows, none wrong.');
    expect(comment).toMatch(/The fork.{0,8}s own figures: AUC 0\.71, no worse\./u);
    expect(comment).toContain('nothing was checked again');
    expect(log).toMatch(/info: 2 sections of the comment written: https:/u);
  });

  it('is read of the newest attempt of each step', async () => {
    runs[0] = { ...run, attempt: 2 };
    leave(record({ summary: 'First.' }));
    leave(record({ summary: 'Second.' }), { name: 'mlops.flights.evaluate-gate.2.record' });
    leave(record({ summary: 'Third.' }), { name: 'mlops.flights.evaluate-gate.3.record' });
    expect((await write()).comment).toContain('Second.');
  });

  it('has a comment a model', async () => {
    leave(record());
    leave(record({ model: 'trains' }), { name: 'mlops.trains.evaluate-gate.1.record' });
    await write();
    expect(forge.comments).toHaveLength(2);
  });

  it('is of no use when the request has a newer commit, is closed, or of another fork', async () => {
    leave(record());
    forge.pulls[0] = { ...pull, head: 'e'.repeat(40) };
    expect(await write()).toMatchObject({ code: undefined, comment: '' });
    forge.pulls[0] = { ...pull, state: 'closed' };
    expect((await write()).log).toContain('notice: No open pull request stands at commit fffffff');
    forge.pulls[0] = pull;
    runs[0] = { ...run, headRepository: 'eve/flights' };
    expect(await write()).toMatchObject({ code: undefined, comment: '' });
  });

  it('is none where the run came from a branch of this repository', async () => {
    leave(record());
    forge.pulls[0] = { ...pull, from: 'octo:better-model' };
    runs[0] = { ...run, headRepository: 'octo/flights' };
    const { code, log, comment } = await write();
    expect({ code, comment }).toEqual({ code: undefined, comment: '' });
    expect(log).toContain('notice: Pull request 7 is a branch of this repository');
  });

  it('may be nothing', async () => {
    artifacts.put('coverage', Buffer.from('something else'));
    const { code, log } = await write();
    expect(code).toBeUndefined();
    expect(log).toContain('notice: Run 99 left no records');
  });
});

describe('a run on a Gitea, which says the request and not where it came from', () => {
  beforeEach(() => {
    runs[0] = { ...run, giteaRequest: 7 };
  });

  it('has its comment, also of a later attempt', async () => {
    leave(record({ summary: 'First.' }));
    leave(record({ summary: 'Second.' }), { name: 'mlops.flights.evaluate-gate.2.record' });
    const { code, comment } = await write();
    expect(code).toBeUndefined();
    expect(comment).toContain('Second.');
  });

  it.each<[string, object, RegExp]>([
    ['closed', { state: 'closed' }, /No open pull request/u],
    ['at a newer commit', { head: 'e'.repeat(40) }, /No open pull request/u],
    ['a branch of the repository', { from: undefined }, /is a branch of this repository/u],
  ])('has none where the request is %s', async (_case, change, reason) => {
    leave(record());
    forge.pulls[0] = { ...pull, ...change };
    const { code, log, comment } = await write();
    expect({ code, comment }).toEqual({ code: undefined, comment: '' });
    expect(log).toMatch(reason);
  });
});

describe('a run that is not what the event said', () => {
  it.each<[string, Partial<GithubRun>, RegExp]>([
    [
      'of another commit',
      { headSha: 'd'.repeat(40) },
      /about commit ddddddd, and not about fffff/u,
    ],
    ['of another event', { event: 'push' }, /started by "push"/u],
  ])('is refused: %s', async (_case, change, reason) => {
    runs[0] = { ...run, ...change };
    leave(record());
    const { code, message, comment } = await write();
    expect({ code, comment }).toEqual({ code: 'other-run', comment: '' });
    expect(message).toMatch(reason);
  });

  it('is not found', async () => {
    expect(await write({ runId: 98 })).toMatchObject({ code: 'not-found', comment: '' });
  });
});

describe('a hostile artifact writes nothing:', () => {
  const future = '2036-01-01T00:00:00.000Z';
  it.each<[string, () => void, RegExp]>([
    [
      'the record of another commit',
      () => leave(record({ subject: { ...record().subject, commit: 'd'.repeat(40) } })),
      /its record is about commit dddddd/u,
    ],
    [
      'a record without a commit',
      () => leave(record({ subject: { ...record().subject, commit: null } })),
      /names no commit/u,
    ],
    [
      'the record of another step',
      () => leave(record({ step: 'data-validate' })),
      /data-validate/u,
    ],
    ['the record of another model', () => leave(record({ model: 'trains' })), /"trains"/u],
    ['a record from the future', () => leave(record({ started: future })), /in the future/u],
    ['a pull request number', () => leave({ ...record(), pullRequest: 1 }), /wrong form/u],
    ['no record', () => leave({ hello: 'world' }), /wrong form: schema/u],
    ['no JSON', () => leave('<script>alert(1)</script>'), /not JSON/u],
    [
      'an extra file',
      () => leave(record(), { more: [{ name: 'evil.sh', content: 'rm -rf /' }] }),
      /holds 2 files/u,
    ],
    [
      'a way out',
      () =>
        artifacts.put(
          'mlops.flights.evaluate-gate.1.record',
          zipArchive({ name: '../../record.json', content: JSON.stringify(record()) }),
        ),
      /would leave its folder/u,
    ],
    [
      'a link',
      () =>
        artifacts.put(
          'mlops.flights.evaluate-gate.1.record',
          zipArchive({ name: 'record.json', content: '/etc/passwd', mode: 0o120777 }),
        ),
      /is a link/u,
    ],
    [
      'a bomb',
      () => leave(`"${'0'.repeat(20 * 1024 * 1024)}"`),
      /unpacked it would take 2\d+ bytes/u,
    ],
    [
      'an archive of megabytes',
      () => artifacts.put('mlops.flights.evaluate-gate.1.record', Buffer.alloc(5_000_000)),
      /are allowed/u,
    ],
  ])('%s', async (_case, prepare, reason) => {
    prepare();
    const { code, log, comment } = await write();
    expect({ code, comment }).toEqual({ code: 'artifacts-refused', comment: '' });
    expect(log).toMatch(
      /^warning: The artifact mlops\.flights\.evaluate-gate\.1\.record is left out/u,
    );
    expect(log).toMatch(reason);
  });

  it('an archive that is larger than GitHub says', async () => {
    leave(record());
    const [kept] = artifacts.kept;
    const whole = Buffer.alloc(5_000_000);
    // The list is read first, the bytes come later.
    forge.failWith();
    Object.defineProperty(kept, 'content', {
      get: (() => {
        let reads = 0;
        return () => (reads++ === 0 ? Buffer.alloc(10) : whole);
      })(),
    });
    const { code, log } = await write();
    expect(code).toBe('artifacts-refused');
    expect(log).toMatch(/are allowed/u);
  });

  it('a name that is almost ours', async () => {
    for (const name of [
      'mlops.../../x.evaluate-gate.1.record',
      'mlops.flights.evaluate-gate.01.record',
      'mlops.FLIGHTS.evaluate-gate.1.record',
      'mlops.flights.rm-rf.1.record',
      'mlops.flights.evaluate-gate.1.files',
    ]) {
      leave(record(), { name });
    }
    expect(await write()).toMatchObject({ code: undefined, comment: '' });
  });

  it('and leaves the honest ones of the run their sections', async () => {
    leave('not a record', { name: 'mlops.flights.data-validate.1.record' });
    leave(record({ summary: 'AUC 0.71.' }));
    const { code, comment } = await write();
    expect(code).toBe('artifacts-refused');
    expect(comment).toContain('AUC 0.71.');
  });

  it('also where there are hundreds', async () => {
    const large = Buffer.alloc(5_000_000);
    for (let model = 100; model < 170; model++) {
      artifacts.put(`mlops.m${model}.evaluate-gate.1.record`, large);
    }
    const { log } = await write();
    expect(log).toContain('warning: The run left 70 records, and 60 are looked at.');
    expect(log.match(/is left out/gu)).toHaveLength(60);
  });
});

describe('hostile text', () => {
  it('is text in the comment, wherever it stands', async () => {
    const evil =
      '@everyone <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://evil.example/p.png) --> #1';
    const finding = { code: 'x', severity: 'error', message: evil, column: evil } as const;
    const metric = { name: evil, column: evil, value: 1, slice: evil };
    leave(record({ summary: evil, findings: [finding], metrics: [metric], inputs: { a: evil } }));
    const { code, comment } = await write();
    expect(code).toBeUndefined();
    expect(comment).not.toMatch(/<img|\]\(javascript|!\[y\]|@everyone|https:\/\/evil/u);
    expect(comment).toContain('everyone');
  });
});

describe('a token that may not', () => {
  it('write leaves a reason and a failure', async () => {
    await forge.close();
    forge = await githubForge({
      pulls: [pull],
      runs: { runs, artifacts },
      readOnlyTokens: ['ghs_reader'],
    });
    leave(record());
    const { code, log } = await write({ token: 'ghs_reader' });
    expect(code).toBe('comment-not-written');
    expect(log).toMatch(/warning: The comment was not written: .*pull-requests: write/u);
  });

  it('is never sent to the storage', async () => {
    leave(record());
    await write();
    expect(artifacts.authorizations).toEqual([]);
  });
});
