import { describe, expect, test } from 'vitest';
import { respondent } from '../../../actions/evaluate-gate/robustness/answers.ts';
import { attack } from '../../../actions/evaluate-gate/robustness/attack.ts';
import type {
  JudgedShare,
  RobustnessReport,
} from '../../../actions/evaluate-gate/robustness/check.ts';
import { spreadOf } from '../../../actions/evaluate-gate/robustness/columns.ts';
import {
  countMisdirected,
  directionVariant,
} from '../../../actions/evaluate-gate/robustness/expectations.ts';
import { robustnessFindings } from '../../../actions/evaluate-gate/robustness/present.ts';
import type { MulticlassRows } from '../../../actions/evaluate-gate/rows.ts';
import { robustnessSchema } from '../../../shared/config/sections/robustness.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { clopperPearson } from '../../../shared/stats/clopper-pearson.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import { ask, check, knowing, logistic, simulate, type World } from './model.ts';

const world = simulate(1200, 4);
const bias = -0.08 * 48 - 0.15 * 30;
const sexist = logistic({ age: 0.08, income: 0.15, sex: { F: 1.5 } }, bias);

function share(report: RobustnessReport): JudgedShare {
  const [first] = report.shares;
  if (first === undefined) throw new Error('nothing was tested');
  return first;
}
const messages = (report: RobustnessReport) =>
  robustnessFindings(report).map(({ message }) => message);

describe('what must not matter', () => {
  test('passes where the answer stays', async () => {
    const report = await check(world, { perturbations: [], invariant: [{ columns: ['sex'] }] });
    expect(share(report)).toMatchObject({ rows: 1200, hits: 0, verdict: 'pass' });
    expect(report.verdict).toBe('pass');
  });

  test('fails where swapping two values moves answers, with how many and their interval', async () => {
    const invariant = [{ columns: ['sex'], swap: ['F', 'M'], tolerance: 0.1 }];
    const report = await check(world, { perturbations: [], invariant }, sexist);
    const model = ask(world, sexist);
    const [own, other] = await Promise.all(
      [world.features, swapped(world.features)].map((batch) => model.answer(batch)),
    );
    const hits = own?.values.filter(
      (value, row) => Math.abs(value - (other?.values[row] ?? value)) > 0.1,
    ).length;
    expect(share(report)).toMatchObject({ rows: 1200, hits, verdict: 'fail' });
    expect(share(report).share).toEqual(wilson({ rows: 1200, hits: hits ?? 0 }, 0.95));
    expect(messages(report)[0]).toMatch(
      /^sex: F ↔ M: the answer changes in [\d,]+ of 1,200 rows, beyond the allowed 5 %, though it must not depend on this\.$/u,
    );
  });

  test('tests only the rows that have one of the values', async () => {
    const invariant = [{ columns: ['city'], swap: ['Paris', 'Lyon'] }];
    const report = await check(world, { perturbations: [], invariant });
    const [city] = world.features.columns.filter(({ name }) => name === 'city');
    const tested = Array.from<unknown>(city?.values ?? []).filter((value) =>
      ['Paris', 'Lyon'].includes(String(value)),
    );
    expect(share(report).rows).toBe(tested.length);
  });

  test.each([
    [{ columns: ['sx'] }, /the model has no feature "sx"\. Did you mean "sex"\?$/u],
    [
      { columns: ['city'], swap: ['Pariss', 'Lyon'] },
      /no row has "Pariss" in the feature "city"\. Did you mean "Paris"\?$/u,
    ],
    [
      { columns: ['income'] },
      /the feature "income" has 1,200 values, too many to try each; name some with swap or values\.$/u,
    ],
  ])('fails where it cannot be tested: %j', async (rule, message) => {
    const report = await check(world, { perturbations: [], invariant: [rule] });
    expect(report.verdict).toBe('fail');
    expect(messages(report)).toEqual([expect.stringMatching(message)]);
  });

  test('is inconclusive where the interval holds the limit', async () => {
    const slight = logistic({ age: 0.08, income: 0.15, city: { Nice: 1 } }, bias);
    const invariant = [{ columns: ['city'], values: ['Nice', 'Lyon'], 'max-share': 0.05 }];
    const report = await check(world, { perturbations: [], invariant }, slight);
    const limit = share(report).share?.estimate ?? 0;
    const again = [{ ...invariant[0], 'max-share': Number(limit.toFixed(3)) }];
    const near = await check(world, { perturbations: [], invariant: again }, slight);
    expect(near.verdict).toBe('inconclusive');
  });
});

