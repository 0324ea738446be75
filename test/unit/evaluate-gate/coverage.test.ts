import { expect, test } from 'vitest';
import { compareMetric } from '../../../actions/evaluate-gate/metrics/compare.ts';
import type { GateRows } from '../../../actions/evaluate-gate/rows.ts';
import type { MetricName } from '../../../shared/domain/metric.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';

/*
 * Two models that are drawn alike differ by nothing, so an interval of their difference that keeps
 * its promise holds 0 in 95 of 100 worlds.
 */

const worlds = 300;
const options = { level: 0.95, threshold: 0.5, replicates: 300, seed: 1 };
const size = 240;

const logistic = (value: number) => 1 / (1 + Math.exp(-value));

/** Customers of four rows who share their inclination, and each model's error about them. */
function clustered(random: Random): GateRows {
  const clusters = Int32Array.from({ length: size }, (_, row) => Math.floor(row / 4));
  const perCustomer = () => Array.from({ length: size / 4 }, () => random.normal());
  const [inclination, own, old] = [perCustomer(), perCustomer(), perCustomer()];
  const at = (values: readonly number[], row: number) => values[Math.floor(row / 4)] ?? 0;
  const scores = (errors: readonly number[]) =>
    Float64Array.from({ length: size }, (_, row) =>
      logistic(at(inclination, row) + at(errors, row) + 0.3 * random.normal()),
    );
  return {
    task: 'binary',
    labels: Uint8Array.from({ length: size }, (_, row) =>
      random.uniform() < logistic(2 * at(inclination, row)) ? 1 : 0,
    ),
    challenger: scores(own),
    challengerKind: 'probability',
    champion: scores(old),
    championKind: 'probability',
    clusters,
    slices: [],
  };
}

function independent(random: Random): GateRows {
  const { clusters: _, ...rows } = clustered(random) as Extract<GateRows, { task: 'binary' }>;
  const signal = Array.from({ length: size }, () => random.normal());
  const scores = () =>
    Float64Array.from(signal, (value) => logistic(value + 0.5 * random.normal()));
  const labels = Uint8Array.from(signal, (value) => (random.uniform() < logistic(value) ? 1 : 0));
  return { ...rows, labels, challenger: scores(), champion: scores() };
}

function multiclass(random: Random): GateRows {
  const labels = Uint8Array.from({ length: size }, () => random.below(3));
  const answers = () =>
    Float64Array.from(labels, (label) => (random.uniform() < 0.6 ? label : random.below(3)));
  const classes = ['a', 'b', 'c'];
  const models = { challenger: answers(), champion: answers() };
  return { task: 'multiclass', classes, labels, ...models, slices: [] };
}

function numbers(random: Random): GateRows {
  const labels = Float64Array.from({ length: size }, () => 10 + 2 * random.normal());
  const values = () => labels.map((label) => label + random.normal());
  return { task: 'regression', labels, challenger: values(), champion: values(), slices: [] };
}

function ranking(random: Random): GateRows {
  const labels = Float64Array.from({ length: 4 * size }, () => Math.max(0, random.below(5) - 2));
  const scores = () => labels.map((label) => label + 2 * random.normal());
  const clusters = Int32Array.from(labels, (_, row) => Math.floor(row / 8));
  return {
    task: 'ranking',
    labels,
    challenger: scores(),
    champion: scores(),
    clusters,
    slices: [],
  };
}

const methods: readonly (readonly [MetricName, string, (random: Random) => GateRows])[] = [
  ['auc', 'clustered', clustered],
  ['accuracy', 'clustered', clustered],
  ['log-loss', 'clustered', clustered],
  ['expected-calibration-error', 'independent', independent],
  ['f1-macro', 'multiclass', multiclass],
  ['mcc', 'multiclass', multiclass],
  ['r2', 'numeric', numbers],
  ['median-absolute-error', 'numeric', numbers],
  ['wape', 'numeric', numbers],
  ['ndcg', 'ranked', ranking],
  ['mrr', 'ranked', ranking],
];

test.each(methods)(
  'the interval of %s on %s rows holds the truth 95 times in 100',
  (name, _, draw) => {
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const rows = draw(createRandom(7000 + world));
      const { difference } = compareMetric(name, rows, options);
      if (difference !== undefined && difference.low <= 0 && difference.high >= 0) held++;
    }
    // Three standard errors of as many worlds about 95 %.
    expect(held / worlds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / worlds));
  },
);
