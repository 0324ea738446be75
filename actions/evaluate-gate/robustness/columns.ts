import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import { messages } from './messages.ts';

export type NumberColumn = Extract<FeatureColumn, { kind: 'number' }>;
export type TextColumn = Extract<FeatureColumn, { kind: 'text' }>;

/** The policy names something that the features lack; the message says what, for a person. */
export class NotApplicable extends Error {}

/** @throws NotApplicable naming the nearest column */
export function findColumn({ columns }: FeatureBatch, name: string): FeatureColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const known = columns.map((column) => column.name);
  throw new NotApplicable(messages.noFeature(name, didYouMean(name, known)));
}

/** @throws NotApplicable */
export function findNumbers(features: FeatureBatch, name: string): NumberColumn {
  const column = findColumn(features, name);
  if (column.kind === 'number') return column;
  throw new NotApplicable(messages.wrongKind(name, 'text', 'numbers'));
}

export interface Spread {
  readonly mean: number;
  /** Standard deviation of the sample; 0 where no two values differ. */
  readonly deviation: number;
  readonly lowest: number;
  readonly highest: number;
  /** Every value is whole, as a count or a code is. */
  readonly isWhole: boolean;
}

/** How the values of a column spread, missing ones left out; undefined where all are missing. */
export function spreadOf({ values }: NumberColumn): Spread | undefined {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: known.length < 2 ? 0 : Math.sqrt(squares / (known.length - 1)),
    lowest: known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    highest: known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    isWhole: known.every(Number.isInteger),
  };
}

/** The values that occur, the most frequent first, missing ones left out. */
export function valuesOf(column: FeatureColumn): (string | number)[] {
  const counts = new Map<string | number, number>();
  for (const value of column.values) {
    if (value === null || Number.isNaN(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
}

/** The batch with some of its columns in another form. */
export function withColumns(
  features: FeatureBatch,
  changed: readonly FeatureColumn[],
): FeatureBatch {
  const byName = new Map(changed.map((column) => [column.name, column]));
  return {
    rows: features.rows,
    columns: features.columns.map((column) => byName.get(column.name) ?? column),
  };
}

/** The same columns at some of the rows; an index may repeat. */
export function featuresAt(features: FeatureBatch, indices: ArrayLike<number>): FeatureBatch {
  const rows = indices.length;
  return {
    rows,
    columns: features.columns.map((column): FeatureColumn => {
      const { name } = column;
      if (column.kind === 'number') {
        const values = new Float64Array(rows);
        for (let i = 0; i < rows; i++) values[i] = column.values[indices[i] as number] as number;
        return { name, kind: 'number', values };
      }
      const values = Array.from(indices, (row) => column.values[row] ?? null);
      return { name, kind: 'text', values };
    }),
  };
}
