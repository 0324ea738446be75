import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ociLayoutRegistry } from '../../../shared/adapters/oci-layout/registry.ts';
import { modelIdentity } from '../../../shared/domain/model-version.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { digestDirectory } from '../../../shared/files/digest-file.ts';
import { deployStep } from '../../support/deploy-cli.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { type ModelBehaviour, writeModel } from '../../support/serving-models.ts';
import { leaveRecord, stepRecord } from '../../support/step-records.ts';
import { tempDir } from '../../support/temp-dir.ts';

// Only a guard: each test starts several processes, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const config = (deploy: string): string =>
  `version: 1\nmodels:\n  flights:\n    deploy: { idle: 5m, ${deploy} }\n`;
const replay = 'replay: { data: rows.csv, rate: 300 }';
const quick =
  'steps: [{ weight: 20, for: 100ms }, { weight: 50, for: 100ms }], min-requests: 20, latency: { allowed-increase: 10s }';

function project(deploy = `require: [], ${quick}, ${replay}`): string {
  const rows = Array.from({ length: 20 }, (_, i) => `${i}.5`).join('\n');
  const directory = tempDir({ 'mlops.yml': config(deploy), 'rows.csv': `x\n${rows}\n` });
  onTestFinished(async () => {
    if (existsSync(join(directory, '.mlops/serving'))) await run(directory, { mode: 'stop' });
  });
  return directory;
}

const run = (directory: string, inputs: Record<string, string> = {}): Promise<StepRun> =>
  runStep(deployStep, directory, inputs);

const codes = ({ record }: StepRun): string[] => record?.findings.map(({ code }) => code) ?? [];
const outputs = ({ host }: StepRun): (string | undefined)[] =>
  ['phase', 'weight', 'stable'].map((name) => host.outputs.get(name));

/** Register a model, by default one that passed the gate. */
async function register(
  directory: string,
  behaviour: ModelBehaviour,
  gate: StepRecord['verdict'] | null = 'pass',
  name = 'flights',
  /** In place of the model's own serve.mjs; null: none. */
  module?: string | null,
) {
  const folder = writeModel(join(directory, `${name}-${behaviour.bias}`), behaviour);
  if (module === null) rmSync(join(folder, 'serve.mjs'));
  else if (module !== undefined) writeFileSync(join(folder, 'serve.mjs'), module);
  const files = await digestDirectory(folder);
  const content = { files, config: null, code: null, data: null, environment: null };
  const id = modelIdentity(content);
  const evidence =
    gate === null ? [] : [stepRecord('evaluate-gate', { verdict: gate, subject: { model: id } })];
  const registered = await ociLayoutRegistry('.mlops/registry', directory).register({
    name,
    id,
    content,
    directory: folder,
    version: undefined,
    evidence,
    at: '2026-01-01T10:00:00.000Z',
    by: null,
  });
  return { ...registered, id };
}

