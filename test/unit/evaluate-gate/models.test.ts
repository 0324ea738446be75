import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { modelServer } from '../../../shared/adapters/local-target/model-server.ts';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import { loadServingEntry } from '../../../shared/adapters/serving-entry.ts';
import type { Predictor } from '../../../shared/ports/predictor.ts';
import type { StepRun } from '../../support/run-step.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { askedGate, quietBench } from './asked-gate.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/onnx', import.meta.url));
const golden = JSON.parse(readFileSync(join(fixtures, 'golden.json'), 'utf8'));
const flights = readFileSync(join(fixtures, 'flights.csv'), 'utf8');

const project = `
version: 1
models:
  flights:
    task: binary
    label: late
    key: id
    data: { test: flights.csv }
    evaluate:
`;

/** A directory with the flights, the models, and this policy. */
function directory(policy: string, files: Readonly<Record<string, string>> = {}): string {
  const root = tempDir({ 'flights.csv': flights, 'mlops.yml': project + policy, ...files });
  for (const name of ['logistic', 'network', 'network-int8', 'pipeline', 'grades', 'delay']) {
    copyFileSync(join(fixtures, `${name}.onnx`), join(root, `${name}.onnx`));
  }
  return root;
}

const features = '      model: { features: [hour, distance] }\n';
const lenient = `${features}      metrics: { auc: { max-regression: 0.05 } }\n`;

const run = (root: string, inputs: Readonly<Record<string, string>>): Promise<StepRun> =>
  runStep(askedGate(), root, inputs);

/** A model folder of its own kind: late is who leaves late. */
const shareOfDay = `
  export const tensorflow = false;
  export const load = async () => ({
    inputs: [{ name: 'hour', datatype: 'FP64', shape: [-1] }],
    outputs: [{ name: 'late', datatype: 'FP64', shape: [-1] }],
    predict: async ([{ data }]) =>
      [{ name: 'late', datatype: 'FP64', shape: [data.length], data: data.map((h) => h / 24) }],
  });`;

/** The flights without some columns. */
function without(...dropped: readonly string[]): string {
  const rows = flights
    .trim()
    .split(/\r?\n/u)
    .map((line) => line.split(','));
  const kept = (rows[0] ?? []).flatMap((name, i) => (dropped.includes(name) ? [] : [i]));
  return `${rows.map((row) => kept.map((i) => row[i]).join(',')).join('\n')}\n`;
}

