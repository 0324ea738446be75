import { type FairnessReport, judgeFairness } from '../../../actions/evaluate-gate/fairness.ts';
import {
  type FairnessMeasure,
  type GroupCounts,
  measureFairness,
} from '../../../actions/evaluate-gate/fairness-measures.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { judgeSlices } from '../../../actions/evaluate-gate/slices.ts';
import type { MetricName } from '../../../shared/domain/metric.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import { mcnemarTest } from '../../../shared/stats/mcnemar.ts';
import { newcombe } from '../../../shared/stats/newcombe.ts';
import { createRandom, type Random, seedFor } from '../../../shared/stats/random.ts';
import { ratioOfShares } from '../../../shared/stats/ratio-of-shares.ts';
import type { Proportion } from '../../../shared/stats/wilson.ts';
import { methodOptions } from './coverage.ts';
import { type Customers, customers, grouped, simulatedGroups } from './group-worlds.ts';
import type { Statistics, StatisticsCase } from './statistics.ts';
import { binary, values as valuesWorld, type World } from './worlds.ts';

/** Simulated comparisons a row. */
const worlds = 10_000;
const seed = 20_260_101;
const level = 0.95;
const share = (value: number): string => `${(100 * value).toFixed(2)} %`;

interface Interval {
  readonly low: number;
  readonly high: number;
}

interface IntervalCase {
  /** What it is of, the method, the world, its rows. */
  readonly cells: readonly [string, string, string, string];
  readonly truth: () => number;
  readonly draw: (random: Random) => Interval;
  /** The method promises at least its level, as it makes several intervals hold together. */
  readonly isSimultaneous?: boolean;
}

function intervalCase({
  cells,
  truth,
  draw,
  isSimultaneous = false,
}: IntervalCase): StatisticsCase {
  const name = cells.join(' ');
  return {
    name,
    run: () => {
      const random = createRandom(seedFor(seed, name));
      const right = truth();
      const misses = { above: 0, below: 0 };
      for (let i = 0; i < worlds; i++) {
        const { low, high } = draw(random);
        if (low > right) misses.above++;
        if (high < right) misses.below++;
      }
      const [above, below] = [misses.above / worlds, misses.below / worlds];
      const held = 1 - above - below;
      const promise = isSimultaneous ? 'at least 95 %' : '95 %';
      return {
        cells: [...cells, promise, share(held), share(above), share(below)],
        isMet: held >= 0.94 && (isSimultaneous || held <= 0.96),
      };
    },
  };
}

function drawShare(random: Random, rows: number, rate: number): Proportion {
  let hits = 0;
  for (let row = 0; row < rows; row++) hits += random.uniform() < rate ? 1 : 0;
  return { hits, rows };
}

const pair = [
  { rows: 600, rate: 0.5 },
  { rows: 400, rate: 0.4 },
] as const;

const drawPair = (random: Random): readonly [Proportion, Proportion] => [
  drawShare(random, pair[0].rows, pair[0].rate),
  drawShare(random, pair[1].rows, pair[1].rate),
];

/** Groups by their true rates among rows without and with the label. */
function groupsOf(random: Random, rates: readonly (readonly [number, number])[]): GroupCounts[] {
  return rates.map(([ofNegatives, ofPositives], i) => {
    // As many as chance has it are positive: a selected row is then one draw.
    const { hits: labelled } = drawShare(random, 600, 0.5);
    const negatives = drawShare(random, 600 - labelled, ofNegatives);
    const positives = drawShare(random, labelled, ofPositives);
    return {
      name: String(i),
      truePositives: positives.hits,
      falseNegatives: positives.rows - positives.hits,
      falsePositives: negatives.hits,
      trueNegatives: negatives.rows - negatives.hits,
    };
  });
}

function measured(measure: FairnessMeasure, groups: readonly GroupCounts[]): Interval {
  const found = measureFairness(measure, groups, level);
  if (found === undefined) throw new TypeError('a simulated world has two groups');
  return found;
}

const two = [
  [0.2, 0.7],
  [0.3, 0.8],
] as const;
const four = [
  [0.2, 0.7],
  [0.2, 0.7],
  [0.22, 0.72],
  [0.3, 0.8],
] as const;

const of = (
  measure: FairnessMeasure,
  method: string,
  rates: readonly (readonly [number, number])[],
  truth: number,
  isSimultaneous = false,
): IntervalCase => ({
  cells: [measure, method, `${rates.length} groups`, `${rates.length} × 600`],
  truth: () => truth,
  draw: (random) => measured(measure, groupsOf(random, rates)),
  isSimultaneous,
});

const pairs: readonly IntervalCase[] = [
  {
    cells: ['difference of shares', 'Newcombe', 'two groups', '600 and 400'],
    truth: () => pair[1].rate - pair[0].rate,
    draw: (random) => newcombe(...drawPair(random), level),
  },
  {
    cells: ['ratio of shares', 'Donner and Zou', 'two groups', '600 and 400'],
    truth: () => pair[1].rate / pair[0].rate,
    draw: (random) => {
      const [a, b] = drawPair(random);
      return ratioOfShares(b, a, level);
    },
  },
  of('demographic-parity-difference', 'Newcombe', two, 0.1),
  of('selection-rate-ratio', 'Donner and Zou', two, 0.45 / 0.55),
  of('equal-opportunity-difference', 'Newcombe', two, 0.1),
  of('equalized-odds-difference', 'Newcombe, both rates together', two, 0.1, true),
  of('demographic-parity-difference', 'Newcombe, all pairs together', four, 0.1, true),
  of('selection-rate-ratio', 'Donner and Zou, all pairs together', four, 0.45 / 0.55, true),
];

