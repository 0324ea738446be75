import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { metricNames } from '../../../shared/domain/metric.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { gate } from './predictions.ts';

const fixture = (name: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../fixtures/evaluate-gate/${name}`, import.meta.url)),
    'utf8',
  );

interface Values {
  [metric: string]: number;
}
interface Interval {
  'standard-error': number;
  low: number;
  high: number;
}
/** Made by scikit-learn, and by a plain percentile bootstrap with NumPy. */
const golden = JSON.parse(fixture('golden.json')) as {
  challenger: Values;
  champion: Values;
  bootstrap: Record<string, Interval>;
  flips: Values;
  slices: Record<string, { challenger: number; champion: number; rows: number }>;
  regression: { challenger: Values; champion: Values; bootstrap: Record<string, Interval> };
};

const all = (names: readonly string[]): string =>
  `metrics:\n${names.map((name) => `  ${name}: { max-regression: 0.01 }\n`).join('')}`;

const binaryNames = Object.keys(golden.challenger);
const regressionNames = Object.keys(golden.regression.challenger);

async function judge(challenger: string, champion: string, names: readonly string[]) {
  const files = {
    'a.csv': fixture(challenger),
    'b.csv': fixture(champion),
    'policy.yml': all(names),
  };
  const inputs = { challenger: 'a.csv', champion: 'b.csv', policy: 'policy.yml' };
  const ran = await gate(files, names === binaryNames ? { ...inputs, slices: 'region' } : inputs);
  if (ran.record === undefined) throw new Error(ran.log);
  return ran.record;
}

function metricOf(record: StepRecord, name: string, slice?: string) {
  const found = record.metrics.find((metric) => metric.name === name && metric.slice === slice);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

/**
 * An interval as wide as the bootstrap's, and at its place. The ends themselves may differ by a
 * third of a standard error: a plain percentile bootstrap of ranks is biased, ours is corrected.
 */
function expectNear(record: StepRecord, name: string, wanted: Interval | undefined): void {
  const { low, high, delta } = metricOf(record, name);
  if (wanted === undefined) throw new Error(`no golden interval for ${name}`);
  if (low == null || high == null || delta == null) throw new Error(`${name} has no interval`);
  const width = wanted.high - wanted.low;
  expect(Math.abs(high - low - width) / width, `${name}: width`).toBeLessThan(0.1);
  const apart = Math.abs((low + high - wanted.low - wanted.high) / 2);
  expect(apart / wanted['standard-error'], `${name}: centre`).toBeLessThan(1 / 3);
  expect(low).toBeLessThan(delta);
  expect(high).toBeGreaterThan(delta);
}

test('every metric has its golden figures', () => {
  expect([...binaryNames, ...regressionNames].toSorted()).toEqual(metricNames.toSorted());
});

test('metrics of a binary task are those of scikit-learn, on files in different row orders', async () => {
  const record = await judge('challenger.csv', 'champion.csv', binaryNames);
  for (const name of binaryNames) {
    const { value, baseline, delta } = metricOf(record, name);
    const [own, old] = [golden.challenger[name] ?? 0, golden.champion[name] ?? 0];
    expect(value, name).toBeCloseTo(own, 11);
    expect(baseline, name).toBeCloseTo(old, 11);
    expect(delta, name).toBeCloseTo(own - old, 11);
    expectNear(record, name, golden.bootstrap[name]);
  }
  const flips = record.tables.find(({ id }) => id === 'flips');
  expect(flips?.rows.map(([, rows]) => rows)).toEqual([
    golden.flips.rightToWrong,
    golden.flips.wrongToRight,
  ]);
  for (const [region, { challenger, champion, rows }] of Object.entries(golden.slices)) {
    const slice = metricOf(record, 'auc', `region = ${region}`);
    expect(slice.value).toBeCloseTo(challenger, 11);
    expect(slice.baseline).toBeCloseTo(champion, 11);
    const table = record.tables.find(({ id }) => id === 'slices');
    expect(table?.rows.find(([name]) => name === `region = ${region}`)?.[1]).toBe(rows);
  }
});

test('metrics of a regression task are those of scikit-learn', async () => {
  const record = await judge('values-challenger.csv', 'values-champion.csv', regressionNames);
  for (const name of regressionNames) {
    const { value, baseline } = metricOf(record, name);
    expect(value, name).toBeCloseTo(golden.regression.challenger[name] ?? 0, 11);
    expect(baseline, name).toBeCloseTo(golden.regression.champion[name] ?? 0, 11);
    expectNear(record, name, golden.regression.bootstrap[name]);
  }
});
