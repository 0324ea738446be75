import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { loadTensorFlow } from '../../../shared/native/tensorflow.ts';
import type { TensorFlow } from '../../../shared/ports/model-entry.ts';
import { tempDir } from '../../support/temp-dir.ts';

const { signal } = new AbortController();
let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ folders: [] });
});

/** A trained layers model as `model.save('file://…')` leaves it: model.json and its weights. */
async function saveNetwork(folder: string): Promise<(x: readonly number[]) => number> {
  const { layers, core } = tf;
  const dense = layers.layers.dense({ units: 1, activation: 'sigmoid', inputShape: [2] });
  const network = layers.sequential({ layers: [dense] });
  network.setWeights([core.tensor2d([[0.5], [-1.5]]), core.tensor1d([0.25])]);
  await network.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }];
      const json = { format: 'layers-model', modelTopology, weightsManifest };
      writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
      writeFileSync(
        join(folder, 'group1-shard1of1.bin'),
        new Uint8Array(weightData as ArrayBuffer),
      );
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return ([a = 0, b = 0]) => 1 / (1 + Math.exp(-(0.5 * a - 1.5 * b + 0.25)));
}

function points(...rows: readonly (readonly [number, number])[]): FeatureBatch {
  const columns = (['a', 'b'] as const).map((name, i) => ({
    name,
    kind: 'number' as const,
    values: Float64Array.from(rows, (row) => row[i] as number),
  }));
  return { rows: rows.length, columns };
}

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it worked',
    ({ kind, message, hint }) => `${kind}: ${message} ${hint}`,
  );

describe('a model of TensorFlow.js', () => {
  test('answers from its model.json and weights', async () => {
    const folder = tempDir();
    const expected = await saveNetwork(folder);
    const predictor = await predictorLoader().load(folder, '.');
    expect(predictor).toMatchObject({ runtime: 'tensorflow', featureCount: 2 });
    expect(predictor.files).toHaveLength(2);
    const rows = [
      [0, 0],
      [1, 2],
      [-3, 0.5],
    ] as const;
    const tensors = tf.core.memory().numTensors;
    const { values, width } = await predictor.predict(points(...rows), signal);
    expect(width).toBe(1);
    for (const [i, row] of rows.entries()) expect(values[i]).toBeCloseTo(expected(row), 6);
    expect(tf.core.memory().numTensors).toBe(tensors);
    expect(await failure(predictor.predict({ ...points([1, 2]), columns: [] }, signal))).toContain(
      'takes 2 features a row',
    );
    await predictor.close();
  });

  test('that is damaged says what is wrong', async () => {
    const folder = tempDir();
    await saveNetwork(folder);
    const load = () => failure(predictorLoader().load(folder, '.'));
    const text = (json: unknown) => writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
    text({ modelTopology: {}, weightsManifest: [{ paths: ['gone.bin'], weights: [] }] });
    expect(await load()).toContain('the weights file "gone.bin" is missing');
    text({ modelTopology: {}, weightsManifest: [{ paths: ['../../etc/passwd'], weights: [] }] });
    expect(await load()).toContain('"../../etc/passwd" lies outside of it');
    text({ format: 'graph-model', modelTopology: {}, weightsManifest: [] });
    expect(await load()).toMatch(/it is a graph model\. .*exported to ONNX/u);
    text({ weights: [] });
    expect(await load()).toContain('it has no valid "modelTopology"');
  });

  test('with a serve.mjs answers as it will be served', async () => {
    const serve = `
      export async function load({ tf }) {
        const scale = tf.core.scalar(0.1);
        return {
          inputs: [{ name: 'b', datatype: 'FP32', shape: [-1] }],
          outputs: [{ name: 'late', datatype: 'FP32', shape: [-1] }],
          async predict([{ data }]) {
            const y = tf.core.tensor1d(data).mul(scale);
            return [{ name: 'late', datatype: 'FP32', shape: [data.length], data: [...y.dataSync()] }];
          },
        };
      }`;
    const root = tempDir({ 'model/serve.mjs': serve, 'model/model.json': '{}' });
    const predictor = await predictorLoader().load(root, 'model');
    expect(predictor).toMatchObject({ runtime: 'serving-entry', features: ['b'] });
    const { values } = await predictor.predict(points([7, 2], [7, 3]), signal);
    expect([...values]).toEqual(
      [Math.fround(0.2), Math.fround(0.3)].map((v) => expect.closeTo(v, 6)),
    );
  });

  test('whose serve.mjs is broken says so', async () => {
    const root = tempDir({ 'model/serve.mjs': 'export const nothing = 1;' });
    expect(await failure(predictorLoader().load(root, 'model'))).toMatch(
      /^usage: The model in model cannot be loaded: serve\.mjs exports no function "load"; it is/u,
    );
  });
});
