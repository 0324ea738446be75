import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { step } from '../../../actions/train-on-gpu-runner/main.ts';
import { runStep } from '../../support/run-step.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'entry-'));
  const rows = Array.from({ length: 200 }, (_, i) => `${i},${i / 100},${(3 * i) / 100 + 1}`);
  writeFileSync(join(directory, 'rows.csv'), `id,x,y\n${rows.join('\n')}\n`);
});

const train = (entry: string, inputs: Record<string, string> = {}) => {
  writeFileSync(join(directory, 'train.mjs'), entry);
  return runStep(step, directory, { entry: 'train.mjs', data: 'rows.csv', ...inputs });
};

/** A line fitted by gradient descent: 3 x + 1. */
const fitLine = `
import { writeFileSync } from 'node:fs';
export async function train({ tf, params, seed, data, tables, modelDir, report }) {
  const table = await tables.open('/', data.train);
  const { x, y } = await tables.columns('SELECT x, y FROM ' + table.relation);
  const { core, layers } = tf;
  const line = layers.sequential();
  const kernelInitializer = layers.initializers.randomNormal({ seed });
  line.add(layers.layers.dense({ units: 1, inputShape: [1], kernelInitializer }));
  line.compile({ optimizer: core.train.sgd(params.rate), loss: 'meanSquaredError' });
  const column = (values) => core.tensor1d(Float32Array.from(values)).reshape([-1, 1]);
  await line.fit(column(x), column(y), {
    epochs: params.epochs,
    shuffle: false,
    verbose: 0,
    callbacks: { onEpochEnd: (epoch, { loss }) => report({ loss }, epoch + 1) },
  });
  const [slope, offset] = line.getWeights().map((weight) => weight.dataSync()[0]);
  report({ slope, offset });
  writeFileSync(modelDir + '/line.json', JSON.stringify({ slope, offset }));
}`;

describe('an entry', () => {
  it('trains with TensorFlow.js on what the table reader reads', async () => {
    const { exitCode, record } = await train(fitLine, { params: '{ rate: 0.1, epochs: 40 }' });
    expect(exitCode).toBe(0);
    const line = JSON.parse(readFileSync(join(directory, '.mlops/model/line.json'), 'utf8'));
    expect(line.slope).toBeCloseTo(3, 2);
    expect(line.offset).toBeCloseTo(1, 2);
    expect(record?.series[0]?.lines[0]?.values).toHaveLength(40);
    expect(record?.inputs.environment).toMatchObject({ runtime: { backend: 'wasm' } });
    const table = record?.tables.find(({ id }) => id === 'training');
    expect(table?.rows.find(([what]) => what === 'environment')?.[1]).toMatch(
      /^Node 24\.\S+ TensorFlow\.js 4\.22\.0 \(wasm\)/u,
    );
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    const params = '{ rate: 0.1, epochs: 3 }';
    const first = await train(fitLine, { params, seed: '7' });
    const again = await train(fitLine, { params, seed: '7' });
    const other = await train(fitLine, { params, seed: '8' });
    expect(again.record?.subject.model).toBe(first.record?.subject.model);
    expect(other.record?.artifacts[0]?.sha256).not.toBe(first.record?.artifacts[0]?.sha256);
  });

  it('that reports what is no number fails with the name of the metric', async () => {
    const { exitCode, record } = await train(`
      import { writeFileSync } from 'node:fs';
      export async function train({ report, modelDir }) {
        writeFileSync(modelDir + '/m', '1');
        report({ loss: Infinity }, 1);
        report({ loss: 0.5 }, 2);
        report({ auc: NaN, note: 'fine' });
      }`);
    expect(exitCode).toBe(1);
    expect(record?.findings.map(({ message }) => message)).toEqual([
      'The final value of "auc" is NaN: the training diverged, or divided by zero.',
      '"loss" was Infinity at step 1 and recovered later.',
      'Line 3 of the metrics file has a value of "note" that is not a number; it was left out.',
    ]);
  });
});

describe('an entry that does not work', () => {
  it('throws: the run fails with its error and stack', async () => {
    const { exitCode, log } = await train(
      'export async function train() { throw new RangeError("rate is negative"); }',
    );
    expect(exitCode).toBe(1);
    expect(log).toContain('The training (train.mjs) failed with RangeError after');
    expect(log).toContain('rate is negative');
    expect(log).toContain('train.mjs:1:');
  });

  it('never ends: it is stopped in time', async () => {
    const { exitCode, log } = await train(
      'export async function train() { await new Promise(() => setInterval(() => 0, 1e6).unref()); }',
      { 'timeout-minutes': '0.01' },
    );
    expect(exitCode).toBe(1);
    expect(log).toContain('did not end within');
    expect(existsSync(join(directory, '.mlops/model'))).toBe(false);
  });

  it.each([
    ['export function fit() {}', 'exports no function "train"; it exports fit.'],
    ['export function train( {', 'could not be loaded'],
  ])('%s is refused', async (entry, message) => {
    const { exitCode, log } = await train(entry);
    expect(exitCode).toBe(2);
    expect(log).toContain(message);
  });

  it('is missing: nothing was written for it', async () => {
    const { exitCode, log } = await train('', { entry: 'trian.mjs' });
    expect(exitCode).toBe(2);
    expect(log).toContain('The training module trian.mjs is not a file.');
    expect(existsSync(join(directory, '.mlops/training'))).toBe(false);
  });
});

describe('reproduce', () => {
  const params = '{ rate: 0.1, epochs: 2 }';

  it('trains the recorded model again and finds the same bytes', async () => {
    const first = await train(fitLine, { params, seed: '7' });
    const model = first.record?.subject.model ?? '';
    const again = await runStep(step, directory, { reproduce: model });
    expect(again.exitCode).toBe(0);
    expect(again.record?.summary).toMatch(
      /^Training again gave the same 1 file, to the byte, as sha256:/u,
    );
    expect(again.record?.subject).toEqual(first.record?.subject);
    expect(again.record?.inputs.reproduced).toBe(true);
    expect(again.host.outputs.get('metrics')).toBe(first.host.outputs.get('metrics'));
    expect(existsSync(join(directory, '.mlops/model/line.json'))).toBe(true);
  });

  it('names the files that came out differently', async () => {
    const random = fitLine.replace(
      'JSON.stringify({ slope',
      'JSON.stringify({ r: Math.random(), slope',
    );
    const first = await train(random, { params });
    const again = await runStep(step, directory, { reproduce: first.record?.subject.model ?? '' });
    expect(again.exitCode).toBe(1);
    expect(again.record?.findings[0]).toMatchObject({
      code: 'not-reproduced',
      message: 'Training again gave other bytes in line.json.',
    });
  });

  it('refuses other data and other models by name', async () => {
    const first = await train(fitLine, { params });
    writeFileSync(join(directory, 'rows.csv'), 'id,x,y\n1,2,3\n');
    const otherData = await runStep(step, directory, {
      reproduce: first.record?.subject.model ?? '',
    });
    expect(otherData.exitCode).toBe(2);
    expect(otherData.log).toContain('The model was trained on the data sha256:');
  });

  it('needs the record of that very model', async () => {
    const { exitCode, log } = await runStep(step, directory, {
      reproduce: `sha256:${'0'.repeat(64)}`,
    });
    expect(exitCode).toBe(2);
    expect(log).toContain('There is no training record of the model sha256:000000…0000');
  });
});