describe('a rollout on this machine', () => {
  test('first, second, bad third, and back', async () => {
    const directory = project();
    await register(directory, { bias: 1 });
    const first = await run(directory, { 'model-reference': 'v1' });
    expect(outputs(first)).toEqual(['promoted', '100', 'v1']);
    expect(first.record?.summary).toContain('v1 is served, the first one');

    const two = await register(directory, { bias: 2 });
    const second = await run(directory, { 'model-reference': `.mlops/registry@${two.manifest}` });
    expect(second.exitCode).toBe(0);
    expect(outputs(second)).toEqual(['promoted', '100', 'v2']);
    expect(second.record?.subject.model).toBe(two.id);
    const steps = second.record?.tables.find(({ id }) => id === 'steps');
    expect(steps?.rows.map(([verdict, weight]) => [verdict, weight])).toEqual([
      [
        { kind: 'verdict', verdict: 'pass' },
        { kind: 'share', value: 0.2 },
      ],
      [
        { kind: 'verdict', verdict: 'pass' },
        { kind: 'share', value: 0.5 },
      ],
    ]);
    expect(second.record?.metrics.map(({ name }) => name)).toEqual([
      'error-rate',
      'error-e-value',
      expect.stringMatching(/^p\d+-latency$/u),
      expect.stringMatching(/^p\d+-latency-ratio$/u),
    ]);
    const [weights] = second.record?.series ?? [];
    expect(weights?.lines.map(({ values }) => values)).toEqual([
      [0, 20, 50, 100],
      [100, 80, 50, 0],
    ]);
    const answered = second.record?.tables.find(({ id }) => id === 'answered-by');
    expect(answered?.rows).toContainEqual([{ kind: 'code', text: two.id }, expect.any(Number)]);
    expect(codes(second)).toEqual(['replayed-traffic']);

    await register(directory, { bias: 3, failEvery: 2 });
    const third = await run(directory, { 'model-reference': '.mlops/registry:flights/v3' });
    expect(third.exitCode).toBe(1);
    expect(outputs(third)).toEqual(['rolled-back', '0', 'v2']);
    expect(codes(third)[0]).toBe('more-errors-than-stable');
    expect(third.record?.metrics[0]?.verdict).toBe('fail');

    const status = await run(directory, { mode: 'status' });
    expect(status.record?.summary).toBe('The deployment is rolled-back: v2 is stable.');
    expect(outputs(status)).toEqual(['rolled-back', '100', 'v2']);

    const back = await run(directory, { mode: 'rollback', 'model-reference': 'v1' });
    expect(back.record?.summary).toBe('v1 is stable again and has all traffic; it was v2.');
    expect(outputs(back)).toEqual(['rolled-back', '100', 'v1']);
    const again = await run(directory, { mode: 'rollback' });
    expect(again.exitCode).toBe(0);
    expect(again.record?.summary).toContain('nothing was changed');
  });

  test('a model that cannot be loaded gets no traffic, and the reason is told', async () => {
    const directory = project();
    await register(directory, { bias: 1 });
    await run(directory, { 'model-reference': 'v1' });
    await register(directory, { bias: 2, broken: true });
    const ran = await run(directory, { 'model-reference': 'v2' });
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)).toEqual(['canary-not-ready']);
    expect(ran.record?.summary).toContain('these weights do not fit this model');
    expect(outputs(ran)).toEqual(['rolled-back', '0', 'v1']);
  });

  test.each([
    ['without a serve.mjs', null, 'the model folder has no serve.mjs, the module that loads'],
    ['whose serve.mjs exports nothing', 'export {};', 'serve.mjs exports no function "load"'],
  ])('a model %s gets no traffic, and what is missing is told', async (_what, module, said) => {
    const directory = project();
    await register(directory, { bias: 1 }, 'pass', 'flights', module);
    const ran = await run(directory, { 'model-reference': 'v1' });
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)).toEqual(['canary-not-ready']);
    expect(ran.record?.summary).toContain(said);
    expect(ran.record?.summary).toContain('it must export a function load({ directory, tf })');
    expect(ran.record?.summary).toContain('the quickstart has a serve.mjs');
    expect(ran.log).not.toContain('server-process');
  });

  test('a canary that answers worse than the policy of the gate allows is rolled back', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i}.5,${i + 1.5 + (i % 5) / 10}`);
    const directory = project();
    writeFileSync(join(directory, 'rows.csv'), `x,minutes\n${rows.join('\n')}\n`);
    const policy =
      'task: regression\n    label: minutes\n    evaluate: { metrics: { mae: { max-regression: 0.5 }, r2: { min: 0 } } }\n';
    writeFileSync(
      join(directory, 'mlops.yml'),
      config(`require: [], ${quick}, ${replay}`).replace('deploy:', `${policy}    deploy:`),
    );
    await register(directory, { bias: 1 });
    await run(directory, { 'model-reference': 'v1' });
    await register(directory, { bias: 1.2 });
    const good = await run(directory, { 'model-reference': 'v2' });
    expect(outputs(good)).toEqual(['promoted', '100', 'v2']);
    const mae = good.record?.metrics.find(({ name }) => name === 'mae');
    expect(mae).toMatchObject({ better: 'lower', verdict: 'pass' });
    expect(
      good.record?.findings.find(({ code }) => code === 'policy-not-judged-live')?.message,
    ).toBe(
      'Of the policy (evaluate.metrics), r2 could not be judged under live traffic: they are not told by single answers; the gate judged them.',
    );
    await register(directory, { bias: 4 });
    const bad = await run(directory, { 'model-reference': 'v3' });
    expect(bad.exitCode).toBe(1);
    expect(outputs(bad)).toEqual(['rolled-back', '0', 'v2']);
    expect(codes(bad)[0]).toBe('policy-broken-live');
    expect(bad.record?.summary).toMatch(
      /Under live traffic the canary's mae is 2\.\d+ \(from 2\./u,
    );
    expect(bad.record?.metrics.find(({ name }) => name === 'mae')?.verdict).toBe('fail');
  });

  test('asked again for what is stable changes nothing', async () => {
    const directory = project();
    await register(directory, { bias: 1 });
    await run(directory, { 'model-reference': 'v1' });
    const again = await run(directory, { 'model-reference': 'v1' });
    expect(again.record?.summary).toBe('v1 is stable already and has all traffic.');
    expect(again.record?.verdict).toBe('pass');
  });

  test('with no clients and no rows to send it pauses, on stable', async () => {
    const directory = project(`require: [], ${quick}, patience: 100ms`);
    await register(directory, { bias: 1 });
    await run(directory, { 'model-reference': 'v1' });
    await register(directory, { bias: 2 });
    const ran = await run(directory, { 'model-reference': 'v2' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(outputs(ran)).toEqual(['paused', '0', 'v1']);
    expect(ran.record?.summary).toContain('All traffic is on stable; run this step again');
    const strict = await run(directory, { 'model-reference': 'v2', 'fail-on': 'inconclusive' });
    expect(strict.exitCode).toBe(1);
    expect(strict.log).toContain('The rollout of v2 was cut off; it goes on where it was.');
  });
});

describe('custody', () => {
  test.each([null, 'fail'] as const)('no traffic for a gate verdict of %s', async (gate) => {
    const directory = project(quick);
    await register(directory, { bias: 1 }, gate);
    const ran = await run(directory, { 'model-reference': 'v1' });
    expect(ran.exitCode).toBe(1);
    expect(codes(ran)).toEqual(['gate-not-passed']);
    expect(outputs(ran)).toEqual(['none', '0', '']);
  });

  test('what register-model left is what is rolled out', async () => {
    const directory = project(quick);
    const { manifest } = await register(directory, { bias: 1 });
    const reference = `.mlops/registry@${manifest}`;
    leaveRecord(directory, stepRecord('register-model', { inputs: { reference } }));
    const ran = await run(directory);
    expect(outputs(ran)).toEqual(['promoted', '100', 'v1']);
    expect(ran.record?.inputs.reference).toBe(reference);
  });
});

describe('bad input', () => {
  test.each([
    [{}, 'It is not said which model to roll out'],
    [{ 'model-reference': '../../etc/passwd' }, '<registry>@sha256:<64 hex digits>'],
    [{ 'model-reference': '.mlops/registry:flights/../v1' }, '<registry>@sha256:'],
    [{ 'model-reference': '.mlops/registry@sha256:12' }, '<registry>@sha256:'],
    [{ 'model-reference': 'v1', steps: '50:1s,5:1s' }, 'weights must rise, but 5 follows 50'],
    [{ 'model-reference': 'v1', steps: '5,100' }, 'the step of weight 5 needs a duration'],
    [{ 'model-reference': 'v1', steps: '5:soon' }, 'as 5:30s,50:30s,100'],
    [{ 'model-reference': 'v1', steps: '100:30s' }, 'it has no duration'],
    [{ 'model-reference': 'v1', steps: '[{ wight: 5, for: 1s }]' }, 'did you mean "weight"'],
    [
      { 'model-reference': 'v1', steps: '5:1s,500:1s' },
      'input "steps" is "5:1s,500:1s", but step 2 has the weight 500: a whole number from 1 to 100',
    ],
    [{ 'model-reference': 'v1', steps: '0:1s' }, 'step 1 has the weight 0: a whole number from 1'],
    [{ 'model-reference': 'v1', steps: '5.5:1s' }, 'step 1 has the weight 5.5: a whole number'],
    [{ 'model-reference': 'v1', steps: '[{ weight: 500 }]' }, 'step 1 has the weight 500'],
    [{ 'model-reference': 'v1', steps: '[{ for: 1s }]' }, 'step 1 has no weight'],
    [{ 'model-reference': 'v1', steps: '[{ weight: 5, for: soon }]' }, 'step 1 lasts "soon"'],
    [{ 'model-reference': 'v1', steps: '[5]' }, 'step 1 is 5: { weight: 5, for: 30s }'],
    [{ 'model-reference': 'v1', steps: '[]' }, 'at least one step is expected'],
    [{ 'model-reference': 'v1', steps: '[{' }, 'that is no YAML list'],
    [{ mode: 'rollbak' }, 'did you mean "rollback"'],
  ] as [Record<string, string>, string][])('%j', async (inputs, said) => {
    const ran = await run(project(quick), inputs);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(said);
    expect(ran.log).not.toContain('Correct the file');
  });

  test('a version that is not there, and one of another model', async () => {
    const directory = project(quick);
    await register(directory, { bias: 1 }, 'pass', 'trains');
    const missing = await run(directory, { 'model-reference': 'v9' });
    expect(missing.log).toContain('has no flights/v9');
    const other = await run(directory, { 'model-reference': '.mlops/registry:trains/v1' });
    expect(other.exitCode).toBe(2);
    expect(other.log).toContain('is a version of "trains", and this step is about "flights"');
  });

  test('rows that cannot be read leave everything as it was', async () => {
    const directory = project(`require: [], ${quick}, ${replay.replace('rows', 'other')}`);
    await register(directory, { bias: 1 });
    const rows = join(directory, 'other.csv');
    const said = async (problem: string): Promise<void> => {
      const ran = await run(directory, { 'model-reference': 'v1' });
      expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(problem)]);
      expect(ran.log).not.toContain('cut off');
      const { record } = await run(directory, { mode: 'status' });
      expect(record?.summary).toBe('Nothing is deployed.');
      expect(readdirSync(join(directory, '.mlops/serving/flights'))).not.toContain('models');
    };
    await said('There is no file other.csv');
    mkdirSync(rows);
    await said('other.csv is a directory, not a data file');
    rmSync(rows, { recursive: true });
    writeFileSync(rows, '');
    await said('other.csv is empty (0 bytes)');
    writeFileSync(rows, 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n');
    await said('other.csv is a Git LFS pointer');
    writeFileSync(rows, 'x\n');
    await said('other.csv has columns but no rows');
    writeFileSync(rows, 'x\n1.5\n');
    const repaired = await run(directory, { 'model-reference': 'v1' });
    expect(outputs(repaired)).toEqual(['promoted', '100', 'v1']);
    rmSync(rows);
    const again = await run(directory, { 'model-reference': 'v1' });
    expect(again.record?.summary).toBe('v1 is stable already and has all traffic.');
  });

  test('a folder that cannot be used', async () => {
    const directory = project(quick);
    await register(directory, { bias: 1 });
    mkdirSync(join(directory, '.mlops'), { recursive: true });
    writeFileSync(join(directory, '.mlops/serving'), 'a file');
    const ran = await run(directory, { 'model-reference': 'v1' });
    rmSync(join(directory, '.mlops/serving'));
    expect(ran.exitCode).toBe(3);
    expect(ran.log).toMatch(/The folder of the local target, .*serving.flights, cannot be used/u);
  });

  test('nothing to roll back, nothing deployed, nothing to stop', async () => {
    const directory = project(quick);
    const back = await run(directory, { mode: 'rollback' });
    expect([back.exitCode, codes(back)]).toEqual([1, ['no-previous-version']]);
    expect((await run(directory, { mode: 'status' })).record?.summary).toBe('Nothing is deployed.');
    const stopped = await run(directory, { mode: 'stop' });
    expect(outputs(stopped)).toEqual(['none', '0', '']);
  });
});
