import { expect, test } from 'vitest';
import { judgeFairness } from '../../../actions/evaluate-gate/fairness.ts';
import { designEffects, levelFor } from '../../../actions/evaluate-gate/fairness-clusters.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { normalCdf } from '../../../shared/stats/normal.ts';
import { createRandom } from '../../../shared/stats/random.ts';

const size = 1200;
const perCustomer = 6;

/** Customers of six rows of one group, who are mostly selected together, or not. */
function world(seed: number): BinaryRows {
  const random = createRandom(seed);
  const clusters = Int32Array.from({ length: size }, (_, row) => Math.floor(row / perCustomer));
  const habits = () =>
    Float64Array.from({ length: size / perCustomer }, () => 1.5 * random.normal());
  const [own, old] = [habits(), habits()];
  const answers = (habit: Float64Array) =>
    Float64Array.from(clusters, (customer) =>
      normalCdf((habit[customer] as number) + random.normal()),
    );
  return {
    task: 'binary',
    labels: Uint8Array.from(clusters, () => (random.uniform() < 0.5 ? 1 : 0)),
    challenger: answers(own),
    challengerKind: 'probability',
    champion: answers(old),
    championKind: 'probability',
    clusters,
    slices: [{ name: 'sex', codes: clusters.map((customer) => customer % 2), values: ['f', 'm'] }],
  };
}

const measure = 'demographic-parity-difference';
const rule = {
  by: ['sex'],
  limits: {},
  'max-regression': { [measure]: 0.1 },
  'min-rows': 10,
  required: true,
} as const;
const options = { level: 0.95, threshold: 0.5, seed: 1 };

const judged = (rows: BinaryRows) =>
  judgeFairness(rows, rule, options)[0]?.measures.find((found) => found.measure === measure);

test('intervals hold where rows come in clusters; taken as independent they would not', () => {
  const worlds = 120;
  const held = { clustered: 0, independent: 0, change: 0 };
  for (let seed = 0; seed < worlds; seed++) {
    const rows = world(seed);
    const { clusters: _, ...independent } = rows;
    const [own, naive] = [judged(rows), judged(independent)];
    if ((own?.challenger?.low ?? 1) <= 0) held.clustered++;
    if ((naive?.challenger?.low ?? 1) <= 0) held.independent++;
    const { low = 1, high = -1 } = own?.difference ?? {};
    if (low <= 0 && high >= 0) held.change++;
  }
  // Three standard errors of as many worlds about 95 %.
  const least = 0.95 - 3 * Math.sqrt((0.05 * 0.95) / worlds);
  expect(held.clustered / worlds).toBeGreaterThan(least);
  expect(held.change / worlds).toBeGreaterThan(least);
  expect(held.independent / worlds).toBeLessThan(0.8);
});

test('the design effect of rows that always agree is the size of their cluster', () => {
  const rows = world(1);
  const same = Float64Array.from(rows.clusters ?? [], (customer) => customer % 3);
  const effects = designEffects(rows, same, 1);
  // As the variance is taken with one degree of freedom less: C / (C − 1).
  const clusters = size / perCustomer;
  expect(effects?.selection).toBeCloseTo((perCustomer * clusters) / (clusters - 1), 9);
  expect(designEffects({ ...rows, labels: rows.labels.map(() => 1) }, same, 9)?.selection).toBe(6);
});

test('a level is widened as the root of the effect', () => {
  expect(levelFor(0.95, 1)).toBe(0.95);
  expect(levelFor(0.95, 4)).toBeCloseTo(2 * normalCdf(2 * 1.959963984540054) - 1, 12);
  expect(levelFor(0.999, 100)).toBeLessThan(1);
});
