import { bcaInterval } from './bca.ts';
import { type Counts, requireCount, totalCount } from './counts.ts';
import type { Estimate } from './interval.ts';
import { createRandom } from './random.ts';
import { drawMultinomial } from './random-draws.ts';

export interface CountsBootstrapInput {
  /**
   * Rows per cell, where a cell is everything the statistic needs to know of a row, such as
   * (label, champion's class, challenger's class).
   */
  readonly counts: Counts;
  /** Any number computed from such counts; NaN where the resample leaves it undefined. */
  readonly statistic: (counts: Float64Array) => number;
  /** Stratum of each cell; each stratum keeps its number of rows. Default: all in one. */
  readonly strata?: ArrayLike<number>;
  readonly level?: number;
  /** Default 10,000. */
  readonly replicates?: number;
  readonly seed?: number;
}

export interface BootstrapInterval extends Estimate {
  readonly standardError: number;
  readonly level: number;
  readonly replicates: number;
  /** Resamples in which the statistic was undefined, left out of the interval. */
  readonly undefinedReplicates: number;
  readonly seed: number;
}

/**
 * Stratified bootstrap with a BCa interval for any statistic of counts. A resample of the rows is
 * one multinomial draw of the cells, so a million rows cost what a thousand do, and the result
 * does not depend on the order of rows. For two models on the same rows, cells that cross both
 * models' answers make the bootstrap paired.
 *
 * @throws RangeError on impossible counts, no rows, strata of another length, a statistic that is
 * undefined for the sample itself or for more than a twentieth of the resamples
 * @see B. Efron (1987); A. Davison & D. Hinkley, Bootstrap Methods (1997), 3.2, 5.3
 */
export function bootstrapCounts({ statistic, ...input }: CountsBootstrapInput): BootstrapInterval {
  return bootstrapEach(input, { statistic }).statistic;
}

type Statistic = CountsBootstrapInput['statistic'];

/**
 * The same of several statistics on the same resamples: each comes out as by itself, but the
 * resamples, which cost the most, are drawn once.
 *
 * @throws RangeError as `bootstrapCounts`
 */
export function bootstrapEach<K extends string>(
  input: Omit<CountsBootstrapInput, 'statistic'>,
  statistics: Readonly<Record<K, Statistic>>,
): Record<K, BootstrapInterval> {
  const { level = 0.95, replicates = 10_000, seed = 0 } = input;
  requireCount(replicates, 'replicates', 100);
  const rows = totalCount(input.counts, 'counts');
  if (rows === 0) throw new RangeError('counts: no rows in any cell');
  const counts = Float64Array.from(input.counts);
  const named = Object.entries(statistics) as [K, Statistic][];
  const estimates = named.map(([, statistic]) => estimateOf(counts, statistic));
  const strata = splitStrata(counts, input.strata);
  const drawn = drawReplicates(
    counts,
    strata,
    named.map(([, statistic]) => statistic),
    replicates,
    seed,
  );
  const intervals = named.map(([name, statistic], i): [K, BootstrapInterval] => {
    const estimate = estimates[i] as number;
    const kept = drawn[i] as Float64Array;
    const undefinedReplicates = requireMost(kept, replicates);
    const acceleration = jackknifeAcceleration(counts, strata, statistic);
    const interval = bcaInterval(estimate, kept, acceleration, level);
    const standardError = standardDeviation(kept);
    const said = { level, replicates, undefinedReplicates, seed };
    return [name, { estimate, ...interval, standardError, ...said }];
  });
  return Object.fromEntries(intervals) as Record<K, BootstrapInterval>;
}

function estimateOf(counts: Float64Array, statistic: Statistic): number {
  const estimate = statistic(counts.slice());
  if (Number.isFinite(estimate)) return estimate;
  throw new RangeError(`the statistic of the sample itself is ${estimate}`);
}

/** @returns how many resamples left the statistic undefined; few enough */
function requireMost(drawn: Float64Array, replicates: number): number {
  const undefinedReplicates = replicates - drawn.length;
  if (undefinedReplicates <= replicates / 20) return undefinedReplicates;
  throw new RangeError(
    `the statistic is undefined in ${undefinedReplicates} of ${replicates} resamples: too few rows`,
  );
}

interface Stratum {
  readonly cells: readonly number[];
  readonly weights: Float64Array;
  readonly rows: number;
}

function splitStrata(counts: Float64Array, strata: ArrayLike<number> | undefined): Stratum[] {
  if (strata !== undefined && strata.length !== counts.length) {
    throw new RangeError(`${strata.length} strata for ${counts.length} cells`);
  }
  const cellsOf = new Map<number, number[]>();
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const stratum = strata === undefined ? 0 : (strata[cell] as number);
    const cells = cellsOf.get(stratum) ?? [];
    cells.push(cell);
    cellsOf.set(stratum, cells);
  });
  return [...cellsOf.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, cells]) => {
      const weights = Float64Array.from(cells, (cell) => counts[cell] as number);
      return { cells, weights, rows: weights.reduce((sum, weight) => sum + weight, 0) };
    });
}

/** Each statistic of each resample, undefined ones left out. */
function drawReplicates(
  counts: Float64Array,
  strata: readonly Stratum[],
  statistics: readonly Statistic[],
  replicates: number,
  seed: number,
): Float64Array[] {
  const random = createRandom(seed);
  const resample = new Float64Array(counts.length);
  const buffers = strata.map((stratum) => new Float64Array(stratum.cells.length));
  const values = statistics.map(() => new Float64Array(replicates));
  const kept = new Uint32Array(statistics.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    strata.forEach(({ cells, weights, rows }, s) => {
      const drawn = buffers[s] as Float64Array;
      drawMultinomial(random, rows, weights, rows, drawn);
      for (let i = 0; i < cells.length; i++) resample[cells[i] as number] = drawn[i] as number;
    });
    statistics.forEach((statistic, which) => {
      const value = statistic(resample);
      if (Number.isNaN(value)) return;
      const place = kept[which] as number;
      (values[which] as Float64Array)[place] = value;
      kept[which] = place + 1;
    });
  }
  return values.map((drawn, which) => drawn.subarray(0, kept[which]));
}

/** A sixth of the statistic's skewness, from leaving out one row of each cell in turn. */
function jackknifeAcceleration(
  counts: Float64Array,
  strata: readonly Stratum[],
  statistic: (counts: Float64Array) => number,
): number {
  let cubes = 0;
  let squares = 0;
  for (const { cells, weights, rows } of strata) {
    if (rows < 2) continue;
    const values = cells.map((cell) => {
      const fewer = counts.slice();
      fewer[cell] = (fewer[cell] as number) - 1;
      return statistic(fewer);
    });
    // A row whose absence leaves the statistic undefined says nothing about its slope.
    const usable = values.map((value) => !Number.isNaN(value));
    let mean = 0;
    let used = 0;
    values.forEach((value, i) => {
      if (!usable[i]) return;
      mean += value * (weights[i] as number);
      used += weights[i] as number;
    });
    mean /= used;
    values.forEach((value, i) => {
      if (!usable[i]) return;
      const influence = ((rows - 1) * (mean - value)) / rows;
      cubes += (weights[i] as number) * influence ** 3;
      squares += (weights[i] as number) * influence ** 2;
    });
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
