import type { FeatureBatch, FeatureColumn } from '../../domain/prediction.ts';
import type { ActionError } from '../../kernel/action-error.ts';
import { featureMissing, featureNotANumber, featureNotWhole } from './messages.ts';

/** The columns a model wants, in its order. @throws ActionError (usage, `feature-missing`) */
export function featuresNamed(
  source: string,
  { columns }: FeatureBatch,
  names: readonly string[],
): FeatureColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const found = byName.get(name);
    if (found === undefined) throw featureMissing(source, name, [...byName.keys()]);
    return found;
  });
}

/** What a tensor of numbers takes. @throws ActionError (usage, `feature-not-a-number`) */
export function numbersOf(source: string, column: FeatureColumn): Float64Array {
  if (column.kind === 'number') return column.values;
  throw featureNotANumber(source, column.name);
}

/** What a tensor of integers takes. @throws ActionError (usage) where a value is none, or missing */
export function integersOf(source: string, column: FeatureColumn): Float64Array {
  const values = numbersOf(source, column);
  const row = values.findIndex((value) => !Number.isInteger(value));
  if (row >= 0) throw notWhole(source, column.name, values[row] as number);
  return values;
}

function notWhole(source: string, name: string, value: number): ActionError {
  return featureNotWhole(source, name, Number.isNaN(value) ? undefined : value);
}

/** What a tensor of texts takes: a missing value is the empty text. */
export function textsOf(column: FeatureColumn): string[] {
  if (column.kind === 'text') return column.values.map((value) => value ?? '');
  return Array.from(column.values, (value) => (Number.isNaN(value) ? '' : String(value)));
}

/** Columns as one matrix, row by row. */
export function matrixOf(columns: readonly ArrayLike<number>[], rows: number): Float64Array {
  const width = columns.length;
  const matrix = new Float64Array(rows * width);
  columns.forEach((values, place) => {
    for (let row = 0; row < rows; row++) matrix[row * width + place] = values[row] as number;
  });
  return matrix;
}
