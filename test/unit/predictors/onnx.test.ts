import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import type { Predictor, PredictorOptions } from '../../../shared/ports/predictor.ts';
import { tempDir } from '../../support/temp-dir.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/onnx', import.meta.url));
const golden = JSON.parse(readFileSync(join(fixtures, 'golden.json'), 'utf8'));
const [header = '', ...lines] = readFileSync(join(fixtures, 'flights.csv'), 'utf8').split('\n');
const names = header.trim().split(',');
const cells = lines.slice(0, 60).map((line) => line.trim().split(','));

/** The first sixty flights, of these columns. */
function flights(...wanted: readonly string[]): FeatureBatch {
  const columns = wanted.map((name) => {
    const values = cells.map((row) => row[names.indexOf(name)] ?? '');
    return name === 'origin'
      ? ({ name, kind: 'text', values } as const)
      : ({ name, kind: 'number', values: Float64Array.from(values, Number) } as const);
  });
  return { rows: cells.length, columns };
}

const open: Predictor[] = [];
afterEach(async () => {
  for (const predictor of open.splice(0)) await predictor.close();
});

async function load(name: string, options?: PredictorOptions, root = fixtures): Promise<Predictor> {
  const predictor = await predictorLoader().load(root, name, options);
  open.push(predictor);
  return predictor;
}

const { signal } = new AbortController();

/** The largest distance between the numbers, each in its place. */
function distance(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] as number))));
}

const secondOf = (values: Float64Array): number[] => [...values].filter((_, i) => i % 2 === 1);

describe('an ONNX model answers as in Python', () => {
  test.each(['logistic.onnx', 'network.onnx'])('%s, from one matrix', async (name) => {
    const predictor = await load(name);
    expect(predictor).toMatchObject({ runtime: 'onnx', features: undefined, featureCount: 2 });
    const answers = await predictor.predict(flights('hour', 'distance'), signal);
    expect(answers.width).toBe(2);
    expect(distance(secondOf(answers.values), golden[name])).toBeLessThan(1e-6);
    expect(new Set(answers.labels)).toEqual(new Set(['0', '1']));
  });

  test('a pipeline that takes integers, numbers and texts by name', async () => {
    const predictor = await load('pipeline.onnx');
    expect(predictor.features).toEqual(['hour', 'distance', 'origin']);
    const batch = flights('late', 'origin', 'distance', 'hour');
    const { values } = await predictor.predict(batch, signal);
    expect(distance(secondOf(values), golden['pipeline.onnx'])).toBeLessThan(1e-6);
  });

  test('several classes with names', async () => {
    const { classes, probabilities } = golden['grades.onnx'];
    const { width, values, labels } = await (await load('grades.onnx')).predict(
      flights('hour', 'distance'),
      signal,
    );
    expect(width).toBe(3);
    expect(distance(values, probabilities.flat())).toBeLessThan(1e-6);
    const likeliest = probabilities.map((own: number[]) => classes[own.indexOf(Math.max(...own))]);
    expect(labels).toEqual(likeliest);
  });

  test('a regression', async () => {
    const answers = await (await load('delay.onnx')).predict(flights('hour', 'distance'), signal);
    expect(answers.width).toBe(1);
    expect(distance(answers.values, golden['delay.onnx'])).toBeLessThan(1e-4);
  });

  test('a quantised network, which is known as one, within what its rounding allows', async () => {
    const [parent, variant] = [await load('network.onnx'), await load('network-int8.onnx')];
    expect([parent.isQuantized, variant.isQuantized]).toEqual([false, true]);
    expect((parent.size ?? 0) / (variant.size ?? 1)).toBeGreaterThan(3);
    const { values } = await variant.predict(flights('hour', 'distance'), signal);
    // Dynamic quantisation rounds by the range of each batch, and processors round differently.
    expect(distance(secondOf(values), golden['network-int8.onnx'])).toBeLessThan(0.02);
  });

  test('in batches of any size', async () => {
    const batch = flights('hour', 'distance');
    const whole = await (await load('logistic.onnx')).predict(batch, signal);
    for (const size of [1, 7, 60, 1000]) {
      const parts = await (await load('logistic.onnx', { batch: size })).predict(batch, signal);
      expect(parts.labels).toEqual(whole.labels);
      expect(distance(parts.values, [...whole.values])).toBeLessThan(1e-6);
    }
  });

  test('from a folder that holds one', async () => {
    const root = tempDir({ 'model/MLmodel': 'flavors:' });
    copyFileSync(join(fixtures, 'delay.onnx'), join(root, 'model/model.onnx'));
    const predictor = await load('model', {}, root);
    expect(predictor.source).toBe(join('model', 'model.onnx'));
    expect(predictor.files.map(({ path }) => path)).toEqual([join(root, 'model/model.onnx')]);
  });
});

