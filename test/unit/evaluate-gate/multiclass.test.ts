import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/stats/random.ts';
import { csv, gateBoth, type TableRow } from './predictions.ts';

const names = ['bird', 'cat', 'dog'] as const;
const random = createRandom(5);
const truths = Array.from({ length: 600 }, () => names[random.below(3)] ?? 'cat');

/** Answers that are right with a given chance. */
function answers(right: number, seed: number): TableRow[] {
  const draw = createRandom(seed);
  return truths.map((label, id) => ({
    id,
    label,
    prediction: draw.uniform() < right ? label : (names[draw.below(3)] ?? 'cat'),
  }));
}

/** The same as probabilities, a column a class, named as asked. */
function shares(table: readonly TableRow[], mark: string, order: readonly string[]): TableRow[] {
  return table.map(({ id, label, prediction }) => ({
    id: id ?? null,
    label: label ?? null,
    ...Object.fromEntries(
      order.map((name) => [`prediction${mark}${name}`, name === prediction ? 0.7 : 0.15]),
    ),
  }));
}

const good = answers(0.8, 1);
const poor = answers(0.5, 2);
const policy = 'metrics: { f1-macro: { max-regression: 0.01 }, accuracy: { min: 0.5 } }';

describe('a label of several names', () => {
  test('is judged by class, in the order of the policy', async () => {
    const ran = await gateBoth(good, poor, policy);
    expect(ran.record?.summary).toMatch(
      /^Macro F1 \+0\.\d{4} \(95 % interval .*\) on 600 held-out rows: better than the champion$/u,
    );
    expect(ran.record?.metrics.map(({ name }) => name)).toEqual(['f1-macro', 'accuracy']);
    expect(ran.record?.inputs).toMatchObject({ task: 'multiclass', classes: 3 });
    expect(ran.record?.tables.map(({ id }) => id)).toContain('flips');
  });

  test('is the same from probabilities in any order of columns, with either mark', async () => {
    const plain = await gateBoth(good, poor, policy);
    const ran = await gateBoth(
      shares(good, '_', names),
      shares(poor, '.', names.toReversed()),
      policy,
    );
    expect(ran.record?.metrics).toEqual(plain.record?.metrics);
    const loss = await gateBoth(shares(good, '_', names), shares(poor, '.', names));
    expect(loss.record?.metrics.map(({ name }) => name)).toEqual([
      'log-loss',
      'accuracy',
      'f1-macro',
    ]);
  });

  test('swapped, turns the sign of the change', async () => {
    const ran = await gateBoth(poor, good, policy);
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toContain('worse than the champion by more than the allowed 0.01');
  });

  test('an answer that no label has counts as wrong, and is said', async () => {
    const odd = good.map((row, i) => (i < 10 ? { ...row, prediction: 'unicorn' } : row));
    const ran = await gateBoth(odd, poor, policy);
    expect(ran.record?.findings.find(({ code }) => code === 'prediction-unknown-class')).toEqual({
      code: 'prediction-unknown-class',
      severity: 'warning',
      message:
        '10 predictions of the challenger name a class that no label has, and count as wrong.',
    });
    expect(ran.record?.verdict).toBe('pass');
  });

  test('every class has its rates, and the pairs mixed up most are shown', async () => {
    const ran = await gateBoth(good, poor, policy);
    const table = ran.record?.tables.find(({ id }) => id === 'classes');
    expect(table?.folded).toBe(true);
    expect(table?.rows.map(([name]) => name).toSorted()).toEqual([...names]);
    for (const [name, rows, , , recall, change] of table?.rows ?? []) {
      const own = truths.flatMap((label, i) => (label === name ? [i] : []));
      const share = (side: readonly TableRow[]) =>
        own.filter((i) => side[i]?.prediction === name).length / own.length;
      expect(rows).toBe(own.length);
      expect(recall).toBeCloseTo(share(good), 12);
      expect(change).toBeCloseTo(share(good) - share(poor), 12);
    }
    const [label, answer, champion, challenger] =
      ran.record?.tables.find(({ id }) => id === 'confusions')?.rows[0] ?? [];
    const given = (side: readonly TableRow[]) =>
      side.filter((row) => row.label === label && row.prediction === answer).length;
    expect([champion, challenger]).toEqual([given(poor), given(good)]);
  });

  test('slices are judged by the first metric', async () => {
    const withPlace = (table: readonly TableRow[]) =>
      table.map((row, i) => ({ ...row, place: i % 2 === 0 ? 'x' : 'y' }));
    const ran = await gateBoth(withPlace(good), withPlace(poor), policy, { slices: 'place' });
    const table = ran.record?.tables.find(({ id }) => id === 'slices');
    expect(table?.columns[2]?.title).toBe('macro F1');
    expect(table?.rows.map((row) => row[1])).toEqual([300, 300]);
  });
});

describe('probabilities that are none', () => {
  const bad = (change: (row: TableRow) => TableRow) => shares(good, '_', names).map(change);

  test.each([
    {
      name: 'do not add up to 1',
      table: bad((row) => ({ ...row, prediction_cat: 0.5 })),
      says: 'The probabilities of the challenger do not add up to 1, or leave 0 to 1, in 600 rows.',
    },
    {
      name: 'are missing in a row',
      table: bad((row) => (row.id === 3 ? { ...row, prediction_dog: null } : row)),
      says: '1 row of the challenger file has no prediction in column "prediction_dog".',
    },
    {
      name: 'lack a class',
      table: bad(({ prediction_dog: _, ...row }) => row),
      says: 'has a column of probabilities for some classes, but none for "dog".',
    },
  ])('$name', async ({ table, says }) => {
    const ran = await gateBoth(table, poor, policy);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(says);
  });
});

test('a binary label takes the probability of its positive class', async () => {
  const draw = createRandom(9);
  const plain = truths.map((_, id) => {
    const prediction = Number(draw.uniform().toFixed(4));
    return { id, label: draw.uniform() < prediction ? 1 : 0, prediction };
  });
  const split = plain.map(({ prediction, ...row }) => ({
    ...row,
    prediction_0: Number((1 - prediction).toFixed(4)),
    prediction_1: prediction,
  }));
  const one = await gateBoth(plain, plain);
  const two = await gateBoth(split, plain);
  expect(csv(split)).toContain('prediction_1');
  expect(two.record?.metrics).toEqual(one.record?.metrics);
});
