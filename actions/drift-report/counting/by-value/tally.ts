import { type LineCells, lineCells, mostCategories, quantiles } from '../../plan.ts';

/** Rows with one value in one window, as they were counted. */
export interface ValueCount {
  readonly window: string;
  /** undefined: missing. */
  readonly value: number | string | undefined;
  readonly rows: number;
}

/** The values of a column of numbers, ascending, and the rows with each. */
export interface Tally {
  readonly values: readonly number[];
  readonly rows: readonly number[];
}

/** All windows as one. */
export function tallyOf(counts: readonly ValueCount[]): Tally {
  const byValue = new Map<number, number>();
  for (const { value, rows } of counts) {
    if (typeof value === 'number') byValue.set(value, (byValue.get(value) ?? 0) + rows);
  }
  const entries = [...byValue].sort(([a], [b]) => a - b);
  return { values: entries.map(([value]) => value), rows: entries.map(([, rows]) => rows) };
}

/** The cells that `edgesQuery` cuts, from the values themselves. */
export function cellsOfTally({ values, rows }: Tally): LineCells {
  const total = sum(rows);
  const cells: { edge: number; low: number; values: number }[] = [];
  let upTo = 0;
  let last = 0;
  values.forEach((value, i) => {
    upTo += rows[i] ?? 0;
    const quantile = Math.ceil((upTo * quantiles) / total);
    const cell = cells.at(-1);
    if (cell === undefined || quantile !== last) cells.push({ edge: value, low: value, values: 1 });
    else Object.assign(cell, { edge: value, values: cell.values + 1 });
    last = quantile;
  });
  return lineCells(cells);
}

/** The rows `lineCountsQuery` would give, of one column: its values are placed, not its rows. */
export function lineRows(counts: readonly ValueCount[], { edges }: LineCells) {
  return perWindow(counts).map(([w, entries]) => {
    const { values, rows } = tallyOf(entries);
    const cells = new Array<number>(edges.length + 1).fill(0);
    let cell = 0;
    let total = 0;
    values.forEach((value, i) => {
      while (cell < edges.length && value > (edges[cell] ?? 0)) cell++;
      cells[cell] = (cells[cell] ?? 0) + (rows[i] ?? 0);
      total += value * (rows[i] ?? 0);
    });
    const present = sum(rows);
    return {
      ...{ w, n: sum(entries.map((entry) => entry.rows)), p0: present, h0: cells },
      m0: present === 0 ? null : total / present,
      ...{ l0: values[0] ?? null, u0: values.at(-1) ?? null },
    };
  });
}

/** The cell of each category, the commonest first; the rarest share the last one. */
export function cellsOfCategories(counts: readonly ValueCount[]): Map<string, number> {
  const ranked = counts
    .filter(({ value }) => value !== undefined)
    .map(({ value, rows }) => ({ value: String(value), rows }))
    .sort((a, b) => b.rows - a.rows || byCodePoint(a.value, b.value));
  return new Map(ranked.map(({ value }, i) => [value, Math.min(i + 1, mostCategories)]));
}

/** The rows `categoryCountsQuery` would give, of one column. */
export function categoryRows(
  counts: readonly ValueCount[],
  cellOf: (value: string | undefined) => number,
) {
  return perWindow(counts).flatMap(([w, entries]) => {
    const cells = new Map<number, number>();
    for (const { value, rows } of entries) {
      const cell = cellOf(value === undefined ? undefined : String(value));
      cells.set(cell, (cells.get(cell) ?? 0) + rows);
    }
    return [...cells].map(([c0, n]) => ({ w, c0, n }));
  });
}

function perWindow(counts: readonly ValueCount[]): [string, ValueCount[]][] {
  const windows = new Map<string, ValueCount[]>();
  for (const count of counts) {
    const entries = windows.get(count.window);
    if (entries === undefined) windows.set(count.window, [count]);
    else entries.push(count);
  }
  return [...windows].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The order of the engine, which is that of UTF-8 bytes; JavaScript's differs beyond 16 bits. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [i, character] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
