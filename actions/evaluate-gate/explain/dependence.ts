import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { Answers, Respondent } from '../robustness/answers.ts';
import { valuesOf, withColumns } from '../robustness/columns.ts';

/** What a model answers on average where every row is given one value of a column. */
export interface Dependence {
  readonly column: string;
  readonly grid: readonly (number | string)[];
  /** One a class of several; else one. In the order of the grid. */
  readonly averages: readonly (readonly number[])[];
}

/**
 * Partial dependence by brute force: every row is given each value of the grid in turn, and the
 * answers are averaged. It shows what the model does with a column, also where such rows cannot be.
 *
 * @see J. Friedman, Greedy Function Approximation (2001); scikit-learn's `partial_dependence`,
 *   method brute
 */
export async function partialDependence(
  model: Respondent,
  features: FeatureBatch,
  column: FeatureColumn,
  grid: readonly (number | string)[],
): Promise<Dependence> {
  const averages: number[][] = [];
  for (const value of grid) {
    const answers = await model.answer(withColumns(features, [constant(column, value)]));
    averagesOf(answers).forEach((average, of) => {
      averages[of] ??= [];
      averages[of].push(average);
    });
  }
  return { column: column.name, grid, averages };
}

function averagesOf({ values, shares }: Answers): number[] {
  return (shares ?? [values]).map((one) => exactMean(one));
}

function constant(column: FeatureColumn, value: number | string): FeatureColumn {
  const rows = column.values.length;
  const { name } = column;
  return column.kind === 'number'
    ? { name, kind: 'number', values: new Float64Array(rows).fill(Number(value)) }
    : { name, kind: 'text', values: new Array<string>(rows).fill(String(value)) };
}

/** Beyond the 5 % at each end rows are few, and what a model does there matters to few. */
const [lowestShare, highestShare] = [0.05, 0.95];

/**
 * The values to try: all where there are few, else quantiles between the 5 % and the 95 % one; of
 * texts the most frequent.
 */
export function gridOf(column: FeatureColumn, points: number): (number | string)[] {
  const values = valuesOf(column);
  if (column.kind === 'text') return values.slice(0, points);
  const numbers = values.map(Number).sort((a, b) => a - b);
  if (numbers.length <= points) return numbers;
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  const quantiles = Array.from({ length: points }, (_, i) =>
    quantile(known, lowestShare + ((highestShare - lowestShare) * i) / (points - 1)),
  );
  return [...new Set(quantiles)];
}

/** Straight between order statistics: Hyndman and Fan's type 7, as NumPy has it. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

/** How far two curves lie apart at most. */
export function widestGap(one: Dependence, other: Dependence): number {
  const gaps = one.averages.flatMap((line, of) =>
    line.map((value, i) => Math.abs(value - (other.averages[of]?.[i] ?? value))),
  );
  return Math.max(0, ...gaps);
}
