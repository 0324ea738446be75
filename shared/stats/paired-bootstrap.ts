import { bcaInterval } from './bca.ts';
import { requireCount, requireOpenProbability } from './counts.ts';
import { exactSum } from './exact-sum.ts';
import type { Estimate } from './interval.ts';
import { twoSidedZ } from './normal.ts';
import { createRandom, type Random } from './random.ts';
import { drawMultinomial } from './random-draws.ts';
import { lawInterval, type SamplingLaw } from './sampling-law.ts';
import { twoSidedT } from './student-t.ts';

export type MeanDifferenceMethod = 'bootstrap' | 'closed-form';

export interface MeanDifferenceInput {
  /** Challenger's quantity minus champion's, one a row: of log losses, squared errors, … */
  readonly differences: Float64Array;
  /** Stratum of each row, such as its label; each keeps its number of rows. Default: one. */
  readonly strata?: Uint8Array;
  /** Of the two-sided interval. Default 0.95. */
  readonly level?: number;
  /** Default `auto`: the bootstrap up to 20,000 rows, the closed form beyond. */
  readonly method?: MeanDifferenceMethod | 'auto';
  /** Default 10,000. */
  readonly replicates?: number;
  readonly seed?: number;
}

export interface MeanDifference extends Estimate {
  readonly standardError: number;
  readonly level: number;
  readonly rows: number;
  readonly method: MeanDifferenceMethod;
  /** 0 for the closed form. */
  readonly replicates: number;
  readonly seed: number;
}

/** Beyond this the error of 10,000 replicates exceeds that of the closed form. */
const BOOTSTRAP_UP_TO = 20_000;
/** Rows of a stratum up to which drawing row by row is the faster way. */
const ROW_BY_ROW_UP_TO = 5_000;
/** Groups of a larger stratum; each replicate costs one draw a group, whatever the rows. */
const GROUPS = 256;

/**
 * The mean of per-row differences between two models with a BCa interval: a paired, stratified
 * bootstrap, for every metric that is a mean over rows (log loss, Brier score, squared error).
 *
 * The order of rows does not matter: for the bootstrap they are sorted, for the closed form sums are
 * rounded once. A stratum of up to 5,000 rows is resampled row by row. In a larger one neighbours in
 * that order are grouped, and a resample draws how many rows each group gives and then their sum,
 * from the group's mean and variance: a million rows cost what 10,000 do. The closed form is the interval of the mean's sampling law, which agrees with BCa to
 * second order. Both reach further than plain BCa by what is of order 1 / rows: the variance of each
 * stratum is taken about its own mean, and Student's t stands for its error. That is 1 % in 200 rows;
 * the law adds up to 3 % there for a skewness that leans with the mean, and nothing in 20,000.
 *
 * @throws RangeError without rows, on strata of another length, or a NaN or infinite difference
 * @see B. Efron (1987); P. Hall, The Bootstrap and Edgeworth Expansion (1992), 3.10.3; T. Hesterberg,
 *   What Teachers Should Know About the Bootstrap, The American Statistician 69 (2015)
 */
export function pairedMeanDifference(input: MeanDifferenceInput): MeanDifference {
  const { differences, level = 0.95, replicates = 10_000, seed = 0 } = input;
  const rows = differences.length;
  if (rows === 0) throw new RangeError('differences: no rows');
  requireCount(replicates, 'replicates', 100);
  const wanted = input.method ?? 'auto';
  const byRows = rows <= BOOTSTRAP_UP_TO ? 'bootstrap' : 'closed-form';
  const method = wanted === 'auto' ? byRows : wanted;
  const split = splitRows(differences, input.strata);
  const strata = split.map(method === 'closed-form' ? summarise : summariseSorted);
  const estimate = strata.reduce((sum, stratum) => sum + stratum.mean * stratum.rows, 0) / rows;
  const law = lawOf(strata, rows);
  const done = { estimate, standardError: law?.standardError ?? 0, level, rows, method, seed };
  if (law === undefined) {
    requireOpenProbability(level, 'level');
    return { ...done, replicates: 0, low: estimate, high: estimate };
  }
  if (method === 'closed-form') {
    return { ...done, law, replicates: 0, ...lawInterval(estimate, law, level) };
  }
  const values = drawMeans(strata, rows, replicates, createRandom(seed));
  const drawn = bcaInterval(estimate, values, law.acceleration, level);
  // Resamples vary as the rows do about their own mean, and know nothing of the error of that.
  const growth = (twoSidedT(level, law.degreesOfFreedom) / twoSidedZ(level)) * law.unbiased;
  const low = estimate - growth * (estimate - drawn.low);
  return { ...done, law, replicates, low, high: estimate + growth * (drawn.high - estimate) };
}

/**
 * How the mean of the strata varies; undefined where it does not.
 *
 * @returns `unbiased`: the standard error by that of a resample, whose variance is divided by rows
 */
