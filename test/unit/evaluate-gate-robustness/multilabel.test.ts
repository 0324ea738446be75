import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { step } from '../../../actions/evaluate-gate/main.ts';
import {
  margins,
  movements,
  respondent,
  rowsAnswered,
} from '../../../actions/evaluate-gate/robustness/answers.ts';
import type { MultilabelRows } from '../../../actions/evaluate-gate/rows.ts';
import type { FeatureBatch, PredictedBatch } from '../../../shared/domain/prediction.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

const rows: MultilabelRows = {
  ...{ task: 'multilabel', names: ['art', 'news', 'sport'], slices: [] },
  labels: Uint8Array.of(2, 0),
  truths: [Float64Array.of(1, 0), Float64Array.of(0, 0), Float64Array.of(1, 0)],
  challenger: new Float64Array(2),
  challengerShares: [0, 1, 2].map(() => new Float64Array(2)),
  challengerKind: 'probability',
};
const features: FeatureBatch = { rows: 2, columns: [] };
const answering = (batch: PredictedBatch, classes?: readonly string[]) =>
  respondent({ predict: async () => batch, classes }, rows).answer(features);

const shares = Float64Array.of(0.7, 0.9, 0.2, 0.1, 0.3, 0.6);

describe('the answers of a model of several labels', () => {
  test('are put in the order of the labels', async () => {
    const answers = await answering({ rows: 2, width: 3, values: shares }, [
      'sport',
      'art',
      'news',
    ]);
    expect(answers.shares).toEqual([
      Float64Array.of(0.9, 0.3),
      Float64Array.of(0.2, 0.6),
      Float64Array.of(0.7, 0.1),
    ]);
    expect([...answers.values]).toEqual([2, 1]);
    const judged = rowsAnswered(rows, answers);
    expect(judged).toMatchObject({
      challengerShares: answers.shares,
      challengerKind: 'probability',
    });
    expect(judged).not.toHaveProperty('championShares');
  });

  test('may be sets as texts, and may lack a label', async () => {
    const labels = ['art|sport', '["news"]'];
    const named = await answering({ rows: 2, width: 0, values: new Float64Array(), labels });
    expect(named.shares?.map((column) => [...column])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    const values = Float64Array.of(0.7, 0.9, 0.1, 0.8);
    const without = await answering({ rows: 2, width: 2, values }, ['art', 'news']);
    expect(without.shares?.[2]).toEqual(Float64Array.of(0, 0));
  });

  test('are as far from wrong as the nearest label, and move as far as the furthest', async () => {
    const clean = await answering({ rows: 2, width: 3, values: shares }, ['sport', 'art', 'news']);
    const [both, none] = margins(rows, clean, 0.5);
    expect(both).toBeCloseTo(0.2, 12);
    // News is given and not true.
    expect(none).toBeCloseTo(-0.1, 12);
    const moved = shares.map((share, place) => (place === 1 ? share - 0.5 : share + 0.01));
    const after = await answering({ rows: 2, width: 3, values: moved }, ['sport', 'art', 'news']);
    const [first, second] = movements(rows, clean, after);
    expect(first).toBeCloseTo(0.5, 12);
    expect(second).toBeCloseTo(0.01, 12);
  });

  test('that are not numbers are counted', async () => {
    const values = shares.map((share, place) => (place === 4 ? Number.NaN : share));
    expect((await answering({ rows: 2, width: 3, values })).unanswered).toBe(1);
  });
});

const fixtures = fileURLToPath(new URL('../../fixtures/onnx/', import.meta.url));

describe('a gate on an ONNX model of several labels', () => {
  const directory = mkdtempSync(join(tmpdir(), 'topics-'));
  let ran: StepRun;

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  beforeAll(async () => {
    for (const name of ['topics.onnx', 'articles.csv']) {
      copyFileSync(join(fixtures, name), join(directory, name));
    }
    writeFileSync(
      join(directory, 'mlops.yml'),
      'version: 1\nmodels: { topics: { task: multilabel } }\n',
    );
    writeFileSync(
      join(directory, 'policy.yml'),
      `
metrics: { f1-micro: { min: 0.6 } }
model: { features: [length, pictures, age], classes: [art, news, sport] }
robustness:
  rows: 300
  perturbations:
    - { kind: noise, deviations: 0.05 }
    - { kind: unit, columns: [pictures], factor: 100, share: 0.5 }
  max-degradation: { subset-accuracy: 0.05, hamming-loss: 0.2, f1-micro: 0.2, f1-macro: 0.2 }
  adversarial: { deviations: 0.3, rows: 40, predictions: 2000 }
  invariant: [{ columns: [pictures], values: [0, 11] }]
  direction:
    - { column: pictures, by: 3, expect: increase, class: art }
    - { column: pictures, by: 3, expect: increase }
    - { column: pictures, by: 3, expect: increase, class: arts }
explain: { rows: 150, repeats: 2, points: 4, dependence: 1 }
`,
    );
    ran = await runStep(step, directory, {
      ...{ challenger: 'topics.onnx', data: 'articles.csv', policy: 'policy.yml' },
    });
  }, 60_000);

  const rowsOf = (id: string) => ran.record?.tables.find((table) => table.id === id)?.rows ?? [];

  test('asks it again, and says what wrong units cost every metric of label sets', () => {
    expect(ran.record?.verdict).toBe('fail');
    const metrics = ran.record?.metrics.map(({ name }) => name);
    for (const name of ['subset-accuracy', 'hamming-loss', 'f1-micro', 'f1-macro']) {
      expect(metrics).toContain(`robustness-${name}`);
    }
    const found = (ran.record?.findings ?? []).map(({ message }) => message);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^With 50 % of values × 100 in pictures, subset accuracy changes by −0\.\d+/u,
      ),
    );
    expect(found).not.toContainEqual(expect.stringContaining('noise'));
  });

  test('tests what may move its labels, and which label must', () => {
    const judged = rowsOf('expectations').map((row) => [row[0], row[2], row[7]]);
    expect(judged).toEqual([
      ['pictures: 0, 11', 300, ''],
      [
        'pictures +3: must increase',
        0,
        'with several labels the test must say whose probability it is about: class: art. Known: art, news, sport',
      ],
      [
        'pictures +3: arts must increase',
        0,
        'the model has no probability of the label "arts". Known: art, news, sport',
      ],
      ['pictures +3: art must increase', 0, ''],
      [
        'label sets all right, of which a label flipped within 0.3 standard deviations',
        expect.any(Number),
        expect.stringContaining('by itself "pictures" flips most'),
      ],
    ]);
    const [, attacked, flipped] = rowsOf('expectations').at(-1) ?? [];
    expect(attacked).toBe(40);
    expect(flipped).toBeGreaterThan(5);
    expect(flipped).toBeLessThan(40);
  });

  test('names what it goes by, with a curve a label', () => {
    expect(rowsOf('importance')).toHaveLength(3);
    const curves = ran.record?.series.filter(({ id }) => id.startsWith('dependence-1'));
    expect(curves?.map(({ title }) => title)).toEqual(
      ['art', 'news', 'sport'].map((name) => expect.stringContaining(name)),
    );
  });
});
