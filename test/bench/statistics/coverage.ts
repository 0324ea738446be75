import { compareMetric } from '../../../actions/evaluate-gate/metrics/compare.ts';
import type {
  MethodOptions,
  MetricComparison,
} from '../../../actions/evaluate-gate/metrics/comparison.ts';
import type { MetricName } from '../../../shared/domain/metric.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import { createRandom, seedFor } from '../../../shared/stats/random.ts';
import type { World } from './worlds.ts';

export const methodOptions: MethodOptions = {
  level: 0.95,
  threshold: 0.5,
  worth: { 'true-positive': 5, 'false-positive': -1, 'true-negative': 0, 'false-negative': -10 },
  seed: 1,
  replicates: 1000,
  method: 'closed-form',
};

/** One interval method in one kind of world. */
export interface CoverageCase {
  readonly metric: MetricName;
  /** The method as people who look for it call it. */
  readonly method: string;
  readonly world: World;
  readonly worldName: string;
  readonly rows: number;
  /** How much better the challenger sees; 0: no difference. */
  readonly edge: number;
  readonly options?: Partial<MethodOptions>;
}

export interface Coverage {
  readonly worlds: number;
  readonly truth: number;
  /** Share of worlds whose interval holds the true difference. */
  readonly held: number;
  /** Share of worlds whose interval lies above it, and below it. */
  readonly above: number;
  readonly below: number;
}

/**
 * Draw worlds, and count how often the interval of the difference holds the true one.
 *
 * @param worlds simulated comparisons; their seeds are made of `seed` and their number
 */
export function coverageOf(asked: CoverageCase, worlds: number, seed: number): Coverage {
  const { metric, world, worldName, rows, edge } = asked;
  const truth = edge === 0 ? 0 : trueDifference(asked, seed);
  const random = createRandom(seedFor(seed, metric, worldName, String(edge)));
  const misses = { above: 0, below: 0 };
  for (let i = 0; i < worlds; i++) {
    const options = { ...methodOptions, ...asked.options, seed: random.uint32() };
    const { low, high } = differenceOf(compareMetric(metric, world(random, rows, edge), options));
    if (low > truth) misses.above++;
    if (high < truth) misses.below++;
  }
  const [above, below] = [misses.above / worlds, misses.below / worlds];
  return { worlds, truth, held: 1 - above - below, above, below };
}

/** Rows in all from which the true difference is taken: its error is a small part of an interval. */
const rowsOfTruth = 2_000_000;

/**
 * The mean difference over as many rows, of worlds of this size: a metric that is biased in few rows
 * is so for both models, and its interval is about what it is in as many rows.
 */
function trueDifference({ metric, world, rows, edge }: CoverageCase, seed: number): number {
  const random = createRandom(seedFor(seed, metric, 'truth'));
  const options = { ...methodOptions, replicates: 100 } as const;
  const draws = Float64Array.from({ length: Math.ceil(rowsOfTruth / rows) }, () => {
    return differenceOf(compareMetric(metric, world(random, rows, edge), options)).estimate;
  });
  return exactMean(draws);
}

function differenceOf({ difference }: MetricComparison) {
  if (difference === undefined) throw new TypeError('a simulated world has a champion');
  return difference;
}
