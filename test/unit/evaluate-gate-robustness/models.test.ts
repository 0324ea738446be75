import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../../actions/commands/render.ts';
import { step } from '../../../actions/evaluate-gate/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { csv, predict, simulate } from '../evaluate-gate/predictions.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/onnx/', import.meta.url));
const directories: string[] = [];

function directoryWith(policy: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'asked-'));
  directories.push(directory);
  writeFileSync(join(directory, 'policy.yml'), policy);
  return directory;
}

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const findings = ({ record }: StepRun) =>
  (record?.findings ?? []).map(({ code, message }) => `${code}: ${message}`);

describe('a gate on two ONNX models', () => {
  let ran: StepRun;
  let card: string;
  let directory: string;

  beforeAll(async () => {
    directory = directoryWith(`
metrics: { auc: { min: 0.6 } }
model: { features: [hour, distance] }
robustness:
  rows: 400
  perturbations: [{ kind: noise, max-degradation: { auc: 0.1 } }, { kind: unit, columns: [distance], share: 0.5 }]
  adversarial: { deviations: 0.2, rows: 50, predictions: 2000 }
  invariant: [{ columns: [origin], swap: [BOS, ATL] }]
  direction: [{ column: hour, by: 2, expect: increase }]
explain: { rows: 200, repeats: 3, points: 4, dependence: 2 }
model-card: { license: apache-2.0, description: Predicts late flights. }
`);
    for (const name of ['pipeline.onnx', 'logistic.onnx', 'flights.csv']) {
      copyFileSync(join(fixtures, name), join(directory, name));
    }
    ran = await runStep(step, directory, {
      ...{ challenger: 'pipeline.onnx', champion: 'logistic.onnx', data: 'flights.csv' },
      ...{ label: 'late', policy: 'policy.yml' },
    });
    card = readFileSync(join(directory, '.mlops', 'model-card.md'), 'utf8');
  }, 60_000);

  test('is held up by what must not matter and does', () => {
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.host.outputs.get('promote')).toBe('false');
    expect(ran.record?.summary).toMatch(
      /^origin: BOS ↔ ATL: the answer changes in \d+ of \d+ rows/u,
    );
    expect(findings(ran)).toContainEqual(expect.stringMatching(/^invariance-broken: origin/u));
  });

  test('shows what perturbations cost both, and which expectations hold', () => {
    const [degradation, tests] = ['robustness', 'expectations'].map((id) =>
      ran.record?.tables.find((table) => table.id === id),
    );
    expect(degradation?.note).toContain('A random sample of 400 of 600 rows');
    expect(degradation?.rows.map(([name]) => name).toSorted()).toEqual([
      '50 % of values × 1,000 in distance',
      'noise of 0.1 standard deviations',
    ]);
    const verdicts = tests?.rows.map((row) => [row[0], row[7]]);
    expect(verdicts).toEqual([
      ['origin: BOS ↔ ATL', { kind: 'verdict', verdict: 'fail', text: 'breaks (allowed 5 %)' }],
      ['hour +2: must increase', { kind: 'verdict', verdict: 'pass', text: 'holds (allowed 5 %)' }],
      ['right decisions flipped within 0.2 standard deviations', 'no limit'],
    ]);
    expect(ran.record?.metrics.map(({ name }) => name)).toContain('robustness-auc');
  });

  test('tells what both go by, and where they differ', () => {
    const importance = ran.record?.tables.find(({ id }) => id === 'importance');
    expect(importance?.rows.map(([column]) => column)).toEqual(['hour', 'origin', 'distance']);
    // The champion knows no origin.
    expect(importance?.rows.find(([column]) => column === 'origin')?.[3]).toBe(0);
    const gaps = ran.record?.tables.find(({ id }) => id === 'dependence')?.rows;
    expect(gaps).toHaveLength(2);
    const ids = ran.record?.series.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['importance', 'dependence-1', 'dependence-2']));
  });

  test('leaves a model card, which the record lists', () => {
    expect(ran.record?.artifacts.map(({ path }) => path)).toContain('.mlops/model-card.md');
    expect(card).toContain('license: apache-2.0');
    expect(card).toContain('Predicts late flights.');
    expect(card).toContain('What the model goes by');
  });

  test('can have its card written again from its record', async () => {
    const again = join(directory, 'card.md');
    const records = join(directory, '.mlops', 'records');
    expect(await render([records, '--format', 'model-card', '--output', again])).toBe(0);
    const [sections] = [card, readFileSync(again, 'utf8')].map((text) => text.split('## Uses'));
    expect(readFileSync(again, 'utf8').split('## Uses')[1]).toBe(sections?.[1]);
  });
});

test('a gate on predictions files that asks for robustness fails and says a model is needed', async () => {
  const directory = directoryWith('{ robustness: {}, explain: {} }');
  writeFileSync(join(directory, 'new.csv'), csv(predict(simulate(300, 1), 0, 1)));
  const ran = await runStep(step, directory, { challenger: 'new.csv', policy: 'policy.yml' });
  expect(ran.record?.verdict).toBe('fail');
  expect(ran.record?.summary).toMatch(
    /^The policy asks for robustness, but predictions files cannot be asked again/u,
  );
  expect(findings(ran)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^robustness-not-checked: .*give the model itself/u),
      expect.stringMatching(/^not-explained: .*give the model itself/u),
    ]),
  );
});

test('limits against a champion of which there are only predictions fail and say so', async () => {
  const directory = directoryWith(
    'robustness: { rows: 100, perturbations: [{ kind: noise }], max-regression: { auc: 0.1 } }',
  );
  for (const name of ['pipeline.onnx', 'flights.csv']) {
    copyFileSync(join(fixtures, name), join(directory, name));
  }
  const random = Array.from({ length: 600 }, (_, id) => ({
    id,
    prediction: ((id * 7) % 100) / 100,
  }));
  writeFileSync(join(directory, 'old.csv'), csv(random));
  const ran = await runStep(step, directory, {
    ...{ challenger: 'pipeline.onnx', champion: 'old.csv', data: 'flights.csv' },
    ...{ label: 'late', policy: 'policy.yml' },
  });
  expect(ran.record?.verdict).toBe('fail');
  expect(ran.record?.summary).toMatch(/but the champion is only predictions/u);
});

test('scores of answers cannot be asked again, and the gate says so', async () => {
  const directory = directoryWith('robustness: {}');
  writeFileSync(
    join(directory, 'scores.csv'),
    csv(Array.from({ length: 12 }, (_, i) => ({ case: `c${i}`, score: i % 2 }))),
  );
  writeFileSync(
    join(directory, 'mlops.yml'),
    'version: 1\nmodels: { answers: { task: scores } }\n',
  );
  const ran = await runStep(step, directory, { challenger: 'scores.csv', policy: 'policy.yml' });
  expect(ran.record?.verdict).toBe('fail');
  expect(findings(ran)).toContainEqual(
    expect.stringMatching(/^robustness-not-checked: .*scores of answers cannot be asked again/u),
  );
});
