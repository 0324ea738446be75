import type { Tally } from '../counting/by-value/tally.ts';
import type { LineCells } from '../plan.ts';

/** What one pass over a column of numbers tells beside its cells. */
export interface Extremes {
  /** Rows outside the reference's range. */
  readonly outside: number;
  readonly highest: number;
  readonly mean: number;
  /** Of the population. */
  readonly sigma: number;
  /** Where it was worth looking for. */
  readonly commonest: number | undefined;
}

/** The same from the values a column was counted by, without reading a row. */
export function extremesOf(
  tally: Tally,
  { lowest, edges }: LineCells,
  mayHaveSpike: boolean,
): Extremes {
  const { values, rows } = tally;
  const highestKnown = edges.at(-1) ?? lowest;
  let [outside, commonest, most] = [0, values[0], 0];
  values.forEach((value, i) => {
    const n = rows[i] ?? 0;
    if (value < lowest || value > highestKnown) outside += n;
    if (n > most) [commonest, most] = [value, n];
  });
  const highest = values.at(-1) ?? Number.NaN;
  return {
    ...{ outside, highest, ...momentsOf(tally) },
    commonest: mayHaveSpike ? commonest : undefined,
  };
}

/** Mean and spread of the population. */
export function momentsOf({ values, rows }: Tally): { mean: number; sigma: number } {
  const total = rows.reduce((sum, n) => sum + n, 0);
  const over = (of: (value: number) => number): number =>
    values.reduce((sum, value, i) => sum + of(value) * (rows[i] ?? 0), 0) / total;
  const mean = over((value) => value);
  return { mean, sigma: Math.sqrt(over((value) => (value - mean) ** 2)) };
}

/** Rows that hold exactly the value. */
export function rowsWith({ values, rows }: Tally, value: number): number {
  return rows[values.indexOf(value)] ?? 0;
}
