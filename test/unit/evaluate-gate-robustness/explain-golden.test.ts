import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gridOf, partialDependence } from '../../../actions/evaluate-gate/explain/dependence.ts';
import { permutationImportance } from '../../../actions/evaluate-gate/explain/importance.ts';
import { compareMetric } from '../../../actions/evaluate-gate/metrics/compare.ts';
import { respondent, rowsAnswered } from '../../../actions/evaluate-gate/robustness/answers.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { describeMetric, type MetricName } from '../../../shared/domain/metric.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { logistic } from './model.ts';

/** Made by scikit-learn; explain.py beside it says how. */
const golden = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../../fixtures/evaluate-gate/explain.json', import.meta.url)),
    'utf8',
  ),
) as {
  columns: number[][];
  labels: number[];
  weights: number[];
  bias: number;
  orders: number[][][];
  importances: Record<'auc' | 'log-loss' | 'accuracy', number[][]>;
  means: number[];
  grids: number[][];
  dependence: number[][];
  quantiles: number[][];
};

const features: FeatureBatch = {
  rows: golden.labels.length,
  columns: golden.columns.map((values, i) => ({
    name: `x${i}`,
    kind: 'number',
    values: Float64Array.from(values),
  })),
};
const rows: BinaryRows = {
  task: 'binary',
  labels: Uint8Array.from(golden.labels),
  challenger: new Float64Array(golden.labels.length),
  challengerKind: 'probability',
  slices: [],
};
const weights = Object.fromEntries(golden.weights.map((weight, i) => [`x${i}`, weight]));
const model = respondent(logistic(weights, golden.bias), rows);
const names = features.columns.map(({ name }) => name);

function importances(metric: MetricName) {
  const sign = describeMetric(metric).better === 'higher' ? 1 : -1;
  const options = { level: 0.95, threshold: 0.5, seed: 1, replicates: 100 };
  return permutationImportance(
    model,
    features,
    (answers) =>
      sign * compareMetric(metric, rowsAnswered(rows, answers), options).challenger.estimate,
    {
      columns: names,
      level: 0.95,
      permutations: (column) =>
        (golden.orders[names.indexOf(column)] ?? []).map((order) => Int32Array.from(order)),
    },
  );
}

test.each(['auc', 'log-loss', 'accuracy'] as const)(
  'permutation importance by %s is that of scikit-learn, given the same shuffles',
  async (metric) => {
    const found = await importances(metric);
    expect(found.map(({ column }) => column)).toEqual(names);
    found.forEach(({ repeats }, column) => {
      expect(repeats).toHaveLength(4);
      repeats.forEach((value, repeat) => {
        expect(value).toBeCloseTo(golden.importances[metric][column]?.[repeat] ?? Number.NaN, 9);
      });
    });
  },
);

test('the mean over shuffles is that of scikit-learn, inside of its interval', async () => {
  (await importances('auc')).forEach(({ mean: { estimate, low, high } }, column) => {
    expect(estimate).toBeCloseTo(golden.means[column] ?? Number.NaN, 9);
    expect(low).toBeLessThan(estimate);
    expect(high).toBeGreaterThan(estimate);
  });
});

test('partial dependence is that of scikit-learn by brute force', async () => {
  for (const [i, column] of features.columns.entries()) {
    const found = await partialDependence(model, features, column, golden.grids[i] ?? []);
    expect(found.averages).toHaveLength(1);
    found.averages[0]?.forEach((average, point) => {
      expect(average).toBeCloseTo(golden.dependence[i]?.[point] ?? Number.NaN, 9);
    });
  }
});

test('the grid of a column is made of its quantiles, as NumPy has them', () => {
  features.columns.forEach((column, i) => {
    gridOf(column, 7).forEach((value, point) => {
      expect(value).toBeCloseTo(golden.quantiles[i]?.[point] ?? Number.NaN, 9);
    });
  });
});
