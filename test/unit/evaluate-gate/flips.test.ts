import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flippedRows, mostListed } from '../../../actions/evaluate-gate/flips/list.ts';
import type { Cell } from '../../../shared/domain/cell.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import type { StepRun } from '../../support/run-step.ts';
import { gateBoth, predict, simulate, type TableRow } from './predictions.ts';

const flipped = ({ record }: StepRun) => record?.tables.find(({ id }) => id === 'flipped-cases');
const code = (text: string): Cell => ({ kind: 'code', text });

const truth = [1, 0, 1, 0, 1, 0];
const side = (predictions: readonly number[]): TableRow[] =>
  predictions.map((prediction, i) => ({
    id: `patient-${i}`,
    prediction,
    label: truth[i] ?? 0,
    ward: i < 3 ? 'north' : 'south',
    sex: i % 2 === 0 ? 'F' : 'M',
  }));
const old = [0.9, 0.1, 0.8, 0.2, 0.4, 0.3];
const own = [0.2, 0.2, 0.45, 0.3, 0.7, 0.35];
const policy = 'metrics: { accuracy: { min: 0.1 } }\nslices: { by: [ward], min-rows: 2 }';

describe('flipped cases', () => {
  test('are listed worst first, by their row and the slices asked for', async () => {
    // The file is not in key order, and the row numbers are those of the file.
    const ran = await gateBoth(side(own).toReversed(), side(old), policy);
    expect(flipped(ran)?.title).toBe('Flipped cases: 3');
    expect(flipped(ran)?.folded).toBe(true);
    expect(flipped(ran)?.columns.map(({ title }) => title)).toEqual([
      'row',
      'ward',
      'change',
      'truth',
      'champion',
      'challenger',
    ]);
    expect(flipped(ran)?.rows).toEqual([
      [code('6'), 'north', 'right → wrong', '1', 0.9, 0.2],
      [code('4'), 'north', 'right → wrong', '1', 0.8, 0.45],
      [code('2'), 'south', 'wrong → right', '1', 0.4, 0.7],
    ]);
    expect(JSON.stringify(ran.record)).not.toContain('patient-');
  });

  test('have their keys where the policy says so', async () => {
    const ran = await gateBoth(side(own), side(old), `${policy}\nshow-keys: true`);
    expect(flipped(ran)?.rows[0]?.[0]).toEqual(code('patient-0'));
    expect(flipped(ran)?.note).not.toContain('show-keys');
  });

  test('never tell the groups of fairness', async () => {
    const fair = 'slices: { by: [sex, ward], min-rows: 2 }\nfairness: { by: [sex], min-rows: 1 }';
    const ran = await gateBoth(
      side(own),
      side(old),
      `metrics: { accuracy: { min: 0.1 } }\n${fair}`,
    );
    const titles = flipped(ran)?.columns.map(({ title }) => title);
    expect(titles).toContain('ward');
    expect(titles).not.toContain('sex');
  });

  test('are twenty at most, and the title says of how many', async () => {
    const rows = simulate(2000, 5);
    const ran = await gateBoth(predict(rows, 0, 2), predict(rows, 1, 2), policy.split('\n')[0]);
    expect(flipped(ran)?.rows).toHaveLength(20);
    expect(flipped(ran)?.title).toMatch(/^Flipped cases: the 20 worst of \d{3}$/u);
  });

  test('of several classes are told by name', async () => {
    const classes = (answers: readonly string[]): TableRow[] =>
      answers.map((prediction, id) => ({
        id,
        prediction,
        label: ['cat', 'dog', 'cow'][id % 3] ?? '',
      }));
    const before = ['cat', 'dog', 'cow', 'cat', 'cat', 'cow'];
    const after = ['dog', 'dog', 'cow', 'cat', 'dog', 'cow'];
    const ran = await gateBoth(
      classes(after),
      classes(before),
      'metrics: { accuracy: { min: 0.1 } }',
    );
    expect(flipped(ran)?.rows).toEqual([
      [code('1'), 'right → wrong', 'cat', 'cat', 'dog'],
      [code('5'), 'wrong → right', 'dog', 'cat', 'dog'],
    ]);
  });

  test('of a regression are the rows whose error grew most', async () => {
    const values = (predictions: readonly number[]): TableRow[] =>
      predictions.map((prediction, id) => ({ id, prediction, label: 10.5 + id }));
    const ran = await gateBoth(
      values([10, 14.5, 12, 19]),
      values([10, 11, 12.5, 13]),
      'metrics: { mae: { max: 100 } }',
    );
    expect(flipped(ran)?.title).toBe('Largest error increases: 3 rows');
    expect(flipped(ran)?.rows).toEqual([
      [code('4'), 13.5, 13, 19, 5],
      [code('2'), 11.5, 11, 14.5, 2.5],
      [code('3'), 12.5, 12.5, 12, 0.5],
    ]);
  });
});

test('every listed row did flip, and no row that moved further in the same direction is left out', () => {
  const row = fc.record({ label: fc.integer({ min: 0, max: 1 }), old: unit(), own: unit() });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (cases) => {
      const column = (of: 'label' | 'old' | 'own') => cases.map((one) => one[of]);
      const listed = flippedRows(
        {
          task: 'binary',
          labels: Uint8Array.from(column('label')),
          challenger: Float64Array.from(column('own')),
          champion: Float64Array.from(column('old')),
          challengerKind: 'probability',
          championKind: 'probability',
          slices: [],
        },
        0.5,
      );
      const turned = cases.filter(
        ({ label, old, own }) => old >= 0.5 === (label === 1) && own >= 0.5 !== (label === 1),
      );
      const wrong = listed.filter(({ direction }) => direction === 'right → wrong');
      expect(wrong).toHaveLength(Math.min(turned.length, mostListed));
      const furthest = turned.map(({ old, own }) => Math.abs(own - old)).sort((a, b) => b - a);
      expect(wrong.map(({ moved }) => moved)).toEqual(furthest.slice(0, wrong.length));
    }),
    { seed: 7, numRuns: 200 },
  );
});

test('of a hundred thousand the same twenty are listed as of the sorted whole', () => {
  const rows = 100_000;
  const random = createRandom(3);
  const column = () => Float64Array.from({ length: rows }, () => random.normal());
  const [labels, challenger, champion] = [column(), column(), column()];
  const listed = flippedRows({ task: 'regression', labels, challenger, champion, slices: [] }, 0.5);
  const grew = Array.from(labels, (label, row) => {
    const errorOf = (answers: Float64Array) => Math.abs((answers[row] ?? 0) - label);
    return { row, moved: errorOf(challenger) - errorOf(champion) };
  }).sort((a, b) => b.moved - a.moved);
  expect(listed.map(({ row, moved }) => ({ row, moved }))).toEqual(grew.slice(0, mostListed));
});

function unit() {
  return fc.double({ min: 0, max: 1, noNaN: true });
}