describe('an ONNX model that cannot be asked says why', () => {
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'it worked',
      ({ kind, message, hint }) => `${kind}: ${message} ${hint}`,
    );

  test('its output is a sequence of maps', async () => {
    expect(await failure(load('zipmap.onnx'))).toBe(
      'usage: Output "output_probability" of zipmap.onnx is a sequence of maps (ZipMap), which cannot be read. Export with plain probabilities: to_onnx(model, X[:1], options={\'zipmap\': False}).',
    );
  });

  test('the label alone may still be asked for', async () => {
    const predictor = await load('zipmap.onnx', { output: 'output_label' });
    const { width, values } = await predictor.predict(flights('hour', 'distance'), signal);
    expect(width).toBe(1);
    expect(new Set(values)).toEqual(new Set([0, 1]));
  });

  test('the wrong number of features', async () => {
    const predictor = await load('logistic.onnx');
    expect(await failure(predictor.predict(flights('hour'), signal))).toMatch(
      /^usage: logistic\.onnx takes 2 features a row, and 1 are given: hour\. Name the columns/u,
    );
  });

  test('a feature that the data calls otherwise', async () => {
    const predictor = await load('pipeline.onnx');
    const { columns, rows } = flights('hour', 'distance', 'origin');
    const renamed = columns.map((c) => (c.name === 'origin' ? { ...c, name: 'origins' } : c));
    expect(await failure(predictor.predict({ rows, columns: renamed }, signal))).toContain(
      'wants the feature "origin", and the data has no such column. Did you mean "origins"?',
    );
  });

  test('texts where it wants numbers, and half hours where it wants whole ones', async () => {
    const text = { name: 'hour', kind: 'text', values: ['noon'] } as const;
    const half = { name: 'hour', kind: 'number', values: Float64Array.of(12.5) } as const;
    const rest = [
      { name: 'distance', kind: 'number', values: Float64Array.of(600) },
      { name: 'origin', kind: 'text', values: ['ATL'] },
    ] as const;
    const predictor = await load('pipeline.onnx');
    const ask = (hour: FeatureBatch['columns'][number]) =>
      failure(predictor.predict({ rows: 1, columns: [hour, ...rest] }, signal));
    expect(await ask(text)).toContain('wants numbers for "hour", and the data has texts there');
    expect(await ask(half)).toContain('wants whole numbers for "hour", and the data has 12.5');
    expect(await ask({ ...half, values: Float64Array.of(Number.NaN) })).toContain(
      'and a row has no value there',
    );
  });

  test('an output that it does not have', async () => {
    expect(await failure(load('logistic.onnx', { output: 'probability' }))).toContain(
      'has no output "probability". Did you mean "probabilities"?',
    );
  });

  test('a file that is none, or is not there', async () => {
    const root = tempDir({ 'empty.onnx': '', 'lfs.onnx': 'version https://git-lfs' });
    writeFileSync(join(root, 'folder.txt'), '');
    expect(await failure(load('lfs.onnx', {}, root))).toMatch(
      /^usage: lfs\.onnx cannot be loaded as a model: .*Git LFS pointer/u,
    );
    expect(await failure(load('none.onnx', {}, root))).toContain('There is no model at none.onnx.');
    expect(await failure(load('.', {}, tempDir({ 'weights.h5': '' })))).toContain(
      'The folder . holds weights.h5: no model to ask. Give an .onnx file',
    );
  });
});
