/** Cells a numeric feature is cut into, and the commonest values of another that get their own. */
const mostNumericCells = 64;
const mostValueCells = 1_000;
/** A value must be seen this often before anything is learnt from it. */
const leastRowsOfCell = 5;
/** Classes of a label; rarer ones count as one. */
const mostClasses = 20;
/** Parts of equal size a numeric label is cut into. */
const labelCells = 10;

export type Values = Float64Array | ReadonlyArray<string | boolean | number | bigint | null>;

/** The class of each row as a number from 0, and how many classes there are. */
export interface Classes {
  readonly codes: Uint32Array;
  readonly count: number;
}

/**
 * Which of two halves a row is in: one teaches what values of a feature say, the other is asked.
 * The high bit of a multiplicative hash, so that no period of the rows falls into one half.
 */
export function isHeldOut(row: number): boolean {
  return Math.imul(row + 1, 0x9e3779b1) < 0;
}

/** Classes of a label; one that is a number is cut into ten parts of about equal size. */
export function classesOf(labels: Values): Classes {
  const none = (): boolean => false;
  const cells =
    labels instanceof Float64Array
      ? numericCells(labels, labelCells, none)
      : valueCells(labels, mostClasses, 1, none);
  return compacted(cells);
}

/** The cell of each row of a feature, learnt from the rows that are not held out. */
export function cellsOf(values: Values): Classes {
  const cells =
    values instanceof Float64Array
      ? numericCells(values, mostNumericCells, isHeldOut)
      : valueCells(values, mostValueCells, leastRowsOfCell, isHeldOut);
  return compacted(cells);
}

/** Numbers the cells in use from 0, in the order of their rows. */
function compacted(cells: readonly number[] | Uint32Array): Classes {
  const names = new Map<number, number>();
  const codes = Uint32Array.from(cells, (cell) => {
    const code = names.get(cell) ?? names.size;
    names.set(cell, code);
    return code;
  });
  return { codes, count: names.size };
}

/** Cell 0 is for missing values: that a value is missing may give the label away too. */
function numericCells(
  values: Float64Array,
  most: number,
  isLeftOut: (row: number) => boolean,
): Uint32Array {
  const seen = values.filter((value, row) => !Number.isNaN(value) && !isLeftOut(row)).sort();
  const edges: number[] = [];
  for (let i = 1; i < most; i++) {
    const edge = seen[Math.floor((i * seen.length) / most)];
    // An edge is the smallest value of its cell; ties make one cell, not several.
    if (edge !== undefined && edge > (edges.at(-1) ?? seen[0] ?? edge)) edges.push(edge);
  }
  return Uint32Array.from(values, (value) =>
    Number.isNaN(value) ? 0 : 1 + countUpTo(edges, value),
  );
}

/** How many of the sorted edges are not above a value. */
function countUpTo(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valueCells(
  values: Exclude<Values, Float64Array>,
  most: number,
  least: number,
  isLeftOut: (row: number) => boolean,
): Uint32Array {
  const counts = new Map<string, number>();
  values.forEach((value, row) => {
    if (value === null || isLeftOut(row)) return;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  });
  const common = [...counts]
    .filter(([, count]) => count >= least)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, most);
  const cells = new Map(common.map(([value], i) => [value, i + 2]));
  // 0: missing; 1: a rare value.
  return Uint32Array.from(values, (value) =>
    value === null ? 0 : (cells.get(String(value)) ?? 1),
  );
}
