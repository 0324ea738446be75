import { defaultThresholds, type Method, measure } from '../../../actions/drift-report/measure.ts';
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts';
import { binomialQuantile } from '../../../shared/stats/binomial-distribution.ts';
import { createRandom, type Random, seedFor } from '../../../shared/stats/random.ts';
import { drawMultinomial } from '../../../shared/stats/random-draws.ts';
import { type DriftWorld, drawCategories, drawNumbers } from './drift-worlds.ts';

export interface DriftCase {
  readonly method: Method;
  readonly worldName: string;
  readonly world: DriftWorld;
  readonly isCategory?: boolean;
  /** Of categories, to draw their counts at once: for more rows than can be drawn one by one. */
  readonly weights?: readonly number[];
  readonly rows: { readonly reference: number; readonly current: number };
  readonly shift: number;
  readonly runs: number;
}

export interface DriftRates {
  /** Share of runs whose p-value is at most 0.01, 0.05 and 0.1. */
  readonly rejected: readonly number[];
  /** Share of runs that end as drifted: surely not chance, and surely as large as matters. */
  readonly alerts: number;
}

export const levels = [0.01, 0.05, 0.1] as const;

/** Draw both samples again and again, and judge each pair as the step would a single column. */
export function simulateDrift(one: DriftCase): DriftRates {
  const names = [one.method, one.worldName, JSON.stringify(one.rows), String(one.shift)];
  const random = createRandom(seedFor(2026, ...names));
  const rejected = [0, 0, 0];
  let alerts = 0;
  for (let run = 0; run < one.runs; run++) {
    const { pair, line } = draw(random, one);
    const { pValue = 1, low } = measure(one.method, pair, line, [...names, String(run)]);
    levels.forEach((level, i) => {
      if (pValue <= level) rejected[i] = (rejected[i] ?? 0) + 1;
    });
    if (pValue <= 0.05 && (low ?? 0) >= defaultThresholds[one.method]) alerts++;
  }
  return { rejected: rejected.map((count) => count / one.runs), alerts: alerts / one.runs };
}

function draw(random: Random, { world, rows, shift, isCategory, weights }: DriftCase) {
  if (weights !== undefined) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const [reference = [], current = []] = [rows.reference, rows.current].map((size) => {
      const counts = new Float64Array(weights.length);
      drawMultinomial(random, size, weights, total, counts);
      return [...counts];
    });
    return { pair: { reference, current }, line: undefined };
  }
  return isCategory ? drawCategories(random, world, rows) : drawNumbers(random, world, rows, shift);
}

/** The largest share of runs that a test of this size shows, but once in a thousand times. */
export function mostRejected(size: number, runs: number): number {
  return binomialQuantile(0.999, runs, size) / runs;
}

export interface FamilyCase {
  readonly columns: number;
  readonly driftedShare: number;
  readonly correlation: number;
  readonly rows: number;
  readonly runs: number;
}

/** The share of false ones among the columns that Benjamini-Hochberg picks, on average. */
export function falseDiscoveryRate(one: FamilyCase): number {
  const random = createRandom(seedFor(2026, JSON.stringify(one)));
  const moved = Math.round(one.columns * one.driftedShare);
  const own = Math.sqrt(1 - one.correlation);
  const shared = Math.sqrt(one.correlation);
  let total = 0;
  for (let run = 0; run < one.runs; run++) {
    // A common factor a row ties the columns together.
    const factors = [0, 1].map(() =>
      Float64Array.from({ length: one.rows }, () => random.normal()),
    );
    const pValues = Array.from({ length: one.columns }, (_, column) => {
      let row = 0;
      const world: DriftWorld = (source, shift) => {
        const factor = factors[row < one.rows ? 0 : 1]?.[row % one.rows] ?? 0;
        row++;
        return shared * factor + own * source.normal() + shift;
      };
      const rows = { reference: one.rows, current: one.rows };
      const { pair, line } = drawNumbers(random, world, rows, column < moved ? 0.25 : 0);
      return measure('psi', pair, line, [String(run), String(column)]).pValue ?? 1;
    });
    const picked = benjaminiHochberg(pValues).map((p) => p <= 0.05);
    const wrong = picked.filter((isPicked, column) => isPicked && column >= moved).length;
    total += wrong / Math.max(1, picked.filter(Boolean).length);
  }
  return total / one.runs;
}
