import { type LineCells, lineCells, mostCategories, quantiles } from '../../plan.ts';

/** Rows by window and value of one column: three lists of one length. */
export interface CountedValues {
  readonly windows: readonly string[];
  /** Numbers ascend, the missing ones (NaN) last; a missing text is undefined. */
  readonly values: Float64Array | readonly (string | undefined)[];
  readonly rows: Float64Array;
}

/** The values of a column of numbers, ascending, and the rows with each. */
export interface Tally {
  readonly values: readonly number[];
  readonly rows: readonly number[];
}

/** All windows as one. */
export function tallyOf({ values: counted, rows }: CountedValues): Tally {
  const tally = { values: [] as number[], rows: [] as number[] };
  for (let i = 0; i < counted.length; i++) {
    const value = Number(counted[i]);
    if (Number.isNaN(value)) continue;
    const last = tally.values.length - 1;
    const n = rows[i] ?? 0;
    if (value === tally.values[last]) tally.rows[last] = (tally.rows[last] ?? 0) + n;
    else {
      tally.values.push(value);
      tally.rows.push(n);
    }
  }
  return tally;
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
    else {
      cell.edge = value;
      cell.values += 1;
    }
    last = quantile;
  });
  return lineCells(cells);
}

/** The rows `lineCountsQuery` would give, of one column: its values are placed, not its rows. */
export function lineRows({ windows, values, rows }: CountedValues, { edges }: LineCells) {
  const found = new Map<string, LineTotals>();
  let cell = 0;
  for (let i = 0; i < windows.length; i++) {
    const w = windows[i] ?? '';
    const value = Number(values[i]);
    const n = rows[i] ?? 0;
    const totals = found.get(w) ?? noRows(edges.length + 1);
    found.set(w, totals);
    totals.rows += n;
    if (Number.isNaN(value)) continue;
    // Numbers ascend, so that no value lies in a cell below that of the one before it.
    while (cell < edges.length && value > (edges[cell] ?? 0)) cell++;
    totals.cells[cell] = (totals.cells[cell] ?? 0) + n;
    totals.present += n;
    totals.sum += value * n;
    totals.low ??= value;
    totals.high = value;
  }
  return inOrder(found).map(([w, { rows: all, present, cells, sum: total, low, high }]) => ({
    ...{ w, n: all, p0: present, h0: cells, m0: present === 0 ? null : total / present },
    ...{ l0: low ?? null, u0: high ?? null },
  }));
}

interface LineTotals {
  rows: number;
  present: number;
  readonly cells: number[];
  sum: number;
  low: number | undefined;
  high: number | undefined;
}

function noRows(cells: number): LineTotals {
  const counts = new Array<number>(cells).fill(0);
  return { rows: 0, present: 0, cells: counts, sum: 0, low: undefined, high: undefined };
}

/** The cell of each category, the commonest first; the rarest share the last one. */
export function cellsOfCategories({ values, rows }: CountedValues): Map<string, number> {
  const ranked = [...values]
    .flatMap((value, i) =>
      value === undefined ? [] : [{ value: String(value), rows: rows[i] ?? 0 }],
    )
    .sort((a, b) => b.rows - a.rows || byCodePoint(a.value, b.value));
  return new Map(ranked.map(({ value }, i) => [value, Math.min(i + 1, mostCategories)]));
}

/** The rows `categoryCountsQuery` would give, of one column. */
export function categoryRows(
  { windows, values, rows }: CountedValues,
  cellOf: (value: string | undefined) => number,
) {
  const found = new Map<string, Map<number, number>>();
  for (let i = 0; i < windows.length; i++) {
    const [w = '', value, n = 0] = [windows[i], values[i], rows[i]];
    const cells = found.get(w) ?? new Map<number, number>();
    found.set(w, cells);
    const cell = cellOf(value === undefined ? undefined : String(value));
    cells.set(cell, (cells.get(cell) ?? 0) + n);
  }
  return inOrder(found).flatMap(([w, cells]) => [...cells].map(([c0, n]) => ({ w, c0, n })));
}

function inOrder<T>(windows: ReadonlyMap<string, T>): [string, T][] {
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
