import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/register-model/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { leaveRecord, stepRecord } from '../../support/step-records.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { commit, dataDigest, judge, trainModel } from '../../support/trained-model.ts';

const register = (directory: string, inputs: Record<string, string> = {}): Promise<StepRun> =>
  runStep(step, directory, { model: 'flights', ...inputs });

const codes = ({ record }: StepRun): string[] => record?.findings.map(({ code }) => code) ?? [];
const index = (directory: string): string =>
  readFileSync(join(directory, '.mlops/registry/index.json'), 'utf8');

async function passed(directory: string, weights = 'abc'): Promise<string> {
  const id = await trainModel(directory, { 'serve.mjs': 'export {};', 'weights.bin': weights });
  judge(directory, id);
  return id;
}

describe('registering', () => {
  test('gives the trained model its first version, with lineage', async () => {
    const directory = tempDir();
    const id = await passed(directory);
    const ran = await register(directory, { alias: 'champion' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toBe('Registered as flights/v1, now champion.');
    expect(ran.host.outputs.get('model-id')).toBe(id);
    expect(ran.host.outputs.get('version')).toBe('v1');
    expect(ran.host.outputs.get('model-reference')).toMatch(
      /^\.mlops\/registry@sha256:[0-9a-f]{64}$/u,
    );
    expect(ran.record?.subject).toMatchObject({ commit, model: id, data: dataDigest });
    const lineage = ran.record?.tables.find((table) => table.id === 'lineage');
    expect(lineage?.rows).toContainEqual(['code', { kind: 'code', text: commit }]);
  });

  test('twice changes nothing', async () => {
    const directory = tempDir();
    await passed(directory);
    const first = await register(directory, { alias: 'champion' });
    const before = index(directory);
    const again = await register(directory, { alias: 'champion' });
    expect(again.record?.summary).toBe('Already registered as flights/v1, now champion.');
    expect(again.host.outputs.get('model-reference')).toBe(
      first.host.outputs.get('model-reference'),
    );
    expect(index(directory)).toBe(before);
  });

  test('another model gets the next number, a version asked for is given', async () => {
    const directory = tempDir();
    await passed(directory, 'one');
    await register(directory);
    await passed(directory, 'two');
    expect((await register(directory)).host.outputs.get('version')).toBe('v2');
    await passed(directory, 'three');
    const asked = await register(directory, { version: '1.4.0-rc.1' });
    expect(asked.host.outputs.get('version')).toBe('1.4.0-rc.1');
  });

  test('a version never changes', async () => {
    const directory = tempDir();
    await passed(directory, 'one');
    await register(directory, { version: 'v7' });
    await passed(directory, 'two');
    const ran = await register(directory, { version: 'v7' });
    expect(ran.exitCode).toBe(2);
    expect(codes(ran)).toEqual(['version-taken']);
    expect(ran.log).toContain('a version never changes');
  });

  test('without a training step works, and says what is not known', async () => {
    const directory = tempDir({ 'm/weights.bin': 'abc' });
    const ran = await register(directory, { 'model-dir': 'm' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.verdict).toBe('warn');
    expect(codes(ran)).toEqual(['lineage-unknown']);
    expect(ran.record?.tables[0]?.rows).toContainEqual(['data', 'not known']);
  });
});

describe('the chain of custody', () => {
  test('refuses files that are not those that were trained, by name', async () => {
    const directory = tempDir();
    await passed(directory);
    appendFileSync(join(directory, 'model/weights.bin'), 'x');
    writeFileSync(join(directory, 'model/extra.txt'), 'x');
    rmSync(join(directory, 'model/serve.mjs'));
    const ran = await register(directory);
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)[0]).toBe('not-as-trained');
    expect(ran.record?.summary).toContain(
      'extra.txt was added, weights.bin changed, serve.mjs is missing',
    );
    expect(() => index(directory)).toThrow(/ENOENT/u);
  });

  test.each(['fail', 'inconclusive'] as const)(
    'refuses what the gate judged %s',
    async (verdict) => {
      const directory = tempDir();
      const id = await trainModel(directory);
      judge(directory, id, verdict);
      const ran = await register(directory);
      expect(ran.exitCode).toBe(1);
      expect(codes(ran)).toEqual(['gate-not-passed']);
      expect(ran.record?.summary).toContain('AUC .61, worse than .70');
      expect(() => index(directory)).toThrow(/ENOENT/u);
    },
  );

  test('refuses a gate that judged another model', async () => {
    const directory = tempDir();
    await trainModel(directory);
    judge(directory, `sha256:${'1'.repeat(64)}`);
    const ran = await register(directory);
    expect(codes(ran)).toEqual(['gate-judged-another-model']);
    expect(ran.record?.summary).toContain('sha256:111111…1111');
  });

  test.each([
    ['no gate ran', undefined, 'gate-missing'],
    ['the gate names no model', null, 'gate-names-no-model'],
  ])('makes no champion where %s', async (_why, judged, code) => {
    const directory = tempDir();
    await trainModel(directory);
    if (judged === null) judge(directory, null);
    const ran = await register(directory, { alias: 'champion' });
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)).toEqual([code]);
    const other = await register(directory, { alias: 'staging' });
    expect(other.exitCode).toBe(0);
  });

  test('refuses a model whose training failed', async () => {
    const directory = tempDir();
    await trainModel(directory, undefined, { verdict: 'fail' });
    expect(codes(await register(directory))).toEqual(['training-failed']);
  });

  test('asks for evidence where the policy requires it', async () => {
    const directory = tempDir({
      'm/weights.bin': 'abc',
      'mlops.yml':
        'version: 1\nmodels:\n  flights:\n    register: { require: [training-record, passed-gate] }\n',
    });
    const ran = await register(directory, { 'model-dir': 'm' });
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)).toEqual(['training-record-missing', 'gate-missing']);
  });

  test('keeps the evidence with the model, and only what is about it', async () => {
    const directory = tempDir();
    await passed(directory);
    leaveRecord(directory, stepRecord('data-validate', { subject: { data: dataDigest } }));
    await register(directory, { alias: 'champion' });
    expect(index(directory)).toContain('"io.github.mlops-actions.step": "data-validate"');
    const other = tempDir();
    await passed(other);
    leaveRecord(
      other,
      stepRecord('data-validate', { subject: { data: `sha256:${'9'.repeat(64)}` } }),
    );
    await register(other);
    expect(index(other)).not.toContain('"data-validate"');
    expect(index(other)).toContain('"evaluate-gate"');
  });
});

