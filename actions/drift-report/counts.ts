import { cellOfMissing, cellOfNew, type LineCells, mostCategories } from './plan.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows of one column in one sample. */
export interface Sample {
  readonly rows: number;
  /** Rows with a value. */
  readonly present: number;
  /** Rows per cell; cells of a number ascend. Missing values have none. */
  readonly cells: readonly number[];
  /** Rows with a category that the reference never has. Zero for numbers. */
  readonly fresh: number;
  /** Of a number, for the eye only: a float sum depends on the order of rows in its last digits. */
  readonly mean: number | null;
  /** The one value all rows have: as text for the comparison only. */
  readonly only: string | undefined;
}

/** Samples of one column: the whole side, and each window of it. */
export interface Samples {
  readonly all: Sample;
  readonly windows: ReadonlyMap<string, Sample>;
}

/** Rows with no time have no window, but count in the whole. */
const noWindow = '';

export function lineSamples(rows: readonly Row[], index: number, cells: LineCells): Samples {
  return collect(
    rows.map((row) => {
      const counts = Array.isArray(row[`h${index}`]) ? (row[`h${index}`] as unknown[]) : [];
      const mean = row[`m${index}`];
      const sample: Sample = {
        rows: Number(row.n),
        present: Number(row[`p${index}`]),
        cells: Array.from({ length: cells.edges.length + 1 }, (_, i) => Number(counts[i] ?? 0)),
        fresh: 0,
        mean: typeof mean === 'number' && Number.isFinite(mean) ? mean : null,
        only: row[`l${index}`] === row[`u${index}`] ? String(row[`l${index}`]) : undefined,
      };
      return [String(row.w), sample];
    }),
  );
}

/** Cells: the categories by rank in the reference, the shared one last, then the new ones. */
export function categorySamples(rows: readonly Row[], index: number): Samples {
  const byWindow = new Map<string, { cells: number[]; missing: number; fresh: number }>();
  for (const row of rows) {
    const code = row[`c${index}`];
    // Another column's part of the grouping sets.
    if (code === null || code === undefined) continue;
    const window = String(row.w);
    const counts = byWindow.get(window) ?? {
      cells: new Array<number>(mostCategories).fill(0),
      missing: 0,
      fresh: 0,
    };
    byWindow.set(window, counts);
    const cell = Number(code);
    const n = Number(row.n);
    if (cell === cellOfMissing) counts.missing += n;
    else if (cell === cellOfNew) counts.fresh += n;
    else counts.cells[cell - 1] = n;
  }
  return collect(
    [...byWindow].map(([window, { cells, missing, fresh }]) => {
      const present = sum(cells) + fresh;
      const rows = present + missing;
      const filled = cells.flatMap((n, i) => (n > 0 ? [i] : []));
      // The shared cell and the new values may be many.
      const isOne = fresh === 0 && filled.length === 1 && filled[0] !== mostCategories - 1;
      const only = isOne ? String(filled[0]) : undefined;
      return [window, { rows, present, cells: [...cells, fresh], fresh, mean: null, only }];
    }),
  );
}

export function presenceSamples(rows: readonly Row[], index: number): Samples {
  return collect(
    rows.map((row) => [
      String(row.w),
      { ...emptySample, rows: Number(row.n), present: Number(row[`p${index}`]) },
    ]),
  );
}

function collect(entries: readonly [string, Sample][]): Samples {
  const [first, ...others] = entries.map(([, sample]) => sample);
  return {
    all: others.reduce(addSamples, first ?? emptySample),
    windows: new Map(entries.filter(([window]) => window !== noWindow)),
  };
}

export const emptySample: Sample = {
  rows: 0,
  present: 0,
  cells: [],
  fresh: 0,
  mean: null,
  only: undefined,
};

