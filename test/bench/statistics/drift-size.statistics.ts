import type { Method } from '../../../actions/drift-report/measure.ts';
import { type DriftCase, levels, mostRejected, simulateDrift } from './drift-simulation.ts';
import { driftWorlds, zipf } from './drift-worlds.ts';
import type { Statistics, StatisticsCase } from './statistics.ts';

const sizes: readonly (readonly [reference: number, current: number, runs: number])[] = [
  [50, 50, 2_000],
  [200, 200, 1_000],
  [1_000, 1_000, 5_000],
  [10_000, 1_000, 2_000],
  [1_000, 10_000, 2_000],
];

/** Drawn as counts: no row is needed, and a run costs the same at every size. */
const largeSizes = [100_000, 1_000_000, 100_000_000];
const largeRuns = 1_000;

/** Fewer runs where each draws permutations or a bootstrap. */
const dearRuns = 600;

function casesOf(
  method: Method,
  worldName: string,
  world: DriftCase['world'],
  isCategory: boolean,
): DriftCase[] {
  return sizes.map(([reference, current, runs]) => ({
    method,
    worldName,
    world,
    isCategory,
    rows: { reference, current },
    shift: 0,
    runs: method === 'psi' ? runs : Math.min(runs, dearRuns),
  }));
}

function largeCases(categories: number): DriftCase[] {
  return largeSizes.map((rows) => ({
    method: 'psi',
    worldName: `Zipf, ${categories} categories, as counts`,
    world: zipf(categories),
    weights: Array.from({ length: categories }, (_, i) => 1 / (i + 1)),
    isCategory: true,
    rows: { reference: rows, current: rows },
    shift: 0,
    runs: largeRuns,
  }));
}

/** Without any drift: numbers by PSI and KS, categories by PSI and chi-squared. */
export const sizeCases: readonly DriftCase[] = [
  ...Object.entries(driftWorlds)
    .filter(([name]) => !name.startsWith('scaled') && !name.startsWith('one-sided'))
    .flatMap(([name, world]) => [
      ...casesOf('psi', name, world, false),
      ...casesOf('ks', name, world, false),
    ]),
  ...[2, 10, 50, 1_000].flatMap((k) => [
    ...casesOf('psi', `Zipf, ${k} categories`, zipf(k), true),
    ...casesOf('chi-squared', `Zipf, ${k} categories`, zipf(k), true),
    ...largeCases(k),
  ]),
];

function measured(one: DriftCase): StatisticsCase {
  const { reference, current } = one.rows;
  return {
    name: `${one.method} ${one.worldName} ${reference} ${current}`,
    run() {
      const { rejected, alerts } = simulateDrift(one);
      const isMet = levels.every((level, i) => (rejected[i] ?? 1) <= mostRejected(level, one.runs));
      return {
        cells: [
          one.method,
          one.worldName,
          `${reference} / ${current}`,
          String(one.runs),
          ...rejected.map((share) => share.toFixed(4)),
          alerts.toFixed(4),
        ],
        isMet,
      };
    },
  };
}

export const statistics: Statistics = {
  title: 'Drift: false alarms',
  text: 'Two samples of one world, judged as one column by the step. Kept: at each level no more p-values than that level allows, up to the 99.9 % bound of the binomial law; fewer are no fault, where many rows share a value. An alert needs more than a p-value, so it is rarer.',
  columns: ['method', 'world', 'rows', 'runs', 'p ≤ 0.01', 'p ≤ 0.05', 'p ≤ 0.1', 'alerts'],
  cases: sizeCases.map(measured),
};
