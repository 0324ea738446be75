import { bootstrapCounts } from './bootstrap-counts.ts';
import type { Estimate } from './interval.ts';

export interface LabelShiftInput {
  /** Labelled rows of the reference by true class and answer: row-major, `classes` squared. */
  readonly confusion: readonly number[];
  /** Unlabelled rows by answer. */
  readonly answers: readonly number[];
  readonly level?: number;
  readonly replicates?: number;
  readonly seed: number;
}

/**
 * The share of each class among unlabelled rows, by black-box shift estimation: the shares which,
 * through the reference's confusion, give the answers seen. Holds where only the classes' shares
 * changed, not what each class looks like; shares below zero are cut off.
 *
 * @returns one estimate a class, with a bootstrap interval over both samples; undefined where the
 * answers do not tell the classes apart, or a class has no rows in the reference
 * @throws RangeError on counts that fit together badly
 * @see Z. Lipton, Y.-X. Wang & A. Smola, Detecting and Correcting for Label Shift with Black Box
 * Predictors, ICML (2018)
 */
export function labelShares(input: LabelShiftInput): Estimate[] | undefined {
  const { confusion, answers, level = 0.95, replicates = 500, seed } = input;
  const classes = answers.length;
  if (confusion.length !== classes * classes) {
    throw new RangeError(`${confusion.length} cells for ${classes} classes`);
  }
  const shares = (counts: ArrayLike<number>): number[] | undefined =>
    sharesOf(counts, classes, Array.from(counts).slice(classes * classes));
  const estimates: Estimate[] = [];
  for (let k = 0; k < classes; k++) {
    try {
      const { estimate, low, high } = bootstrapCounts({
        counts: [...confusion, ...answers],
        strata: [...confusion.map(() => 0), ...answers.map(() => 1)],
        statistic: (counts) => shares(counts)?.[k] ?? Number.NaN,
        level,
        replicates,
        seed,
      });
      estimates.push({ estimate, low, high });
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
  return estimates;
}

/** A pivot this small means that two classes get the same answers. */
const leastPivot = 1e-6;

function sharesOf(
  counts: ArrayLike<number>,
  classes: number,
  answers: readonly number[],
): number[] | undefined {
  const rows = answers.reduce((sum, count) => sum + count, 0);
  const truth = Array.from({ length: classes }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += counts[k * classes + j] as number;
    return sum;
  });
  if (truth.some((n) => n === 0)) return undefined;
  // One equation an answer: the classes' shares times how often each gets this answer.
  const equations = answers.map((count, j) => [
    ...truth.map((n, k) => (counts[k * classes + j] as number) / n),
    count / rows,
  ]);
  const solved = solve(equations)?.map((share) => Math.max(0, share));
  const sum = solved?.reduce((total, share) => total + share, 0) ?? 0;
  return sum > 0 ? solved?.map((share) => share / sum) : undefined;
}

/** Gaussian elimination with partial pivoting; changes its argument. */
function solve(equations: number[][]): number[] | undefined {
  const n = equations.length;
  const at = (i: number, j: number): number => equations[i]?.[j] ?? 0;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    }
    if (Math.abs(at(pivot, column)) < leastPivot) return undefined;
    const [from, to] = [equations[pivot] ?? [], equations[column] ?? []];
    equations[pivot] = to;
    equations[column] = from;
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = at(i, column) / at(column, column);
      equations[i] = (equations[i] ?? []).map((value, j) => value - factor * at(column, j));
    }
  }
  return equations.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
