import { appendFileSync, cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { gitCommits } from '../../../shared/adapters/git-commits.ts';
import { pastGates } from '../../../shared/adapters/past-gates.ts';
import { type PastGate, pastGateVersion } from '../../../shared/domain/past-gate.ts';
import type { Cache } from '../../../shared/ports/host.ts';
import {
  commitChange,
  git,
  judge,
  newRepository,
  register,
  train,
} from '../../support/champion-project.ts';
import type { StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { csv, predict, simulate } from './predictions.ts';

const rows = simulate(600, 21);
const blurred = csv(predict(rows, 1, 2));
const sharp = csv(predict(rows, 0, 0.3));
const policy = { policy: 'policy.yml' };
const floor = 'metrics: { accuracy: { min: 0.5, max-regression: 0.01 } }';

const messageOf = ({ record }: StepRun, code: string): string =>
  record?.findings.find((finding) => finding.code === code)?.message ?? '';
const line = ({ record }: StepRun): string => record?.tables[0]?.note ?? '';

const prepared = temporaryFolder('revision');
let base = '';

beforeAll(async () => {
  writeFileSync(join(prepared, 'policy.yml'), floor);
  writeFileSync(join(prepared, '.gitignore'), '*\n!train.py\n');
  base = newRepository(prepared);
  await train(prepared, blurred, undefined, base);
  await judge(prepared, policy);
  await register(prepared, {});
});

/** A repository whose first commit on main the gate has judged; no alias names its model. */
function judgedMain(): string {
  const directory = tempDir();
  cpSync(prepared, directory, { recursive: true });
  return directory;
}

describe('a revision as the champion', () => {
  test('is compared by the record and the predictions kept of that commit', async () => {
    const directory = judgedMain();
    git(directory, 'checkout', '-q', '-b', 'better');
    commitChange(directory, 'second');
    await train(directory, sharp);
    for (const champion of ['git:main', 'merge-base', base.slice(0, 8)]) {
      const ran = await judge(directory, { ...policy, champion });
      expect(ran.record?.summary).toMatch(/better than the champion$/u);
      const start = `Champion: commit ${base.slice(0, 7)} (${champion}), less than a day old, sha256:`;
      expect(line(ran).startsWith(start)).toBe(true);
    }
  });

  test('that was never judged gives way to the nearest one before it, and this is said', async () => {
    const directory = judgedMain();
    commitChange(directory, 'second');
    commitChange(directory, 'third');
    git(directory, 'checkout', '-q', '-b', 'better');
    commitChange(directory, 'fourth');
    await train(directory, sharp);
    const ran = await judge(directory, { ...policy, champion: 'git:main' });
    expect(ran.record?.verdict).toBe('pass');
    expect(line(ran)).toContain(`commit ${base.slice(0, 7)} (git:main, 2 commits back)`);
    expect(messageOf(ran, 'champion-is-older')).toBe(
      `The gate has no record of git:main; the nearest one is 2 commits back, of commit ${base.slice(0, 7)}. What changed in between is not part of the comparison.`,
    );
  });

  test('without any record warns: nothing that may not get worse was judged', async () => {
    const directory = judgedMain();
    for (const kept of ['history', 'registry']) {
      rmSync(join(directory, '.mlops', kept), { recursive: true });
    }
    commitChange(directory, 'second');
    await train(directory, sharp);
    const ran = await judge(directory, { ...policy, champion: 'git:HEAD~1' });
    expect(ran.record?.verdict).toBe('warn');
    expect(messageOf(ran, 'no-champion')).toMatch(
      /^No champion: the gate has no record of git:HEAD~1, in the report directory, the cache or the registry\./u,
    );
  });

  test('is found in the registry by the commit a version was built from', async () => {
    const directory = judgedMain();
    rmSync(join(directory, '.mlops/history'), { recursive: true });
    commitChange(directory, 'second');
    await train(directory, sharp);
    const ran = await judge(directory, { ...policy, champion: 'git:HEAD~1' });
    expect(line(ran)).toContain(`Champion: flights/v1 (git:HEAD~1), commit ${base.slice(0, 7)}`);
    expect(ran.record?.summary).toMatch(/better than the champion$/u);
  });

  test('of code that was not committed is not kept under the commit’s name', async () => {
    const directory = judgedMain();
    appendFileSync(join(directory, 'train.py'), 'not committed');
    await train(directory, sharp);
    await judge(directory, policy);
    const kept = await pastGates(join(directory, '.mlops'), undefined).find('flights', base);
    expect(kept?.gate.lookedBy).toHaveLength(1);
  });

  test.each([
    ['git:nowhere', 'champion-revision-unknown', 'names no commit of this checkout'],
    ['git:--all', 'champion-revision-malformed', 'is no revision'],
    ['merge-base', 'champion-merge-base-unknown', 'there is no branch main or master'],
  ])('%s stops with %s', async (champion, code, said) => {
    const directory = tempDir({ 'policy.yml': floor });
    newRepository(directory);
    git(directory, 'branch', '-m', 'trunk');
    await train(directory, sharp);
    const ran = await judge(directory, { ...policy, champion });
    expect(ran.exitCode).toBe(2);
    expect(ran.record?.findings[0]?.code).toBe(code);
    expect(ran.log).toContain(said);
  });

  test('in a checkout of the newest commit says how to get the others', async () => {
    const directory = judgedMain();
    commitChange(directory, 'second');
    const shallow = tempDir({ 'policy.yml': floor });
    git(shallow, 'clone', '-q', '--depth', '1', `file://${directory}`, 'here');
    const here = join(shallow, 'here');
    writeFileSync(join(here, 'policy.yml'), floor);
    await train(here, sharp);
    const ran = await judge(here, { ...policy, champion: 'git:HEAD~1' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('fetch-depth: 0');
  });
});

/** A cache between machines: entries by key, never replaced, as on GitHub. */
function sharedCache(): Cache & { readonly keys: string[] } {
  const store = tempDir();
  const keys: string[] = [];
  return {
    keys,
    async save([path = ''], key) {
      if (!existsSync(join(store, key)))
        cpSync(resolve(path), join(store, key), { recursive: true });
      keys.push(key);
    },
    async restore([path = ''], key) {
      if (!existsSync(join(store, key))) return false;
      cpSync(join(store, key), resolve(path), { recursive: true });
      return true;
    },
  };
}

describe('what is kept of a commit', () => {
  const commit = 'c'.repeat(40);
  const gate: PastGate = {
    schema: pastGateVersion,
    model: 'flights',
    commit,
    at: '2026-01-01T10:00:00.000Z',
    verdict: 'pass',
    summary: 'better',
    judgedModel: null,
    data: null,
    testSet: null,
    lookedBy: [],
    metrics: [],
    predictions: [],
  };

  test('reaches another machine through the host’s cache', async () => {
    const cache = sharedCache();
    const [one, two] = [tempDir(), tempDir()];
    await pastGates(one, cache).keep(gate, commit, []);
    expect(cache.keys).toEqual([`mlops-gate-1-flights-${commit}`]);
    cpSync(one, two, { recursive: true });
    rmSync(join(two, 'history'), { recursive: true });
    const found = await pastGates(two, cache).find('flights', commit);
    expect(found?.place).toBe('cache');
    expect(found?.gate).toEqual(gate);
    expect((await pastGates(two, cache).find('flights', commit))?.place).toBe('report directory');
  });

  test('is nothing where the file was changed, is of another model, or the name is a path', async () => {
    const directory = tempDir();
    const past = pastGates(directory, undefined);
    await past.keep(gate, commit, []);
    expect(await past.find('delays', commit)).toBeUndefined();
    expect(await past.find('flights', '../../etc')).toBeUndefined();
    await past.keep({ ...gate, model: '../evil' }, commit, []);
    expect(readdirSync(directory)).toEqual(['history']);
    writeFileSync(join(directory, 'history/flights', commit, 'gate.json'), '{"schema":');
    expect(await past.find('flights', commit)).toBeUndefined();
  });

  test('is the newest thirty commits, and no rest of a killed run among them', async () => {
    const directory = tempDir({ 'history/flights/.incoming-dead/gate.json': '{' });
    const past = pastGates(directory, undefined);
    for (let i = 0; i < 32; i++) {
      await past.keep(gate, i.toString(16).padStart(40, '0'), []);
    }
    const names = readdirSync(join(directory, 'history/flights'));
    expect(names).toHaveLength(30);
    expect(names).toContain((31).toString(16).padStart(40, '0'));
    expect(names).not.toContain('.incoming-dead');
  });

  test('predictions that changed are as good as none', async () => {
    const directory = tempDir({ 'p.csv': 'id,prediction\n1,0.5\n' });
    const past = pastGates(directory, undefined);
    const file = { path: join(directory, 'p.csv'), size: 20, sha256: '0'.repeat(64) };
    await past.keep({ ...gate, predictions: [{ ...file, path: 'p.csv' }] }, commit, [file]);
    expect((await past.find('flights', commit))?.predictions).toEqual([]);
  });
});

test('git is asked outside of a repository too, and has nothing to say', async () => {
  const commits = gitCommits(tempDir());
  expect(await commits.head()).toBeUndefined();
  expect(await commits.resolve('main')).toBeUndefined();
  expect(await commits.resolve('--help')).toBeUndefined();
  expect(await commits.line('main', 5)).toEqual([]);
  expect(await commits.mergeBase('main', '-x')).toBeUndefined();
});
