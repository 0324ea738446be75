import type { DriftMethod, PeerMethod } from '../../shared/domain/drift-method.ts';
import { bootstrapCounts } from '../../shared/stats/bootstrap-counts.ts';
import { chiSquaredStatistic, chiSquaredTest } from '../../shared/stats/chi-squared.ts';
import type { Counts } from '../../shared/stats/counts.ts';
import { driftDistance } from '../../shared/stats/drift-distance.ts';
import { ksTest } from '../../shared/stats/ks.ts';
import { permutationTest } from '../../shared/stats/permutation.ts';
import { psiTest, smoothedPsi } from '../../shared/stats/psi.ts';
import { seedFor } from '../../shared/stats/random.ts';
import { cellValues, commonCells, type Pair, tenths } from './counts.ts';
import type { LineCells } from './plan.ts';

export type Method = DriftMethod;

/**
 * The smallest drift that matters, by method: about where a normal distribution has moved by 0.3
 * standard deviations, so that a change of method does not change what is reported.
 */
export const defaultThresholds: Readonly<Record<Method, number>> = {
  psi: 0.1,
  ks: 0.12,
  js: 0.13,
  kl: 0.05,
  hellinger: 0.11,
  wasserstein: 0.3,
  'total-variation': 0.12,
  'chi-squared': 0.1,
};

/** Below this many rows a side, no distribution is compared. */
export const leastRows = 50;
/** Below this many, and with cells this small, the large-sample laws do not hold yet. */
const asymptoticFrom = 1_000;
const leastExpected = 5;

const level = 0.95;
/**
 * Permuted samples as far apart as the observed ones that end a test: with hundreds of columns most
 * have not drifted, and that takes about fifty times fewer draws to see than a small p-value does.
 */
const enough = 50;
/** For the bounds of measures that have no law of their own. */
const bootstrapReplicates = 500;

/** How far one column moved. */
export interface Effect {
  readonly method: Method | PeerMethod;
  /** Bias-corrected where the method can be; null: not defined for these samples. */
  readonly value: number | null;
  /** One-sided bounds, each at 95 %. Other tools' numbers have none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of the test that joins the family of all columns; another tool's number joins none. */
  readonly pValue: number | undefined;
}

/** Categories have no order, which two of the methods need. */
export function methodFor(asked: Method, isOrdered: boolean): Method {
  const needsOrder = asked === 'ks' || asked === 'wasserstein';
  return needsOrder && !isOrdered ? 'total-variation' : asked;
}

/**
 * Measure one column.
 *
 * @param pair rows per cell; at least `leastRows` on each side.
 * @param line the cells of a number, or undefined for categories.
 * @param names what makes the seed of this column and window its own.
 */
export function measure(
  asked: Method,
  pair: Pair,
  line: LineCells | undefined,
  names: readonly string[],
): Effect {
  const method = methodFor(asked, line !== undefined);
  const coarse = line === undefined ? commonCells(pair) : tenths(pair);
  if (method === 'psi') return measurePsi(coarse, names);
  const isLine = line !== undefined && (method === 'ks' || method === 'wasserstein');
  const cells = isLine ? pair : coarse;
  const statistic = driftDistance(method, line === undefined ? [] : cellValues(line));
  const pValue = isLine
    ? ksTest(pair.reference, pair.current, { enough, seed: seedFor(0, ...names) }).pValue
    : homogeneity(coarse, chiSquaredStatistic, names, (test) => test.pValue);
  return { method, pValue, ...bounds(cells, statistic, names) };
}

function measurePsi(cells: Pair, names: readonly string[]): Effect {
  const test = psiTest(cells.reference, cells.current, level);
  const pValue = homogeneity(cells, smoothedPsi, names, () => test.pValue);
  return {
    method: 'psi',
    value: Math.max(0, test.estimate),
    low: test.low,
    high: test.high,
    pValue,
  };
}

/** The large-sample p-value where it holds, else a permutation of the counts. */
function homogeneity(
  { reference, current }: Pair,
  statistic: (reference: Counts, current: Counts) => number,
  names: readonly string[],
  asymptotic: (test: ReturnType<typeof chiSquaredTest>) => number,
): number {
  const test = chiSquaredTest(reference, current);
  const rows = Math.min(sum(reference), sum(current));
  if (rows >= asymptoticFrom && test.leastExpected >= leastExpected) return asymptotic(test);
  const options = { enough, seed: seedFor(0, ...names) };
  return permutationTest(reference, current, statistic, options).pValue;
}

/** Both samples are resampled, each from its own rows. */
function bounds(
  { reference, current }: Pair,
  statistic: (reference: Counts, current: Counts) => number,
  names: readonly string[],
): Pick<Effect, 'value' | 'low' | 'high'> {
  const k = reference.length;
  const value = statistic(reference, current);
  if (!Number.isFinite(value)) return { value: null, low: null, high: null };
  const interval = bootstrapCounts({
    counts: [...reference, ...current],
    strata: [...reference.map(() => 0), ...current.map(() => 1)],
    statistic: (counts) => statistic(counts.subarray(0, k), counts.subarray(k)),
    // Two-sided 90 %: each bound alone at 95 %.
    level: 2 * level - 1,
    replicates: bootstrapReplicates,
    seed: seedFor(0, ...names),
  });
  return { value, low: Math.max(0, interval.low), high: interval.high };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