type Change = (report: FairnessReport | undefined) => Interval | undefined;

const gapOf: Change = (report) => measureOf(report)?.challenger;
const changeOf: Change = (report) => measureOf(report)?.difference;

const judged = 'equal-opportunity-difference' satisfies FairnessMeasure;

function measureOf(report: FairnessReport | undefined) {
  return report?.measures.find(({ measure }) => measure === judged);
}

function report(rows: BinaryRows): FairnessReport | undefined {
  const rule = { by: ['group'], limits: {}, 'min-rows': 2, required: true };
  const asked = { ...rule, 'max-regression': { [judged]: 0 } };
  return judgeFairness(rows, asked, { level, threshold: 0.5, seed: 1 })[0];
}

function required(interval: Interval | undefined): Interval {
  if (interval === undefined) throw new TypeError('a simulated world has two groups');
  return interval;
}

/** The mean over many larger worlds: what the interval is about. */
function truthOf(world: (random: Random) => BinaryRows, read: Change): number {
  const random = createRandom(seedFor(seed, 'truth'));
  const found = Float64Array.from({ length: 20 }, () => {
    const { estimate } = required(read(report(world(random)))) as Interval & { estimate: number };
    return estimate;
  });
  return exactMean(found);
}

const rowsOf = (world: Customers): BinaryRows => grouped(world);

const changes: readonly IntervalCase[] = [
  {
    cells: [judged, 'Newcombe with design effects', 'customers of 4 rows', '2 × 800'],
    truth: () => truthOf((random) => rowsOf(customers(random, 50_000)), gapOf),
    draw: (random) => required(gapOf(report(rowsOf(customers(random, 400))))),
  },
  {
    cells: [`change of ${judged}`, 'bootstrap of joint counts', 'two groups', '2 × 600'],
    truth: () => truthOf((random) => simulatedGroups(random, 200_000), changeOf),
    draw: (random) => required(changeOf(report(simulatedGroups(random, 1200)))),
  },
  {
    cells: [`change of ${judged}`, 'bootstrap of clusters', 'customers of 4 rows', '2 × 400'],
    truth: () => truthOf((random) => rowsOf(customers(random, 50_000)), changeOf),
    draw: (random) => required(changeOf(report(rowsOf(customers(random, 200))))),
  },
];

/** How often a claim is made that is not so: at most one time in twenty. */
function falseClaims(
  cells: IntervalCase['cells'],
  isClaimed: (random: Random) => boolean,
): StatisticsCase {
  const name = cells.join(' ');
  return {
    name,
    run: () => {
      const random = createRandom(seedFor(seed, name));
      let found = 0;
      for (let i = 0; i < worlds; i++) if (isClaimed(random)) found++;
      const rate = found / worlds;
      const shown = [share(1 - rate), share(rate), '–'];
      return { cells: [...cells, 'at least 95 %', ...shown], isMet: rate <= 1 - level };
    },
  };
}

const discordantCells = [
  'accuracy',
  'exact McNemar: difference though none',
  'rows',
  '1,000',
] as const;

const mcnemar = falseClaims(discordantCells, (random) => {
  let [lost, won] = [0, 0];
  for (let row = 0; row < 1000; row++) {
    const draw = random.uniform();
    if (draw < 0.1) lost++;
    else if (draw < 0.2) won++;
  }
  return mcnemarTest(lost, won).pValue < 1 - level;
});

/** Slices of 200 rows each, of models drawn alike: any claim about any of them is a false one. */
const slicesOf = (metric: MetricName, named: string, worldName: string, world: World) =>
  falseClaims(
    [`${named} of 20 slices`, 'Benjamini-Hochberg: any better or worse', worldName, '4,000'],
    (random) => {
      const rows = world(random, 4000, 0);
      const codes = Int32Array.from(rows.labels, (_, row) => row % 20);
      const values = Array.from({ length: 20 }, (_, code) => String(code));
      const sliced = { ...rows, slices: [{ name: 'place', codes, values }] };
      const question = { by: ['place'], metric, allowed: 0, minRows: 100 } as const;
      const found = judgeSlices(sliced, question, { ...methodOptions, seed: random.uint32() });
      return found.judged.some(({ outcome }) => outcome === 'better' || outcome === 'worse');
    },
  );

const slices = [
  slicesOf('brier', 'Brier score', 'binary', binary),
  slicesOf('log-loss', 'log loss', 'binary', binary),
  slicesOf('auc', 'AUC', 'binary', binary),
  slicesOf('accuracy', 'accuracy', 'binary', binary),
  slicesOf('mae', 'mean absolute error', 'values', valuesWorld),
];

export const statistics: Statistics = {
  title: 'Gate: shares, groups and slices',
  text: `${worlds.toLocaleString('en-US')} simulated comparisons a row. An interval of 95 % must hold the truth in 94 to 96 % of them; intervals that several pairs or rates must hold together, and claims about any of several slices, err at most as often as one.`,
  columns: [
    ...['what', 'method', 'world', 'rows', 'promised'],
    ...['held', 'lies above', 'lies below'],
  ],
  cases: [...[...pairs, ...changes].map(intervalCase), mcnemar, ...slices],
};
