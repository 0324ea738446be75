import { describe, expect, test } from 'vitest';
import { type Explanation, explain } from '../../../actions/evaluate-gate/explain/explain.ts';
import {
  explanationFindings,
  explanationSeries,
  explanationTables,
} from '../../../actions/evaluate-gate/explain/present.ts';
import type { AskedModel } from '../../../actions/evaluate-gate/robustness/answers.ts';
import { sampleRows } from '../../../actions/evaluate-gate/robustness/sample.ts';
import { explainSchema } from '../../../shared/config/sections/explain.ts';
import { ask, gatePolicy, knowing, logistic, simulate } from './model.ts';

const world = simulate(800, 6);
const bias = -0.08 * 48 - 0.15 * 30;
const young = logistic({ age: -0.02, income: 0.15 }, bias + 0.1 * 48);

function told(policy: unknown, challenger = knowing, champion?: AskedModel): Promise<Explanation> {
  return explain({
    challenger: ask(world, challenger),
    champion: champion && ask(world, champion),
    rows: world.rows,
    features: world.features,
    policy: explainSchema.parse(policy),
    gate: gatePolicy,
    seed: 3,
  });
}

describe('an explanation', () => {
  test('ranks columns by what the model goes by, and knows which it never looks at', async () => {
    const { columns, metric } = await told({});
    expect(metric).toBe('auc');
    expect(
      columns
        .map(({ column }) => column)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['age', 'income']);
    for (const { column, challenger } of columns) {
      if (column === 'sex' || column === 'city') {
        expect(challenger).toEqual({ estimate: 0, low: 0, high: 0 });
      } else {
        expect(challenger.low).toBeGreaterThan(0);
      }
    }
  });

  test('shows where challenger and champion differ', async () => {
    const explanation = await told({ points: 5 }, knowing, young);
    const age = explanation.columns.find(({ column }) => column === 'age');
    expect(age?.difference).toBeCloseTo(
      (age?.challenger.estimate ?? 0) - (age?.champion?.estimate ?? 0),
      12,
    );
    const [importance, dependence] = explanationTables(explanation);
    expect(importance?.columns.map(({ title }) => title)).toEqual([
      ...['column', 'challenger', 'interval', 'champion', 'difference'],
    ]);
    // The widest distance comes first: the models disagree about age, and agree about income.
    expect(dependence?.rows[0]?.[0]).toBe('age');
  });

  test('draws bars of importance, and a curve a column', async () => {
    const explanation = await told({ points: 5, dependence: ['age', 'city'] }, knowing, young);
    const [bars, age, city] = explanationSeries(explanation);
    expect(bars).toMatchObject({ id: 'importance', kind: 'bar', y: { title: 'AUC, worse by' } });
    expect(bars?.lines.map(({ name }) => name)).toEqual(['champion', 'challenger']);
    expect(age).toMatchObject({ id: 'dependence-1', kind: 'line', title: 'Dependence on age' });
    const rising = age?.lines.find(({ name }) => name === 'challenger')?.values ?? [];
    expect(rising).toEqual(rising.toSorted((a, b) => Number(a) - Number(b)));
    expect(rising).toHaveLength(5);
    expect(city?.kind).toBe('bar');
    expect(city?.x.values.toSorted()).toEqual(['Lyon', 'Nice', 'Paris']);
  });

  test('keeps to its budget by taking fewer rows, and says how many', async () => {
    let asked = 0;
    const counted: AskedModel = {
      predict: (batch) => {
        asked += batch.rows;
        return knowing.predict(batch);
      },
    };
    const explanation = await told({ predictions: 5000 }, counted);
    expect(asked).toBeLessThanOrEqual(5000);
    expect(explanation.rows).toBeLessThan(800);
    const [table] = explanationTables(explanation);
    expect(table?.note).toContain(`on ${explanation.rows} rows`);
  });

  test('names the nearest column where one is not there', async () => {
    const explanation = await told({ columns: ['age', 'incom'], dependence: 0 });
    expect(explanation.columns.map(({ column }) => column)).toEqual(['age']);
    expect(explanationFindings(explanation)).toEqual([
      {
        code: 'not-explained',
        severity: 'warning',
        message: 'Explanation: the model has no feature "incom". Did you mean "income"?',
      },
    ]);
  });

  test('says so where the metric has no value', async () => {
    const silent = logistic({ age: 1 }, Number.NaN);
    const explanation = await told({ dependence: 0 }, silent);
    expect(explanationFindings(explanation).map(({ message }) => message)).toEqual([
      'Importance could not be told: AUC has no value on the sampled rows.',
    ]);
  });

  test('is the same at every run', async () => {
    expect(await told({ points: 3 })).toEqual(await told({ points: 3 }));
  });
});

describe('a sample of rows', () => {
  test('is drawn at random, in order, without repeats', () => {
    const sample = sampleRows(world.rows, 100, 1);
    expect(sample).toHaveLength(100);
    expect([...sample]).toEqual([...new Set(sample)].sort((a, b) => a - b));
    expect(sampleRows(world.rows, 100, 2)).not.toEqual(sample);
    expect(sampleRows(world.rows, 800, 1)).toHaveLength(800);
  });

  test('takes clusters whole', () => {
    const clusters = Int32Array.from({ length: 800 }, (_, row) => Math.floor(row / 8));
    const sample = sampleRows({ ...world.rows, clusters }, 100, 1);
    const sizes = new Map<number, number>();
    for (const row of sample) {
      const cluster = clusters[row] as number;
      sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
    }
    expect(new Set(sizes.values())).toEqual(new Set([8]));
    expect(sample.length).toBeLessThanOrEqual(100);
    expect(sample.length).toBeGreaterThan(90);
  });
});
