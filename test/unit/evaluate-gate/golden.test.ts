import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { metricNames } from '../../../shared/domain/metric.ts';
import { metricAt } from '../../../shared/domain/metric-at.ts';
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
interface Figures {
  challenger: Values;
  champion: Values;
  bootstrap: Record<string, Interval>;
}
/** Made by scikit-learn, and by a plain percentile bootstrap with NumPy. */
const golden = JSON.parse(fixture('golden.json')) as {
  challenger: Values;
  champion: Values;
  bootstrap: Record<string, Interval>;
  flips: Values;
  slices: Record<string, { challenger: number; champion: number; rows: number }>;
  calibration: [challenger: Values, champion: Values];
  regression: Figures;
};

const multiclass = JSON.parse(fixture('multiclass.json')) as Figures;
/** Clusters resampled whole. */
const clustered = JSON.parse(fixture('clustered.json')) as Figures;

const ranking = JSON.parse(fixture('ranking.json')) as Figures;

/** What multilabel.test.ts holds the gate to. */
const multilabel = JSON.parse(fixture('multilabel.json')) as Figures;

type Task = 'binary' | 'multiclass' | 'regression' | 'ranking';
/** The metrics that came later, on the same predictions. */
const more = JSON.parse(fixture('more.json')) as Record<Task, Figures>;

const all = (names: readonly string[]): string =>
  `worth: { true-positive: 5, false-positive: -1, false-negative: -10 }\nmetrics:\n${names.map((name) => `  ${name}: { max-regression: 0.01 }\n`).join('')}`;

const binaryNames = Object.keys(golden.challenger);
const regressionNames = Object.keys(golden.regression.challenger);

async function judge(
  challenger: string,
  champion: string,
  names: readonly string[],
  extra: Readonly<Record<string, string>> = {},
) {
  const files = { 'a.csv': challenger, 'b.csv': champion, 'policy.yml': all(names) };
  const inputs = { challenger: 'a.csv', champion: 'b.csv', policy: 'policy.yml' };
  const ran = await gate(files, { ...inputs, ...extra });
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
  // A distance from perfect calibration has a kink, at which the two bootstraps' ends differ more.
  const [widest, furthest] = name === 'expected-calibration-error' ? [0.2, 1] : [0.1, 1 / 3];
  expect(Math.abs(high - low - width) / width, `${name}: width`).toBeLessThan(widest);
  const apart = Math.abs((low + high - wanted.low - wanted.high) / 2);
  expect(apart / wanted['standard-error'], `${name}: centre`).toBeLessThan(furthest);
  expect(low).toBeLessThan(delta);
  expect(high).toBeGreaterThan(delta);
}

test('every metric has its golden figures', () => {
  const covered = [
    binaryNames,
    regressionNames,
    Object.keys(multiclass.challenger),
    Object.keys(ranking.challenger),
    Object.keys(multilabel.challenger),
    Object.values(more).flatMap(({ challenger }) => Object.keys(challenger)),
  ].flat();
  const named = new Set(covered.filter((name) => name === 'ndcg-at-10' || !metricAt(name)));
  expect([...named].toSorted()).toEqual(metricNames.toSorted());
});

function expectCalibration(record: StepRecord): void {
  const [own, old] = golden.calibration;
  const table = record.tables.find(({ id }) => id === 'calibration');
  expect(table?.rows.map(([part]) => String(part).replace('calibration ', ''))).toEqual([
    'slope',
    'intercept',
    'reliability',
    'resolution',
    'uncertainty',
  ]);
  for (const [part, champion, challenger] of table?.rows ?? []) {
    const name = String(part).replace('calibration ', '');
    // SciPy's minimiser stops at a gradient of 1e-9 at best.
    const digits = name === 'slope' || name === 'intercept' ? 6 : 12;
    expect(challenger, name).toBeCloseTo(own[name] ?? Number.NaN, digits);
    expect(champion, name).toBeCloseTo(old[name] ?? Number.NaN, digits);
  }
}

test('metrics of a binary task are those of scikit-learn, on files in different row orders', async () => {
  const files = [fixture('challenger.csv'), fixture('champion.csv')] as const;
  const record = await judge(...files, binaryNames, { slices: 'region' });
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
  expectCalibration(record);
  for (const [region, { challenger, champion, rows }] of Object.entries(golden.slices)) {
    const slice = metricOf(record, 'auc', `region = ${region}`);
    expect(slice.value).toBeCloseTo(challenger, 11);
    expect(slice.baseline).toBeCloseTo(champion, 11);
    const table = record.tables.find(({ id }) => id === 'slices');
    expect(table?.rows.find(([name]) => name === `region = ${region}`)?.[1]).toBe(rows);
  }
});

function expectFigures(record: StepRecord, { challenger, champion, bootstrap }: Figures): void {
  for (const name of Object.keys(challenger)) {
    const { value, baseline } = metricOf(record, name);
    expect(value, name).toBeCloseTo(challenger[name] ?? Number.NaN, 11);
    expect(baseline, name).toBeCloseTo(champion[name] ?? Number.NaN, 11);
    expectNear(record, name, bootstrap[name]);
  }
}

test('metrics of a regression task are those of scikit-learn', async () => {
  const files = [fixture('values-challenger.csv'), fixture('values-champion.csv')] as const;
  expectFigures(await judge(...files, regressionNames), golden.regression);
});

