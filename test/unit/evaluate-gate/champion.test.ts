import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ageText } from '../../../actions/evaluate-gate/champion/messages.ts';
import { isRevision, readChampionName } from '../../../actions/evaluate-gate/champion/name.ts';
import { judge, register, train } from '../../support/champion-project.ts';
import type { StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { csv, predict, simulate } from './predictions.ts';

const rows = simulate(600, 11);
const blurred = csv(predict(rows, 1, 2));
const sharp = csv(predict(rows, 0, 0.3));
const floor = 'metrics: { accuracy: { min: 0.6, max-regression: 0.01 } }';

const project = (): string => tempDir({ 'policy.yml': floor });
const policy = { policy: 'policy.yml' };
const codes = ({ record }: StepRun): string[] => record?.findings.map(({ code }) => code) ?? [];
const messageOf = ({ record }: StepRun, code: string): string =>
  record?.findings.find((finding) => finding.code === code)?.message ?? '';
const line = ({ record }: StepRun): string => record?.tables[0]?.note ?? '';

const prepared = temporaryFolder('champion');

beforeAll(async () => {
  writeFileSync(join(prepared, 'policy.yml'), floor);
  await train(prepared, blurred);
  await judge(prepared, policy);
  const registered = await register(prepared);
  expect(registered.record?.summary).toBe('Registered as flights/v1, now champion.');
  await train(prepared, sharp);
});

/** v1 is registered and champion; the files of v2 have been trained. */
function withChampion(): string {
  const directory = tempDir();
  cpSync(prepared, directory, { recursive: true });
  return directory;
}

describe('a first run', () => {
  test('is judged by floors alone, and says how the next one will be compared', async () => {
    const directory = project();
    await train(directory, blurred);
    const ran = await judge(directory, policy);
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toMatch(
      /above the floor 0\.6; there is no champion yet, so only floors and ceilings were judged$/u,
    );
    expect(messageOf(ran, 'no-champion')).toBe(
      'No champion yet: this model is judged against floors and ceilings only. Once register-model gives it the alias "champion", it is the champion that the next one is compared with.',
    );
  });

  test('with the alias named beforehand is a first run too', async () => {
    const directory = project();
    await train(directory, blurred);
    const ran = await judge(directory, { ...policy, champion: 'flights@champion' });
    expect(ran.exitCode).toBe(0);
    expect(messageOf(ran, 'no-champion')).toContain('.mlops/registry has no "champion" yet');
  });
});

describe('the champion of the registry', () => {
  test('is found without being named, and compared on the same rows', async () => {
    const directory = withChampion();
    const ran = await judge(directory, policy);
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toMatch(/^Accuracy \+0\.\d+ .*: better than the champion$/u);
    expect(line(ran)).toMatch(
      /^Champion: flights\/v1 \(alias champion\), commit 0123456, less than a day old, sha256:[0-9a-f]{6}…[0-9a-f]{4}, by predictions kept of these rows\./u,
    );
    expect(codes(ran)).not.toContain('no-champion');
  });

  test('is found by alias, by version, and by the reference of its registry', async () => {
    const directory = withChampion();
    for (const champion of ['champion', 'flights@v1', '.mlops/registry:flights/v1']) {
      const ran = await judge(directory, { ...policy, champion });
      expect(line(ran)).toContain('Champion: flights/v1');
      expect(ran.record?.metrics[0]?.baseline).toBeGreaterThan(0.5);
    }
  });

  test('is found by the name in the configuration and by its digest', async () => {
    const directory = withChampion();
    const shown = await register(directory, { mode: 'show' });
    const champion = shown.host.outputs.get('model-reference') ?? '';
    writeFileSync(join(directory, 'policy.yml'), `${floor}\nchampion: ${champion}\n`);
    expect(line(await judge(directory, policy))).toContain('Champion: flights/v1,');
  });

  test('whose predictions are about other rows is shown, not compared', async () => {
    const directory = withChampion();
    await train(directory, csv(predict(simulate(600, 12), 0, 0.3)));
    const ran = await judge(directory, policy);
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(ran.host.outputs.get('promote')).toBe('false');
    expect(ran.record?.summary).toMatch(
      /^Not compared with the champion flights\/v1, of which only recorded numbers are known\. Accuracy 0\.\d+ .*: above the floor 0\.6$/u,
    );
    expect(messageOf(ran, 'champion-not-comparable')).toContain('disagree about the label of');
    expect(ran.record?.metrics[0]?.baseline).toBeUndefined();
    const recorded = ran.record?.tables.find(({ id }) => id === 'champion-recorded');
    expect(recorded?.title).toBe('Recorded of flights/v1, not comparable');
    expect(recorded?.rows[0]).toEqual(['accuracy', expect.any(Number), expect.any(Number)]);
  });

  test('whose keys are others is not compared either, and the reason is said', async () => {
    const directory = withChampion();
    const others = rows.map((row, i) => ({ ...row, id: `other${i}` }));
    await train(directory, csv(predict(others, 0, 0.3)));
    const ran = await judge(directory, policy);
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(messageOf(ran, 'champion-not-comparable')).toMatch(/Its predictions: .*no row/u);
  });

  test('whose rows have other labels by now is not compared either', async () => {
    const bare = (text: string): string =>
      text.replaceAll(/,[01](?=,[A-Z])/gu, '').replace(',label', '');
    const truth = (flip: number): string =>
      csv(rows.map(({ id, label }, i) => ({ id, label: i < flip ? 1 - label : label })));
    const directory = project();
    const data = { ...policy, data: 'truth.csv' };
    writeFileSync(join(directory, 'truth.csv'), truth(0));
    await train(directory, bare(blurred));
    await judge(directory, data);
    await register(directory);
    await train(directory, bare(sharp));
    expect((await judge(directory, data)).record?.verdict).toBe('pass');
    writeFileSync(join(directory, 'truth.csv'), truth(1));
    const ran = await judge(directory, data);
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(messageOf(ran, 'champion-not-comparable')).toContain(
      'The predictions kept of it are about other rows.',
    );
  });

  test('of which nothing is kept is not compared', async () => {
    const directory = project();
    writeFileSync(
      join(directory, 'mlops.yml'),
      'version: 1\nmodels: { flights: { register: { keep-predictions: false } } }\n',
    );
    await train(directory, blurred);
    await judge(directory, policy);
    await register(directory);
    await train(directory, sharp);
    const ran = await judge(directory, policy);
    expect(messageOf(ran, 'champion-not-comparable')).toContain(
      'Neither a model that can be run here nor predictions are kept of it.',
    );
  });

  test('whose kept predictions are damaged is known by its numbers alone', async () => {
    const directory = withChampion();
    const digest = createHash('sha256').update(blurred).digest('hex');
    const blob = join(directory, '.mlops/registry/blobs/sha256', digest);
    expect((await register(directory, { mode: 'verify' })).record?.verdict).toBe('pass');
    writeFileSync(blob, sharp);
    const ran = await judge(directory, policy);
    expect(messageOf(ran, 'champion-not-comparable')).toContain('nor predictions are kept of it');
    const verified = await register(directory, { mode: 'verify' });
    expect(verified.record?.findings[0]?.message).toContain('kept predictions predictions-0.csv');
  });

  test('takes its predictions with it when it is pruned', async () => {
    const directory = withChampion();
    for (const blur of [0.1, 0.2]) {
      await train(directory, csv(predict(rows, 0, blur)));
      await judge(directory, policy);
      await register(directory);
    }
    writeFileSync(
      join(directory, 'mlops.yml'),
      'version: 1\nmodels: { flights: { register: { keep: 1 } } }\n',
    );
    const digest = createHash('sha256').update(blurred).digest('hex');
    const blob = join(directory, '.mlops/registry/blobs/sha256', digest);
    expect(existsSync(blob)).toBe(true);
    await register(directory, { mode: 'prune' });
    expect(existsSync(blob)).toBe(false);
  });

  test('that is this very model is said to be identical', async () => {
    const directory = project();
    await train(directory, blurred);
    await judge(directory, policy);
    await register(directory);
    const ran = await judge(directory, policy);
    expect(ran.record?.verdict).toBe('pass');
    expect(codes(ran)).toContain('models-identical');
  });

  test('is not replaced by nothing where the registry is damaged', async () => {
    const directory = withChampion();
    const shown = await register(directory, { mode: 'show' });
    const manifest = shown.host.outputs.get('model-reference')?.split('sha256:')[1] ?? '';
    rmSync(join(directory, '.mlops/registry/blobs/sha256', manifest));
    const ran = await judge(directory, policy);
    expect(ran.exitCode).toBe(3);
    expect(codes(ran)).toEqual(['registry-damaged']);
  });

  test('an alias or version that is not there names those that are', async () => {
    const directory = withChampion();
    const alias = await judge(directory, { champion: 'stable' });
    expect(alias.exitCode).toBe(2);
    expect(alias.log).toContain(
      'The registry .mlops/registry has no flights@stable. It has champion.',
    );
    const version = await judge(directory, { champion: 'v9' });
    expect(version.exitCode).toBe(2);
    expect(version.log).toContain('It has flights/v1, flights/champion.');
  });
});

describe('what a name of the champion is', () => {
  const nothing = () => false;

  test('a file that exists is that file, whatever it is called', () => {
    expect(readChampionName(['champion'], 'flights', () => true)?.kind).toBe('paths');
    expect(readChampionName(['v1', 'v2'], 'flights', nothing)?.kind).toBe('paths');
  });

  test.each([
    ['http://localhost:8080/v2/models/flights', 'paths'],
    ['predictions/champion.csv', 'paths'],
    ['predictions/*.parquet', 'paths'],
    ['model/', 'paths'],
    ['git:main', 'revision'],
    ['git:feature/x~2', 'revision'],
    ['merge-base', 'revision'],
    ['1a2b3c4', 'revision'],
    ['defaced', 'registered'],
    ['flights@champion', 'registered'],
    [`reg@sha256:${'a'.repeat(64)}`, 'registered'],
  ])('%s is %s', (given, kind) => {
    expect(readChampionName([given], 'flights', nothing)?.kind).toBe(kind);
  });

  test.each(['--upload-pack=x', '-n', 'a..b', 'a b', 'a:b', '@{u}', 'HEAD;ls', '', 'a\nb', '../x'])(
    'git is never asked for %j',
    (revision) => {
      expect(isRevision(revision)).toBe(false);
      expect(readChampionName([`git:${revision}`], 'flights', nothing)).toBeUndefined();
    },
  );

  test('an age is told in the unit people would use', () => {
    const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000);
    const ages = [0.5, 1, 59, 100, 800].map((days) => ageText('2026-01-01T00:00:00Z', at(days)));
    expect(ages).toEqual([
      'less than a day old',
      '1 day old',
      '59 days old',
      '3 months old',
      '2 years old',
    ]);
  });
});