function lawOf(
  strata: readonly StratumSummary[],
  rows: number,
): (SamplingLaw & { readonly unbiased: number }) | undefined {
  const total = (part: (stratum: StratumSummary) => number) =>
    strata.reduce((sum, stratum) => sum + part(stratum), 0);
  const resampled = total((s) => s.rows * s.variance) / rows ** 2;
  const varying = strata.filter((stratum) => stratum.variance > 0);
  if (resampled === 0 || varying.length === 0) return undefined;
  const parts = varying.map((s) => ({
    variance: (s.rows * s.variance * (s.rows / (s.rows - 1))) / rows ** 2,
    freedom: s.rows - 1,
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce(
    (sum, part) => sum + (part.variance / variance) ** 2 / part.freedom,
    0,
  );
  const third = total((s) => s.rows * s.thirdMoment) / rows ** 3;
  const fourth = total((s) => s.rows * fourthCumulant(s)) / rows ** 4;
  // Powers of the least differences there are come out as zero.
  const [skewness, excess] = [third / resampled ** 1.5, fourth / variance ** 2].map((shape) =>
    Number.isFinite(shape) ? shape : 0,
  ) as [number, number];
  return {
    standardError: Math.sqrt(variance),
    degreesOfFreedom: 1 / spread,
    acceleration: skewness / 6,
    // In theory 1.5 γ², as the mean moves the variance too. But much of a sample's γ² is its own error:
    // less all of it, 20 slices of 200 log losses drew 5.3 % false claims, and less a third 4.8 %.
    lean: Math.max(0, excess - skewness ** 2 / 2),
    unbiased: Math.sqrt(variance / resampled),
  };
}

/** Fisher's k-statistic; 0 where there are too few rows for one. */
function fourthCumulant({ rows: n, variance, fourthMoment }: StratumSummary): number {
  if (n < 4) return 0;
  const above = (n + 1) * fourthMoment - 3 * (n - 1) * variance ** 2;
  return (n * n * above) / ((n - 1) * (n - 2) * (n - 3));
}

/** The differences of each stratum, strata in ascending order. */
function splitRows(differences: Float64Array, strata: Uint8Array | undefined): Float64Array[] {
  if (strata === undefined) return [differences.slice()];
  if (strata.length !== differences.length) {
    throw new RangeError(`${strata.length} strata for ${differences.length} rows`);
  }
  const sizes = new Uint32Array(256);
  for (let i = 0; i < strata.length; i++) {
    const stratum = strata[i] as number;
    sizes[stratum] = (sizes[stratum] as number) + 1;
  }
  const values = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Uint32Array(256);
  for (let i = 0; i < strata.length; i++) {
    const stratum = strata[i] as number;
    const place = filled[stratum] as number;
    (values[stratum] as Float64Array)[place] = differences[i] as number;
    filled[stratum] = place + 1;
  }
  return values.filter(({ length }) => length > 0);
}

/** One stratum: its moments (about its mean, divided by rows), and its rows to draw from. */
interface StratumSummary {
  readonly values: Float64Array;
  readonly rows: number;
  readonly mean: number;
  readonly variance: number;
  readonly thirdMoment: number;
  readonly fourthMoment: number;
}

/** The moments of values in any order. */
function summarise(values: Float64Array): StratumSummary {
  const rows = values.length;
  const mean = exactSum(values) / rows;
  const powers = new Float64Array(rows).fill(1);
  const nextMoment = () => {
    for (let i = 0; i < rows; i++) {
      powers[i] = (powers[i] as number) * ((values[i] as number) - mean);
    }
    return powers;
  };
  nextMoment();
  const [variance = 0, thirdMoment = 0, fourthMoment = 0] = [2, 3, 4].map(
    () => exactSum(nextMoment()) / rows,
  );
  return { values, rows, mean, variance, thirdMoment, fourthMoment };
}

/** The same of values to draw from by their place, which are sorted for it. */
function summariseSorted(values: Float64Array): StratumSummary {
  return momentsOf(values.sort());
}

function momentsOf(sorted: Float64Array): StratumSummary {
  const rows = sorted.length;
  const mean = exactSum(sorted) / rows;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (const value of sorted) {
    const deviation = value - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
    fourths += deviation * deviation * deviation * deviation;
  }
  const [variance, thirdMoment, fourthMoment] = [squares / rows, cubes / rows, fourths / rows];
  return { values: sorted, rows, mean, variance, thirdMoment, fourthMoment };
}

function drawMeans(
  strata: readonly StratumSummary[],
  rows: number,
  replicates: number,
  random: Random,
): Float64Array {
  const sums = strata.map(({ values }) =>
    values.length <= ROW_BY_ROW_UP_TO ? sumOfRows(values, random) : sumOfGroups(values, random),
  );
  return Float64Array.from(
    { length: replicates },
    () => sums.reduce((sum, draw) => sum + draw(), 0) / rows,
  );
}

/** Draws as many rows as there are, with replacement, and adds them up. */
function sumOfRows(sorted: Float64Array, random: Random): () => number {
  return () => {
    let sum = 0;
    for (let i = 0; i < sorted.length; i++) {
      sum += sorted[Math.floor(random.uniform() * sorted.length)] as number;
    }
    return sum;
  };
}

/** The same by groups of neighbours: how many rows of each, then a normal sum within them. */
function sumOfGroups(sorted: Float64Array, random: Random): () => number {
  const rows = sorted.length;
  const starts = Array.from({ length: GROUPS + 1 }, (_, g) => Math.floor((g * rows) / GROUPS));
  const groups = starts
    .slice(0, GROUPS)
    .map((from, g) => momentsOf(sorted.subarray(from, starts[g + 1])));
  const counts = Float64Array.from(groups, (group) => group.rows);
  const drawn = new Float64Array(GROUPS);
  return () => {
    drawMultinomial(random, rows, counts, rows, drawn);
    let sum = 0;
    let within = 0;
    groups.forEach(({ mean, variance }, g) => {
      sum += (drawn[g] as number) * mean;
      within += (drawn[g] as number) * variance;
    });
    return sum + Math.sqrt(within) * random.normal();
  };
}