function swapped({ rows, columns }: FeatureBatch): FeatureBatch {
  return {
    rows,
    columns: columns.map((column) =>
      column.kind === 'text' && column.name === 'sex'
        ? { ...column, values: column.values.map((value) => (value === 'F' ? 'M' : 'F')) }
        : column,
    ),
  };
}

describe('which way an answer must move', () => {
  const rule = (own: object) => ({ perturbations: [], direction: [own] });

  test('holds where it does, and fails where it does not', async () => {
    const up = await check(world, rule({ column: 'income', by: 5, expect: 'increase' }));
    expect(share(up)).toMatchObject({ rows: 1200, hits: 0, verdict: 'pass' });
    const down = await check(world, rule({ column: 'income', by: -5, expect: 'increase' }));
    expect(share(down)).toMatchObject({ rows: 1200, hits: 1200, verdict: 'fail' });
    expect(messages(down)).toEqual([
      'income −5: must increase, but it does not in 1,200 of 1,200 rows, beyond the allowed 5 %.',
    ]);
  });

  test('may stay as it is where it must only not fall', async () => {
    const blind = logistic({ age: 0.08 }, bias);
    const still = rule({ column: 'income', by: '+10%', expect: 'not-decrease' });
    expect(share(await check(world, still, blind)).hits).toBe(0);
    const moving = rule({ column: 'income', by: '+10%', expect: 'increase' });
    expect(share(await check(world, moving, blind)).hits).toBe(1200);
  });

  test('a share of a negative number is added as the sign of the share says', () => {
    const features: FeatureBatch = {
      rows: 3,
      columns: [{ name: 'x', kind: 'number', values: Float64Array.of(-10, 20, Number.NaN) }],
    };
    const direction = { column: 'x', expect: 'increase', 'max-share': 0.05 } as const;
    const up = directionVariant(features, { ...direction, by: '+10 %' });
    expect(up.features.columns[0]?.values).toEqual(Float64Array.of(-9, 22, Number.NaN));
    expect(up.tested).toEqual(Uint8Array.of(1, 1, 0));
  });

  test('of several classes is that of the named one', () => {
    const rows: MulticlassRows = {
      ...{ task: 'multiclass', classes: ['1.0', '2.0', '3.0'], labels: new Uint8Array(1) },
      ...{ challenger: new Float64Array(1), slices: [] },
    };
    const answers = (shares: number[]) => ({
      values: new Float64Array(1),
      shares: shares.map((value) => Float64Array.of(value)),
      unanswered: 0,
    });
    const asked = {
      ...{ clean: answers([0.2, 0.3, 0.5]), answers: answers([0.1, 0.4, 0.5]) },
      tested: Uint8Array.of(1),
    };
    const direction = { column: 'x', by: 1, expect: 'increase', 'max-share': 0.05 } as const;
    expect(countMisdirected(rows, asked, { ...direction, class: 2 }).hits).toBe(0);
    expect(countMisdirected(rows, asked, { ...direction, class: 1 }).hits).toBe(1);
    expect(() => countMisdirected(rows, asked, direction)).toThrow(
      'with several classes the test must say whose probability it is about: class: 1. Known: 1, 2, 3',
    );
  });
});

