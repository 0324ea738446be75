import { expect, onTestFinished, test, vi } from 'vitest';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import { modelProgram } from '../../../shared/adapters/predictors/model-command.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { serviceEnvironment } from '../../../shared/hosts/service-environment.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';
import type { Predictor } from '../../../shared/ports/predictor.ts';
import { tempDir } from '../../support/temp-dir.ts';

const { signal } = new AbortController();

/** Answers 1 where it can read the job's token, and ends its process at the hour 99. */
const curious = `
  export const tensorflow = false;
  export const load = async () => ({
    inputs: [{ name: 'hour', datatype: 'FP64', shape: [-1] }],
    outputs: [{ name: 'late', datatype: 'FP64', shape: [-1] }],
    async predict([{ data }]) {
      if (data.includes(99)) process.exit(3);
      if (data.includes(-1)) throw new Error('there is no hour -1.');
      const seen = process.env.MLOPS_INPUT_TOKEN === undefined ? 0 : 1;
      return [{ name: 'late', datatype: 'FP64', shape: [data.length], data: data.map(() => seen) }];
    },
  });`;

function hours(...values: readonly number[]): FeatureBatch {
  const columns = [{ name: 'hour', kind: 'number', values: Float64Array.from(values) }] as const;
  return { rows: values.length, columns };
}

async function load(serve: string): Promise<Predictor> {
  vi.stubEnv('MLOPS_INPUT_TOKEN', 'secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  const apart = { program: modelProgram(), environment: serviceEnvironment() };
  const root = tempDir({ 'model/serve.mjs': serve });
  const predictor = await predictorLoader({ apart }).load(root, 'model');
  onTestFinished(() => predictor.close());
  return predictor;
}

test('the code of a model runs apart, where it cannot read the tokens of the job', async () => {
  const predictor = await load(curious);
  expect(predictor).toMatchObject({
    ...{ source: 'model', runtime: 'serving-entry', features: ['hour'], featureCount: 1 },
  });
  const { values } = await predictor.predict(hours(1, 2), signal);
  expect([...values]).toEqual([0, 0]);
  await expect(predictor.predict(hours(-1), signal)).rejects.toMatchObject({
    kind: 'usage',
    message: 'model could not answer: there is no hour -1.',
  });
  const asked = [hours(3), hours(4, 5), hours(6)].map((batch) => predictor.predict(batch, signal));
  expect((await Promise.all(asked)).map(({ rows }) => rows)).toEqual([1, 2, 1]);
  await expect(predictor.predict(hours(99), signal)).rejects.toThrow(
    'The model model could not be asked: its process ended with 3.',
  );
  await expect(predictor.predict(hours(1), signal)).rejects.toThrow('its process is gone');
});

test('a model apart speaks the language of the step', async () => {
  useLanguage('zh');
  onTestFinished(() => useLanguage('en'));
  await expect(load('export const nothing = 1;')).rejects.toMatchObject({
    message: expect.stringContaining('没有导出函数 "load"'),
    hint: expect.stringContaining('请用 `mlops deploy-canary` 试一试'),
  });
});

test('a model that cannot be loaded apart says the same as here', async () => {
  await expect(load('export const nothing = 1;')).rejects.toMatchObject({
    code: 'serving-entry-invalid',
    kind: 'usage',
    hint: expect.stringContaining('deploy-canary'),
  });
});
