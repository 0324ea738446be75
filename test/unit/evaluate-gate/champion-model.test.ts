import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  commitChange,
  judge,
  newRepository,
  register,
  train,
} from '../../support/champion-project.ts';
import type { StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { csv, simulate } from './predictions.ts';

const line = ({ record }: StepRun): string => record?.tables[0]?.note ?? '';
const inputs = { challenger: 'model', data: 'data.csv', policy: 'policy.yml' };

/** A model that sees the signal, and lets noise spoil it by so much. */
const model = (blur: number): Record<string, string> => ({
  'weights.json': JSON.stringify({ blur }),
  'serve.mjs': `import { readFile } from 'node:fs/promises';
export const tensorflow = false;
export async function load({ directory }) {
  const { blur } = JSON.parse(await readFile(directory + '/weights.json', 'utf8'));
  const spec = (name) => ({ name, datatype: 'FP64', shape: [-1] });
  const answer = (signal, noise) => 1 / (1 + Math.exp(-(signal + blur * noise)));
  return {
    inputs: [spec('signal'), spec('noise')],
    outputs: [spec('p')],
    predict: async ([signal, noise]) => [
      { ...spec('p'), shape: signal.shape, data: signal.data.map((s, i) => answer(s, noise.data[i])) },
    ],
  };
}
`,
});

const data = (seed: number): string =>
  csv(
    simulate(500, seed).map(({ id, label, signal, noise: [noise] }) => ({
      ...{ id, label, signal, noise },
    })),
  );

const project = (): string =>
  tempDir({
    'policy.yml': 'metrics: { accuracy: { min: 0.5, max-regression: 0.01 } }',
    'data.csv': data(1),
    '.gitignore': '*\n!train.py\n',
  });

test('the champion of the registry is run on rows that it was never judged on', async () => {
  const directory = project();
  await train(directory, '', model(2));
  const first = await judge(directory, inputs);
  expect(first.record?.summary).toContain('there is no champion yet');
  await register(directory);
  await train(directory, '', model(0.1));
  writeFileSync(join(directory, 'data.csv'), data(2));
  const ran = await judge(directory, inputs);
  expect(ran.record?.summary).toMatch(/better than the champion$/u);
  expect(line(ran)).toMatch(/^Champion: flights\/v1 \(alias champion\), .*, run on these rows\./u);
  const files = ran.record?.inputs.champion;
  expect(files).toMatchObject([{ path: 'serve.mjs' }, { path: 'weights.json' }]);
});

test('where it cannot be run, the predictions kept of these rows stand for it', async () => {
  const directory = project();
  const broken = { ...model(2), 'serve.mjs': 'throw new Error("no such runtime");' };
  const perfect = simulate(500, 1).map(({ id, label }) => ({ id, prediction: label, label }));
  await train(directory, csv(perfect), broken);
  await judge(directory, { challenger: 'predictions.csv', policy: 'policy.yml' });
  await register(directory);
  await train(directory, '', model(0.1));
  const ran = await judge(directory, inputs);
  expect(line(ran)).toContain('by predictions kept of these rows');
  expect(ran.record?.verdict).toBe('fail');
});

test('what a model answered is kept of a commit, without its files', async () => {
  const directory = project();
  newRepository(directory);
  await train(directory, '', model(2));
  await judge(directory, inputs);
  commitChange(directory, 'second');
  await train(directory, '', model(0.1));
  const ran = await judge(directory, { ...inputs, champion: 'git:HEAD~1' });
  expect(ran.record?.summary).toMatch(/better than the champion$/u);
  expect(line(ran)).toContain('by predictions kept of these rows');
});
