import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { createRandom, type Random, seedFor } from '../../../shared/stats/random.ts';
import { twoSidedT } from '../../../shared/stats/student-t.ts';
import type { Answers, Respondent } from '../robustness/answers.ts';
import { featuresAt, withColumns } from '../robustness/columns.ts';

/** By how much a score falls where one column is shuffled. */
export interface Importance {
  readonly column: string;
  /** Mean over the repeats, with a t interval; a single repeat, or equal ones, have no spread. */
  readonly mean: Estimate;
  /** One number a repeat. */
  readonly repeats: readonly number[];
}

/** Larger is better; undefined: it cannot be computed from these answers. */
export type Score = (answers: Answers) => number | undefined;

export interface ImportanceOptions {
  readonly columns: readonly string[];
  /** Orders of the rows to shuffle a column by, one a repeat. */
  permutations(column: string): readonly Int32Array[];
  readonly level: number;
}

/**
 * Permutation importance: the score on the rows as they are minus the score where one column is
 * shuffled, so that it keeps its values and loses what it says. Correlated columns stand in for
 * each other, and each may look unimportant by itself.
 *
 * @throws RangeError where the score is undefined on the rows as they are
 * @see L. Breiman, Random Forests (2001); scikit-learn's `permutation_importance`
 */
export async function permutationImportance(
  model: Respondent,
  features: FeatureBatch,
  score: Score,
  { columns, permutations, level }: ImportanceOptions,
): Promise<Importance[]> {
  const base = score(await model.answer(features));
  if (base === undefined) throw new RangeError('the score is undefined on these rows');
  const found: Importance[] = [];
  for (const name of columns) {
    const column = features.columns.find((one) => one.name === name);
    if (column === undefined) continue;
    const repeats: number[] = [];
    for (const order of permutations(name)) {
      const shuffled = withColumns(features, [reordered(column, order)]);
      const value = score(await model.answer(shuffled));
      if (value !== undefined) repeats.push(base - value);
    }
    found.push({ column: name, repeats, mean: meanOf(repeats, level) });
  }
  return found;
}

/** The seeded orders of a column: the same whatever other columns there are. */
export function seededPermutations(
  rows: number,
  repeats: number,
  seed: number,
): (column: string) => Int32Array[] {
  return (column) => {
    const random = createRandom(seedFor(seed, 'permutation', column));
    return Array.from({ length: repeats }, () => shuffledOrder(rows, random));
  };
}

function shuffledOrder(rows: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

function reordered(column: FeatureColumn, order: Int32Array): FeatureColumn {
  const alone = { rows: column.values.length, columns: [column] };
  return featuresAt(alone, order).columns[0] ?? column;
}

function meanOf(values: readonly number[], level: number): Estimate {
  const count = values.length;
  if (count === 0) return { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
  const estimate = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { estimate, low: estimate, high: estimate };
  const squares = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  const reach = twoSidedT(level, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { estimate, low: estimate - reach, high: estimate + reach };
}