describe('an adversarial search', () => {
  /** Of a linear model the reach within bounds is known: each number at its worse end. */
  function flippable({ features, rows }: World, deviations: number, attacked: number) {
    const weights: Readonly<Record<string, number>> = { age: 0.08, income: 0.15 };
    let [right, hits] = [0, 0];
    for (let row = 0; row < rows.labels.length && right < attacked; row++) {
      const sign = rows.labels[row] === 1 ? 1 : -1;
      let [odds, reach] = [bias, 0];
      for (const column of features.columns) {
        if (column.kind !== 'number') continue;
        const { deviation, lowest, highest, isWhole } = spreadOf(column) ?? {
          ...{ deviation: 0, lowest: 0, highest: 0, isWhole: false },
        };
        const value = column.values[row] as number;
        const step = deviations * deviation;
        const far = sign > 0 ? Math.max(lowest, value - step) : Math.min(highest, value + step);
        const end = isWhole ? (sign > 0 ? Math.ceil(far) : Math.floor(far)) : far;
        odds += (weights[column.name] ?? 0) * value;
        reach += (weights[column.name] ?? 0) * (end - value);
      }
      if (sign * odds < 0) continue;
      right++;
      if (sign * (odds + reach) < 0) hits++;
    }
    return { rows: right, hits };
  }

  test.each([0.1, 0.3, 1])(
    'flips exactly what %s deviations can flip of a linear model',
    async (deviations) => {
      const adversarial = { deviations, rows: 300, 'max-share': 0.01 };
      const report = await check(world, { perturbations: [], adversarial });
      const known = flippable(world, deviations, 300);
      expect(share(report)).toMatchObject(known);
      expect(share(report).share).toEqual(clopperPearson(known, 0.95));
      expect(share(report).note).toMatch(/answers asked; by itself "income" flips most \(\d+\)$/u);
      expect(messages(report)[0]).toMatch(
        /^right decisions flipped within .*beyond the allowed 1 %\.$/u,
      );
    },
  );

  test('stays within the bounds, asks no more than the budget, and is the same again', async () => {
    const asked: FeatureBatch[] = [];
    const predict = (batch: FeatureBatch) => {
      asked.push(batch);
      return knowing.predict(batch);
    };
    const watched = respondent({ predict }, world.rows);
    const [first, ...others] = world.features.columns;
    if (first?.kind !== 'number') throw new Error('the first column is the age');
    const ages = first.values.map((age) => Math.min(50, Math.max(30, age)));
    const features = { rows: 1200, columns: [{ ...first, values: ages }, ...others] };
    const { adversarial } = robustnessSchema.parse({
      adversarial: { deviations: 5, bounds: { age: [25, 55] }, predictions: 2000, rows: 100 },
    });
    if (adversarial === undefined) throw new Error('it was asked for');
    const clean = await watched.answer(features);
    asked.length = 0;
    const run = () =>
      attack(watched, world.rows, features, clean, adversarial, {
        ...{ threshold: 0.5, tolerance: 0, seed: 3 },
      });
    const report = await run();
    expect(report.predictions).toBeLessThanOrEqual(2000);
    expect(asked.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.predictions);
    const tried = asked.flatMap(({ columns }) => Array.from<unknown>(columns[0]?.values ?? []));
    expect(Math.min(...(tried as number[]))).toBe(25);
    expect(Math.max(...(tried as number[]))).toBe(55);
    expect(tried.every(Number.isInteger)).toBe(true);
    expect(await run()).toEqual(report);
  });

  test('without numbers to move fails and says so', async () => {
    const texts = world.features.columns.filter(({ kind }) => kind === 'text');
    const bare = { ...world, features: { rows: 1200, columns: texts } };
    const report = await check(bare, { perturbations: [], adversarial: {} });
    expect(messages(report)[0]).toMatch(/the model has no numeric feature that varies\.$/u);
  });
});

test.each([
  [{ invariant: [{ columns: ['sex'], swap: ['F', 'F'] }] }, 'nothing would be swapped'],
  [{ invariant: [{ columns: ['a'], swap: [1, 2], values: [1, 2] }] }, 'swap or values, not both'],
  [{ direction: [{ column: 'a', by: 0, expect: 'increase' }] }, 'must not be 0'],
  [{ direction: [{ column: 'a', by: '0%', expect: 'increase' }] }, 'a share such as +10%'],
  [{ perturbations: [{ kind: 'unit', factor: 1 }] }, 'must not be 0 or 1'],
  [{ perturbations: [{ kind: 'noise', factor: 2 }] }, 'factor'],
  [{ adversarial: { bounds: { age: [5, 5] } } }, 'the first must be below the second'],
])('a policy that cannot be meant is refused: %j', (policy, problem) => {
  const parsed = robustnessSchema.safeParse(policy);
  expect(parsed.error?.message).toContain(problem);
});