test('metrics of several classes are those of scikit-learn, from columns of probabilities', async () => {
  const files = [fixture('multiclass-challenger.csv'), fixture('multiclass-champion.csv')] as const;
  expectFigures(await judge(...files, Object.keys(multiclass.challenger)), multiclass);
});

/** Both models' predictions from one table: id, a group, label, challenger, champion. */
function bothOf(table: string, group: string): { 'a.csv': string; 'b.csv': string } {
  const lines = table.trim().split('\n').slice(1);
  const of = (place: number) =>
    [`id,${group},label,prediction`]
      .concat(
        lines.map((line) => {
          const cells = line.split(',');
          return [...cells.slice(0, 3), cells[place]].join(',');
        }),
      )
      .join('\n');
  return { 'a.csv': of(3), 'b.csv': of(4) };
}

test('clustered rows have the intervals of a bootstrap that resamples whole clusters', async () => {
  const files = {
    ...bothOf(fixture('clustered.csv'), 'customer'),
    'policy.yml': `cluster: customer\n${all(binaryNames)}`,
  };
  const ran = await gate(files, { challenger: 'a.csv', champion: 'b.csv', policy: 'policy.yml' });
  if (ran.record === undefined) throw new Error(ran.log);
  expect(Object.keys(clustered.challenger)).toEqual(binaryNames);
  expectFigures(ran.record, clustered);
  expect(ran.record.tables[0]?.note).toContain(
    'Rows of one customer count as one observation (120 clusters).',
  );
});

test('metrics of a ranking are the means of scikit-learn over queries', async () => {
  const files = {
    ...bothOf(fixture('ranking.csv'), 'query'),
    'mlops.yml': 'version: 1\nmodels: { m: { task: ranking, evaluate: { cluster: query } } }',
  };
  const ran = await gate(files, { challenger: 'a.csv', champion: 'b.csv' });
  if (ran.record === undefined) throw new Error(ran.log);
  expect(ran.record.verdict).toBe('pass');
  expectFigures(ran.record, ranking);
});

test('rates of classes that came later are those of scikit-learn', async () => {
  const binary = [fixture('challenger.csv'), fixture('champion.csv')] as const;
  expectFigures(await judge(...binary, Object.keys(more.binary.challenger)), more.binary);
  const several = [
    fixture('multiclass-challenger.csv'),
    fixture('multiclass-champion.csv'),
  ] as const;
  const names = Object.keys(more.multiclass.challenger);
  expectFigures(await judge(...several, names), more.multiclass);
});

/** An interval of 2 to both sides of the value, and the naive forecast's error of two series. */
const withRange = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line, i) => {
      const [id, value, label] = line.split(',');
      if (i === 0) return 'id,prediction,label,prediction_low,prediction_high,naive';
      const naive = Number(id) % 2 === 1 ? 1.5 : 2.5;
      return [id, value, label, Number(value) - 2, Number(value) + 2, naive].join(',');
    })
    .join('\n');

test('forecasts: scaled errors, quantiles and intervals', async () => {
  const names = Object.keys(more.regression.challenger).filter((name) => name !== 'interval-width');
  const files = {
    'a.csv': withRange(fixture('values-challenger.csv')),
    'b.csv': withRange(fixture('values-champion.csv')),
    'policy.yml': `quantile: 0.8\nscale: naive\n${all([...names, 'interval-width'])}`,
  };
  const ran = await gate(files, { challenger: 'a.csv', champion: 'b.csv', policy: 'policy.yml' });
  if (ran.record === undefined) throw new Error(ran.log);
  const { challenger, champion, bootstrap } = more.regression;
  const without = ({ 'interval-width': _, ...values }: Values) => values;
  expectFigures(ran.record, {
    challenger: without(challenger),
    champion: without(champion),
    bootstrap,
  });
  expect(metricOf(ran.record, 'interval-width').value).toBeCloseTo(4, 11);
});

test('metrics of the first items, for any number of them', async () => {
  const names = Object.keys(more.ranking.challenger);
  const files = {
    ...bothOf(fixture('ranking.csv'), 'query'),
    'mlops.yml': 'version: 1\nmodels: { m: { task: ranking } }',
    'policy.yml': `cluster: query\n${all(names)}`,
  };
  const ran = await gate(files, { challenger: 'a.csv', champion: 'b.csv', policy: 'policy.yml' });
  if (ran.record === undefined) throw new Error(ran.log);
  for (const name of names) {
    const { value, baseline } = metricOf(ran.record, name);
    expect(value, name).toBeCloseTo(more.ranking.challenger[name] ?? Number.NaN, 11);
    expect(baseline, name).toBeCloseTo(more.ranking.champion[name] ?? Number.NaN, 11);
  }
});

test('a metric whose name is nearly right', async () => {
  const files = { 'a.csv': fixture('challenger.csv'), 'policy.yml': all(['ndcg-at-ten']) };
  const ran = await gate(files, { challenger: 'a.csv', policy: 'policy.yml' });
  expect(ran.exitCode).toBe(2);
  expect(ran.log).toContain('unknown key "metrics.ndcg-at-ten"; did you mean "ndcg-at-10"?');
});