/** Two samples of one column as one. */
export function addSamples(a: Sample, b: Sample): Sample {
  const length = Math.max(a.cells.length, b.cells.length);
  const present = a.present + b.present;
  const total = (a.mean ?? 0) * a.present + (b.mean ?? 0) * b.present;
  return {
    rows: a.rows + b.rows,
    present,
    cells: Array.from({ length }, (_, i) => (a.cells[i] ?? 0) + (b.cells[i] ?? 0)),
    fresh: a.fresh + b.fresh,
    mean: (a.mean ?? b.mean) === null || present === 0 ? null : total / present,
    only: onlyOf(a, b),
  };
}

function onlyOf(a: Sample, b: Sample): string | undefined {
  if (a.present === 0) return b.only;
  return b.present === 0 || a.only === b.only ? a.only : undefined;
}

/** The same cells counted on both sides. */
export interface Pair {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

const psiCells = 10;

/** Neighbouring cells joined until each holds about a tenth of the reference. */
export function tenths({ reference, current }: Pair): Pair {
  const total = sum(reference);
  const joined = { reference: [] as number[], current: [] as number[] };
  let a = 0;
  let b = 0;
  let before = 0;
  for (let i = 0; i < reference.length; i++) {
    a += reference[i] ?? 0;
    b += current[i] ?? 0;
    const next = Math.floor((before * psiCells) / total + 1e-9) + 1;
    const full = before + a >= (next * total) / psiCells;
    if (a === 0 || (!full && i < reference.length - 1)) continue;
    joined.reference.push(a);
    joined.current.push(b);
    before += a;
    a = 0;
    b = 0;
  }
  // What lies above all of the reference belongs to the last cell.
  const last = joined.current.length - 1;
  if (last >= 0) {
    joined.reference[last] = (joined.reference[last] ?? 0) + a;
    joined.current[last] = (joined.current[last] ?? 0) + b;
  }
  return joined;
}

const leastExpected = 5;

/**
 * Categories too rare for a large-sample test share one cell, and where even that is too rare, it
 * joins the rarest of the others.
 */
export function commonCells({ reference, current }: Pair): Pair {
  const smaller = Math.min(sum(reference), sum(current)) / (sum(reference) + sum(current));
  const cells = reference
    .map((a, i) => ({ a, b: current[i] ?? 0 }))
    .filter(({ a, b }) => a + b > 0);
  const isCommon = ({ a, b }: Cell): boolean => (a + b) * smaller >= leastExpected;
  const kept = cells.filter(isCommon);
  const rest = cells.filter((cell) => !isCommon(cell)).reduce(join, { a: 0, b: 0 });
  if (rest.a + rest.b > 0) kept.push(rest);
  if (!isCommon(rest) && kept.length > 1 && rest.a + rest.b > 0) {
    kept.sort((x, y) => y.a + y.b - (x.a + x.b));
    const [last, next] = [kept.pop(), kept.pop()];
    if (last !== undefined && next !== undefined) kept.push(join(next, last));
  }
  return { reference: kept.map(({ a }) => a), current: kept.map(({ b }) => b) };
}

interface Cell {
  readonly a: number;
  readonly b: number;
}

function join(x: Cell, y: Cell): Cell {
  return { a: x.a + y.a, b: x.b + y.b };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}

/**
 * A value for each cell of a line: the middle, since rows within a cell are not told apart; where
 * there are few distinct values, the value itself.
 */
export function cellValues({ edges, lowest, distinct }: LineCells): number[] {
  const last = edges[edges.length - 1] ?? lowest;
  const span = last - lowest || 1;
  if (distinct <= edges.length) return [...edges, last + span];
  const middles = edges.map((edge, i) => {
    const from = edges[i - 1];
    return from === undefined ? (lowest + edge) / 2 : (from + edge) / 2;
  });
  return [...middles, last + span / edges.length];
}

/** Rows per bar of the sparkline. */
export function barsOf(cells: readonly number[], { edges, barEdges }: LineCells): number[] {
  const bars = new Array<number>(barEdges.length + 1).fill(0);
  cells.forEach((n, i) => {
    const edge = edges[i] ?? Number.POSITIVE_INFINITY;
    const found = barEdges.findIndex((barEdge) => edge <= barEdge);
    const bar = found === -1 ? barEdges.length : found;
    bars[bar] = (bars[bar] ?? 0) + n;
  });
  return bars;
}
