import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { loadTensorFlow } from '../../../shared/native/tensorflow.ts';
import type { TrainingEntry, TrainingTask } from '../../../shared/ports/model-entry.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { tempDir } from '../../support/temp-dir.ts';

const quickstart = new URL('../../../workflows-templates/quickstart/train.js', import.meta.url);
const header = 'id,hour,weekday,origin,destination,distance,late';

function flights(rows: number, seed: number): string {
  const random = createRandom(seed);
  const airports = ['ATL', 'BOS', 'DCA', 'SFO'];
  const lines = Array.from({ length: rows }, (_, id) => {
    const hour = random.below(24);
    const [from, to] = [airports[random.below(4)], airports[random.below(4)]];
    const late = random.uniform() < hour / 30 ? 1 : 0;
    return [id, hour, random.below(7), from, to, 100 + random.below(2000), late].join(',');
  });
  return `${[header, ...lines].join('\n')}\n`;
}

const table = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

test('the folder that the quickstart trains answers what its own training predicted', async () => {
  const root = tempDir({ 'train.csv': flights(900, 1), 'test.csv': flights(150, 2) });
  const modelDir = join(root, 'model');
  mkdirSync(modelDir);
  const tables = duckdbTableReader();
  const task: TrainingTask = {
    tf: await loadTensorFlow({ folders: [] }),
    params: {
      features: 'hour, distance, origin*part',
      units: 4,
      rate: 0.01,
      batch: 256,
      epochs: 1,
    },
    seed: 7,
    data: { train: [join(root, 'train.csv')], test: [join(root, 'test.csv')] },
    ...{ label: 'late', key: 'id', tables, modelDir },
    predictionsFile: join(root, 'predictions.csv'),
    report: () => undefined,
    log: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  const { train } = (await import(quickstart.href)) as TrainingEntry;
  await train(task);
  await tables.close();

  const expected = new Map(
    table(readFileSync(task.predictionsFile, 'utf8')).map(([id, value]) => [id, Number(value)]),
  );
  const rows = table(readFileSync(join(root, 'test.csv'), 'utf8'));
  const predictor = await predictorLoader().load(root, 'model');
  expect(predictor).toMatchObject({ runtime: 'serving-entry' });
  const names = header.split(',');
  const columns = (predictor.features ?? []).map((name): FeatureBatch['columns'][number] => {
    const values = rows.map((row) => row[names.indexOf(name)] ?? '');
    return name === 'origin' || name === 'destination'
      ? { name, kind: 'text', values }
      : { name, kind: 'number', values: Float64Array.from(values, Number) };
  });
  const { values } = await predictor.predict({ rows: rows.length, columns }, task.signal);
  // The predictions file has seven digits.
  expect([...values]).toEqual(rows.map(([id = '']) => expect.closeTo(expected.get(id) ?? -1, 6)));
});