describe('bad input', () => {
  test('a folder that is not there, a file, an empty folder', async () => {
    const directory = tempDir({ file: 'x' });
    mkdirSync(join(directory, 'empty'));
    const missing = await register(directory, { 'model-dir': 'nowhere' });
    expect([missing.exitCode, missing.log]).toEqual([
      2,
      expect.stringContaining('The model folder nowhere does not exist'),
    ]);
    const file = await register(directory, { 'model-dir': 'file' });
    expect(file.log).toContain('is a file, not a folder');
    const empty = await register(directory, { 'model-dir': 'empty' });
    expect(empty.log).toContain('holds no file');
    const none = await register(directory);
    expect(none.log).toContain('No model folder was given');
  });

  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n';

  test('a file that Git LFS did not fetch is not registered, by name', async () => {
    const directory = tempDir({ 'm/serve.mjs': 'export {};', 'm/deep/weights.bin': pointer });
    const ran = await register(directory, { 'model-dir': 'm' });
    expect(ran.exitCode).toBe(2);
    expect(codes(ran)).toEqual(['lfs-pointer']);
    expect(ran.log).toContain(
      `${join('m', 'deep', 'weights.bin')} is a Git LFS pointer, not a part of the model.`,
    );
    expect(ran.log).toContain('git lfs pull');
    expect(() => index(directory)).toThrow(/ENOENT/u);
  });

  test('nor is one in the folder that the training recorded', async () => {
    const directory = tempDir();
    await passed(directory, pointer);
    const ran = await register(directory);
    expect([ran.exitCode, codes(ran)]).toEqual([2, ['lfs-pointer']]);
    expect(ran.log).toContain(`${join('model', 'weights.bin')} is a Git LFS pointer`);
  });

  test.each([
    ['version', '../v3', 'v and a number'],
    ['version', 'v01', 'v and a number'],
    ['version', '1.2.3+build', 'v and a number'],
    ['alias', 'v3', 'must not look like a version'],
    ['alias', 'latest', 'promises what nobody moves'],
    ['alias', '../../etc', 'lower-case letters'],
    ['model', 'Flights/..', 'lower-case letters'],
  ])('%s %s', async (input, value, said) => {
    const directory = tempDir({ 'm/weights.bin': 'abc' });
    const ran = await register(directory, { 'model-dir': 'm', [input]: value });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(said);
  });

  test('a registry that is someone else’s folder stays as it was', async () => {
    const directory = tempDir({ 'm/weights.bin': 'abc', 'docs/readme.md': 'mine' });
    const ran = await register(directory, { 'model-dir': 'm', registry: 'docs' });
    expect(ran.exitCode).toBe(2);
    expect(codes(ran)).toContain('not-a-registry');
    expect(ran.log).toContain('it holds readme.md');
    const file = await register(directory, { 'model-dir': 'm', registry: 'docs/readme.md' });
    expect(codes(file)).toContain('not-a-registry');
  });
});
