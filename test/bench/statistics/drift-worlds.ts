import type { Pair } from '../../../actions/drift-report/counts.ts';
import { type LineCells, lineCells } from '../../../actions/drift-report/plan.ts';
import type { Random } from '../../../shared/stats/random.ts';

/** One value of a column, in a world that moved by `shift` (of a sigma, or of a share). */
export type DriftWorld = (random: Random, shift: number) => number;

const poissonLimit = Math.exp(-1);

function poisson(random: Random): number {
  let [count, product] = [0, random.uniform()];
  while (product > poissonLimit) {
    product *= random.uniform();
    count++;
  }
  return count;
}

/** Columns as they come: smooth, skewed, heavy-tailed, with few values, mostly zero, rare, and many. */
export const driftWorlds: Readonly<Record<string, DriftWorld>> = {
  normal: (random, shift) => random.normal() + shift,
  lognormal: (random, shift) => Math.exp(random.normal() + shift),
  'Pareto 1.5': (random, shift) => (1 - random.uniform()) ** (-1 / 1.5) * Math.exp(shift),
  'Poisson 1': (random, shift) => poisson(random) + (random.uniform() < shift ? 1 : 0),
  'zero-inflated': (random, shift) =>
    random.uniform() < 0.8 - shift ? 0 : Math.exp(random.normal()),
  'Bernoulli 0.001': (random, shift) => (random.uniform() < 0.001 + shift ? 1 : 0),
  'scaled normal': (random, shift) => random.normal() * (1 + shift),
  'one-sided tail': (random, shift) => random.normal() + (random.uniform() < shift ? 4 : 0),
};

/** Ranks of a Zipf law over so many categories. */
export function zipf(categories: number): DriftWorld {
  const weights = Array.from({ length: categories }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo: number[] = [];
  weights.reduce((sum, weight, i) => {
    upTo[i] = (sum + weight) / total;
    return sum + weight;
  }, 0);
  return (random) => {
    const u = random.uniform();
    let [low, high] = [0, categories - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) < u) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Rows per cell of both samples, in the cells that the step would cut. */
export interface Drawn {
  readonly pair: Pair;
  readonly line: LineCells | undefined;
}

export function drawNumbers(
  random: Random,
  world: DriftWorld,
  rows: { readonly reference: number; readonly current: number },
  shift: number,
): Drawn {
  const reference = Float64Array.from({ length: rows.reference }, () => world(random, 0)).sort();
  const current = Float64Array.from({ length: rows.current }, () => world(random, shift)).sort();
  const line = cellsOf(reference);
  return {
    line,
    pair: { reference: countIn(reference, line.edges), current: countIn(current, line.edges) },
  };
}

export function drawCategories(
  random: Random,
  world: DriftWorld,
  rows: { readonly reference: number; readonly current: number },
): Drawn {
  const counts = new Map<number, [number, number]>();
  const draw = (side: 0 | 1, n: number): void => {
    for (let row = 0; row < n; row++) {
      const value = world(random, 0);
      const pair = counts.get(value) ?? [0, 0];
      pair[side]++;
      counts.set(value, pair);
    }
  };
  draw(0, rows.reference);
  draw(1, rows.current);
  const pairs = [...counts].sort(([a], [b]) => a - b).map(([, pair]) => pair);
  return {
    line: undefined,
    pair: { reference: pairs.map(([n]) => n), current: pairs.map(([, m]) => m) },
  };
}

const quantiles = 64;

/** What the step's SQL finds: quantiles of the reference, by distinct value. */
function cellsOf(sorted: Float64Array): LineCells {
  const rows = new Map<number, { edge: number; low: number; values: number }>();
  for (let i = 0; i < sorted.length; ) {
    const value = sorted[i] as number;
    while (i < sorted.length && sorted[i] === value) i++;
    const group = Math.ceil((i * quantiles) / sorted.length);
    const row = rows.get(group);
    if (row === undefined) rows.set(group, { edge: value, low: value, values: 1 });
    else rows.set(group, { ...row, edge: value, values: row.values + 1 });
  }
  return lineCells([...rows.values()]);
}

function countIn(sorted: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let cell = 0;
  for (const value of sorted) {
    while (cell < edges.length && value > (edges[cell] as number)) cell++;
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}