describe('models as evidence', () => {
  test('two ONNX models are asked about the data and compared', async () => {
    const root = directory(lenient);
    const ran = await run(root, { challenger: 'network.onnx', champion: 'logistic.onnx' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.summary).toMatch(
      /^AUC .* on 600 held-out rows: no worse than the champion/u,
    );
    expect(ran.record?.inputs.models).toEqual({
      challenger: { source: 'network.onnx', runtime: 'onnx', features: ['hour', 'distance'] },
      champion: { source: 'logistic.onnx', runtime: 'onnx', features: ['hour', 'distance'] },
    });
    expect(ran.record?.inputs.challenger).toMatchObject([{ path: 'network.onnx', size: 69_583 }]);
  });

  test('a model and its own predictions from Python are judged the same', async () => {
    const [header = '', ...lines] = flights.trim().split(/\r?\n/u);
    const first = lines.slice(0, 60);
    const shown = `${[header, ...first].join('\n')}\n`;
    const predictions = first.map(
      (line, i) => `${line.split(',')[0]},${golden['pipeline.onnx'][i]}`,
    );
    const file = `id,prediction\n${predictions.toReversed().join('\n')}\n`;
    const root = directory(lenient, { 'shown.csv': shown, 'python.csv': file });
    const ran = await run(root, {
      ...{ challenger: 'pipeline.onnx', champion: 'python.csv', data: 'shown.csv' },
    });
    const [auc] = ran.record?.metrics ?? [];
    expect(ran.exitCode).toBe(0);
    expect(auc?.delta).toBe(0);
    expect(ran.record?.inputs.key).toBe('id');
  });

  test('without a key the rows of the data are numbered', async () => {
    const root = directory(lenient, { 'bare.csv': without('id') });
    writeFileSync(join(root, 'mlops.yml'), (project + lenient).replace('    key: id\n', ''));
    const ran = await run(root, {
      ...{ challenger: 'network.onnx', champion: 'logistic.onnx', data: 'bare.csv' },
    });
    const keyed = await run(directory(lenient), {
      ...{ challenger: 'network.onnx', champion: 'logistic.onnx' },
    });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.metrics[0]?.delta).toBe(keyed.record?.metrics[0]?.delta);
    const mixed = await run(root, {
      ...{ challenger: 'network.onnx', champion: 'flights.csv', data: 'bare.csv' },
    });
    expect(mixed.exitCode).toBe(2);
    expect(mixed.log).toMatch(/key/u);
  });

  test('classes with names, and numbers, come out under their own names', async () => {
    const grades = '      model: { features: [hour, distance] }\n      metrics: { log-loss: {} }\n';
    const root = directory(grades);
    const asked = { challenger: 'grades.onnx', champion: 'grades.onnx' };
    const text = readFileSync(join(root, 'mlops.yml'), 'utf8');
    const replace = (from: string, to: string) =>
      writeFileSync(join(root, 'mlops.yml'), text.replace('late', to).replace('binary', from));
    replace('multiclass', 'grade');
    const ran = await run(root, asked);
    expect(ran.record?.metrics[0]).toMatchObject({ name: 'log-loss', delta: 0 });
    // The entropy of guessing three classes is 1.10: shares under the wrong names would exceed it.
    expect(ran.record?.metrics[0]?.value).toBeLessThan(0.95);
    writeFileSync(
      join(root, 'mlops.yml'),
      text.replace('binary', 'regression').replace('late', 'delay').replace('log-loss', 'rmse'),
    );
    const values = await run(root, { challenger: 'delay.onnx' });
    expect(values.record?.metrics[0]?.value).toBeGreaterThan(8);
    expect(values.record?.metrics[0]?.value).toBeLessThan(14);
  });

  test('a trained folder with serve.mjs stands beside an ONNX file', async () => {
    const root = directory(lenient.replace('0.05', '0.2'));
    mkdirSync(join(root, 'trained'));
    writeFileSync(join(root, 'trained/serve.mjs'), shareOfDay);
    const ran = await run(root, { challenger: 'trained', champion: 'logistic.onnx' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.inputs.models).toMatchObject({
      challenger: { source: 'trained', runtime: 'serving-entry', features: ['hour'] },
    });
  });
});

describe('models that cannot be judged stop with what to do', () => {
  test.each([
    [
      'no data',
      { challenger: 'network.onnx' },
      (text: string) => text.replace('    data: { test: flights.csv }\n', ''),
      /The challenger is a model, and there is no data to ask it about\..*the input `data`/su,
    ],
    [
      'the label among the features',
      { challenger: 'network.onnx' },
      (text: string) => text.replace('[hour, distance]', '[hour, late]'),
      /names "late", which is the label: the model would be told the answer/u,
    ],
    [
      'a feature that is misspelt',
      { challenger: 'network.onnx' },
      (text: string) => text.replace('[hour, distance]', '[hour, distence]'),
      /names the feature "distence", and the data has no such column\. Did you mean "distance"\?/u,
    ],
    [
      'more columns than features',
      { challenger: 'network.onnx' },
      (text: string) => text.replace(features, ''),
      /takes 2 features a row, and the data has 5 columns without a role of their own: hour, distance, origin, delay, grade/u,
    ],
    [
      'a model among files',
      { challenger: 'network.onnx, flights.csv' },
      (text: string) => text,
      /The challenger names 2 things, of which one is a model/u,
    ],
    [
      'an unknown setting',
      { challenger: 'network.onnx' },
      (text: string) => text.replace('features:', 'feature:'),
      /unknown key "models\.flights\.evaluate\.model\.feature"; did you mean "features"\?/u,
    ],
    [
      'a metric that is misspelt',
      { challenger: 'network.onnx' },
      (text: string) => text.replace('auc: {', 'latency-p59: {'),
      /unknown key "models\.flights\.evaluate\.metrics\.latency-p59"; did you mean "latency-p50"\?/u,
    ],
    [
      'data without a row',
      { challenger: 'network.onnx', data: 'none.csv' },
      (text: string) => text,
      /no rows|has no row/u,
    ],
    [
      'three answers where the labels are two',
      { challenger: 'grades.onnx' },
      (text: string) => text.replace('features: [', 'classes: [no, yes], features: ['),
      /answers with 3 numbers a row, and there are 2 classes: no, yes/u,
    ],
  ])('%s', async (_, inputs, change, message) => {
    const root = directory('');
    writeFileSync(join(root, 'mlops.yml'), change(project + lenient));
    writeFileSync(join(root, 'none.csv'), 'id,hour,distance,late\n');
    const ran = await run(root, inputs);
    expect(ran.log).toMatch(message);
    expect(ran.exitCode).toBe(2);
  });

  test('answers that are not finite are counted', async () => {
    const loader = predictorLoader();
    const broken = askedGate({
      predictors: {
        ...loader,
        load: async (root, reference, options): Promise<Predictor> => {
          const model = await loader.load(root, reference, options);
          const predict: Predictor['predict'] = async (batch, signal) => {
            const { values, ...rest } = await model.predict(batch, signal);
            return {
              ...rest,
              values: values.map((value, i) => (i % 100 === 1 ? Number.NaN : value)),
            };
          };
          return { ...model, predict };
        },
      },
    });
    const ran = await runStep(broken, directory(lenient), { challenger: 'network.onnx' });
    expect(ran.log).toContain('The challenger network.onnx answered NaN or infinity for 12 rows.');
    expect(ran.exitCode).toBe(2);
  });
});

describe('what is measured of models', () => {
  const measured = (rules: string) =>
    `${features}      price-per-hour: 3.6\n      metrics:\n        auc: { max-regression: 0.05 }\n${rules}`;

  test('is judged by the same policy, with intervals, and shown in the same table', async () => {
    const policy = measured(
      [
        '        latency-p50: { max-regression: 0.1 }',
        '        latency-p95: { max: 3 }',
        '        throughput: { min: 1000 }',
        '        cost-per-thousand: { max: 0.01 }',
        '        memory: { max-regression: { relative: 0.5 }, required: false }',
        '        model-size: { max: 100000 }',
        '',
      ].join('\n'),
    );
    const gate = askedGate({ bench: quietBench({ challenger: 2, champion: 1 }) });
    const ran = await runStep(gate, directory(policy), {
      ...{ challenger: 'network.onnx', champion: 'logistic.onnx' },
    });
    const of = (name: string) => ran.record?.metrics.find((metric) => metric.name === name);
    expect(of('latency-p50')).toMatchObject({ verdict: 'fail', better: 'lower' });
    expect(of('latency-p50')?.delta).toBeCloseTo(1, 1);
    expect(of('latency-p50')?.low).toBeLessThan(of('latency-p50')?.delta ?? 0);
    expect(of('latency-p95')?.verdict).toBe('pass');
    expect(of('throughput')?.value).toBeCloseTo(600 / 0.2, -2);
    expect(of('cost-per-thousand')?.value).toBeCloseTo((3.6 / 3600) * (1000 / 3000), 5);
    expect(of('memory')).toMatchObject({ value: 2e6, baseline: 1e6, verdict: 'warn' });
    expect(of('model-size')).toMatchObject({ value: 69_583, baseline: 464, verdict: 'pass' });
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toMatch(
      /^Median latency \+1\.00\d+ ms \(95 % interval \+1\.00\d+ to \+1\.00\d+\) over 1,000 requests: worse than the champion by more than the allowed 0\.1$/u,
    );
    const names = ran.record?.tables[0]?.rows.map(([name]) => name);
    expect(names).toContain('p95 latency, ms');
    expect(names).toContain('AUC');
  });

  test('that predictions files cannot show fails, and says so', async () => {
    const root = directory(measured('        latency-p95: { max: 3 }\n'), {
      'new.csv': 'id,prediction\n',
    });
    const lines = flights
      .trim()
      .split(/\r?\n/u)
      .slice(1)
      .map((line, i) => `${line.split(',')[0]},${i / 600}`);
    writeFileSync(join(root, 'new.csv'), `id,prediction\n${lines.join('\n')}\n`);
    const ran = await run(root, { challenger: 'new.csv' });
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toBe(
      'p95 latency could not be computed: it is measured of a model, and the challenger is a predictions file.',
    );
    const beside = await run(root, { challenger: 'network.onnx', champion: 'new.csv' });
    expect(beside.record?.metrics.at(-1)).toMatchObject({ name: 'latency-p95', verdict: 'pass' });
  });

  test('of real models is measured in real time and in processes of their own', async () => {
    const policy = measured(
      '        latency-p95: { max: 1000 }\n        throughput: { min: 1 }\n        memory: { max: 1.0e+9 }\n',
    )
      .replace('model: {', 'model: { requests: 100,')
      .replace('price-per-hour', 'level: 0.6\n      price-per-hour');
    const ran = await run(directory(policy), { challenger: 'network.onnx' });
    expect(ran.exitCode).toBe(0);
    for (const name of ['latency-p95', 'throughput', 'memory']) {
      const found = ran.record?.metrics.find((metric) => metric.name === name);
      expect(found?.value).toBeGreaterThan(0);
      expect(found?.verdict).toBe('pass');
    }
  });
});

describe('a compressed variant', () => {
  const ask = { challenger: 'network-int8.onnx', champion: 'network.onnx' };

  test('is known by its graph, and judged against its parent in one sentence', async () => {
    const gate = askedGate({ bench: quietBench({ challenger: 1, champion: 1.3 }) });
    const ran = await runStep(gate, directory(lenient), ask);
    expect(ran.record?.summary).toBe(
      '3.2 times smaller, 1.3 times faster, AUC not worse by more than 0.05',
    );
    const [table] = ran.record?.tables ?? [];
    expect(table?.title).toBe('Parent → compressed variant');
    expect(table?.columns.map(({ title }) => title)).toEqual([
      ...['metric', 'parent', 'variant', 'ratio', 'change', expect.any(String), 'verdict'],
    ]);
    expect(table?.rows.find(([name]) => name === 'model size, bytes')?.slice(1, 4)).toEqual([
      ...[69_583, 21_710, '3.21×'],
    ]);
    expect(table?.rows.map(([name]) => name)).toEqual([
      ...['AUC', 'model size, bytes', 'median latency, ms', 'p95 latency, ms'],
    ]);
  });

  test('that is larger, or loses too much, does not pass', async () => {
    const gate = askedGate({ bench: quietBench({ challenger: 1, champion: 1 }) });
    const policy = `${lenient}      compression: { parent: network-int8.onnx }\n`;
    const ran = await runStep(gate, directory(policy), { challenger: 'network.onnx' });
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toBe('Model size +47,873 bytes on disk: worse than the champion');
    expect(ran.record?.findings).toContainEqual({
      code: 'compression',
      severity: 'info',
      message:
        '3.2 times larger, not measurably faster or slower, AUC not worse by more than 0.05.',
    });
  });

  test('is not what any other challenger is taken for', async () => {
    const ran = await run(directory(lenient), {
      ...ask,
      champion: 'logistic.onnx',
      challenger: 'network.onnx',
    });
    expect(ran.record?.tables[0]?.title).toBe('Champion → challenger');
  });
});

describe('an endpoint as evidence', () => {
  test('is judged beside the folder it serves: identical, but out of reach for its size', async () => {
    const policy = '      metrics: { auc: {}, model-size: { required: false } }\n';
    const root = directory(policy, { 'trained/serve.mjs': shareOfDay });
    const model = await loadServingEntry(join(root, 'trained'), () => Promise.reject(new Error()));
    const server = modelServer({ name: 'late', id: `sha256:${'b'.repeat(64)}`, model });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/v2/models/late`;
    const ran = await run(root, { challenger: address, champion: 'trained' });
    expect(ran.record?.summary).toMatch(/^The challenger's predictions are identical/u);
    expect(ran.record?.findings).toContainEqual({
      code: 'metric-not-computed',
      severity: 'warning',
      message:
        'The policy names model-size, which could not be computed: the model runs behind an endpoint, so its files and its process are out of reach.',
      evidence: { metric: 'model-size' },
    });
    expect(ran.record?.inputs.models).toMatchObject({ challenger: { source: address } });
  });

  test('without the name of a model is an error that shows how to write it', async () => {
    const ran = await run(directory(lenient), { challenger: 'http://127.0.0.1:9' });
    expect(ran.log).toMatch(/127\.0\.0\.1:9 is no address of a model\..*\/v2\/models\/NAME/su);
    expect(ran.exitCode).toBe(2);
  });
});
