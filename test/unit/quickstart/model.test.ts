import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { step } from '../../../actions/train-on-gpu-runner/main.ts';
import { loadTensorFlow } from '../../../shared/native/tensorflow.ts';
import type { NamedTensor, ServingEntry } from '../../../shared/ports/model-entry.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

const quickstart = fileURLToPath(
  new URL('../../../workflows-templates/quickstart', import.meta.url),
);
const copied = ['mlops.yml', 'train.js', 'serve.mjs', 'features.mjs'];

const airports = ['ATL', 'BOS', 'DEN', 'LAX', 'ORD', 'SFO'];

/** Flights that are later in the day and later from some airports; a small made-up February. */
function flights(count: number, seed: number): string {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = Array.from({ length: count }, (_, i) => {
    const hour = Math.floor(random() * 24);
    const origin = Math.floor(random() * airports.length);
    const destination = airports[Math.floor(random() * airports.length)];
    const distance = 100 + Math.floor(random() * 2400);
    const late = random() < 0.05 + hour * 0.015 + origin * 0.05 ? 1 : 0;
    return [seed * 1e6 + i, hour, i % 7, airports[origin], destination, distance, late].join(',');
  });
  return `id,hour,weekday,origin,destination,distance,late\n${lines.join('\n')}\n`;
}

/** A project as a user has it after copying the quickstart, with data of their own. */
function project(): string {
  const directory = mkdtempSync(join(tmpdir(), 'quickstart-'));
  for (const name of copied) cpSync(join(quickstart, name), join(directory, name));
  writeFileSync(join(directory, 'train.csv'), flights(4_000, 1));
  writeFileSync(join(directory, 'test.csv'), flights(1_000, 2));
  const config = readFileSync(join(directory, 'mlops.yml'), 'utf8');
  writeFileSync(
    join(directory, 'mlops.yml'),
    config
      .replace('test: data/test.parquet', 'test: test.csv')
      .replace('train: data/train/*.parquet', 'train: train.csv'),
  );
  return directory;
}

const params = '{ rows: 4000, batch: 256 }';
let directory: string;
let trained: StepRun;
let predictions: { id: string; prediction: number; late: number }[];

beforeAll(async () => {
  directory = project();
  trained = await runStep(step, directory, { params });
  const text = readFileSync(join(directory, '.mlops/predictions.csv'), 'utf8');
  const [header, ...lines] = text.trimEnd().split('\n');
  expect(header).toBe('id,prediction,late,origin');
  predictions = lines.map((line) => {
    const [id = '', prediction, late] = line.split(',');
    return { id, prediction: Number(prediction), late: Number(late) };
  });
}, 60_000);

describe('the model of the quickstart', () => {
  it('is trained from a copy of the project and leaves what serving needs', () => {
    expect(trained.log).not.toContain('error');
    expect(trained.exitCode).toBe(0);
    expect(trained.record?.artifacts.map(({ path }) => path)).toEqual([
      '.mlops/model/features.mjs',
      '.mlops/model/model.json',
      '.mlops/model/serve.mjs',
      '.mlops/model/weights.bin',
      '.mlops/predictions.csv',
    ]);
  });

  it('predicts every held-out row, and its metrics are those of the predictions', () => {
    expect(predictions).toHaveLength(1_000);
    const [late, onTime] = [1, 0].map((label) =>
      predictions.filter((row) => row.late === label).map((row) => row.prediction),
    );
    let won = 0;
    for (const a of late ?? []) for (const b of onTime ?? []) won += a > b ? 1 : a === b ? 0.5 : 0;
    const auc = won / ((late?.length ?? 0) * (onTime?.length ?? 0));
    const metric = (name: string) => trained.record?.metrics.find((m) => m.name === name)?.value;
    expect(metric('auc')).toBeCloseTo(auc, 5);
    expect(auc).toBeGreaterThan(0.65);
    const loss = predictions.map(({ prediction, late }) =>
      Math.log(late === 1 ? prediction : 1 - prediction),
    );
    const mean = -loss.reduce((sum, value) => sum + value, 0) / loss.length;
    expect(metric('log-loss')).toBeCloseTo(mean, 5);
  });

  it('gives the same digests when trained again', async () => {
    const again = await runStep(step, directory, { params });
    expect(again.record?.artifacts).toEqual(trained.record?.artifacts);
    expect(again.record?.subject.model).toBe(trained.record?.subject.model);
  });

  it('answers from its folder with the predictions it made in training', async () => {
    const folder = join(directory, '.mlops/model');
    const url = pathToFileURL(join(folder, 'serve.mjs')).href;
    const entry = (await import(url)) as ServingEntry;
    const tf = await loadTensorFlow({ folders: [] });
    const model = await entry.load({ directory: folder, tf });
    const rows = flights(1_000, 2).trimEnd().split('\n').slice(1, 101);
    const columns = rows.map((row) => row.split(','));
    const names = ['id', 'hour', 'weekday', 'origin', 'destination', 'distance'];
    const inputs = model.inputs.map(({ name, datatype }): NamedTensor => {
      const values = columns.map((row) => row[names.indexOf(name)] ?? '');
      const data = datatype === 'BYTES' ? values : values.map(Number);
      return { name, datatype, shape: [data.length], data };
    });
    const [output] = await model.predict(inputs);
    const known = new Map(predictions.map(({ id, prediction }) => [id, prediction]));
    columns.forEach(([id = ''], row) => {
      expect(output?.data[row]).toBeCloseTo(known.get(id) ?? Number.NaN, 5);
    });
    expect(output).toMatchObject({ name: 'late', datatype: 'FP32', shape: [100] });
  });
});
