import type { ColumnType } from '../../../shared/domain/column.ts';
import type { DriftMethod } from '../../../shared/domain/drift-method.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';

const distances: Readonly<Record<DriftMethod, string>> = {
  psi: 'PSI',
  ks: 'KS distance',
  js: 'Jensen-Shannon distance',
  kl: 'KL divergence',
  hellinger: 'Hellinger distance',
  wasserstein: 'Wasserstein distance in standard deviations',
  'total-variation': 'total variation',
  'chi-squared': "Cramér's V",
};

/** Two digits after the point: a bound is no more certain than that, and a limit has no more. */
function shown(value: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return text === '-0' ? '0' : text;
}

/** A limit as it was written. */
function limit(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function interval(low: number, high: number): string {
  return `(${shown(low)} to ${shown(high)})`;
}

function bounds(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${limit(max ?? 0)}`;
  return max === undefined ? `at least ${limit(min)}` : `${limit(min)} to ${limit(max)}`;
}

/** Every sentence about a comparison with the reference. */
export const messages = {
  distributionTitle: (column: string): string => `distribution of ${column}`,
  distributionExpected: (method: DriftMethod, max: number, isWritten: boolean): string =>
    `${distances[method]} of at most ${limit(max)} from the ${isWritten ? 'rows the suite lists' : 'reference'}`,
  distance: (method: DriftMethod, value: number, low: number, high: number): string =>
    `${distances[method]} ${shown(value)} ${interval(low, high)}`,
  tooUncertain: 'too few rows to be sure that this is beyond the limit',
  correlationTitle: (columns: readonly string[]): string => `correlation of ${columns.join(', ')}`,
  correlationExpected: (
    min: number | undefined,
    max: number | undefined,
    change: number | undefined,
  ): string => {
    const parts = [
      ...(min === undefined && max === undefined ? [] : [bounds(min, max)]),
      ...(change === undefined ? [] : [`within ${limit(change)} of the reference`]),
    ];
    return parts.join(', ');
  },
  correlation: (
    pair: readonly [string, string],
    { estimate, low, high }: Estimate,
    reference: number | undefined,
  ): string =>
    `${pair.join(' and ')}: ${shown(estimate)} ${interval(low, high)}${
      reference === undefined ? '' : `, ${shown(reference)} in the reference`
    }`,
  morePairs: (count: number): string => `${count} more ${count === 1 ? 'pair' : 'pairs'} beyond`,
  pairsHold: (count: number): string => `${count} pairs, all as expected`,
  noCorrelation: (pair: readonly [string, string], side: 'data' | 'reference'): string =>
    `no correlation of ${pair.join(' and ')} can be computed: in the ${side} a column has one value only, or fewer than 4 rows have both`,
  noReference: 'there is no reference; name its files in the input reference',
  notInReference: (column: string): string => `the reference has no column "${column}"`,
  otherForm: (column: string, type: ColumnType, reference: ColumnType): string =>
    `${column} is ${type}, but ${reference} in the reference`,
  noForm: (column: string, type: ColumnType): string =>
    `${column} is ${type}, which has no distribution to compare`,
  notOrdered: (column: string, method: DriftMethod): string =>
    `${column} has no order, which ${distances[method]} needs; take the method psi or total-variation`,
  edgesForText: (column: string, type: ColumnType): string =>
    `${column} is ${type}; expected rows by edges need numbers or dates`,
  noDistance: (method: DriftMethod): string =>
    `${distances[method]} cannot be computed here: the reference has too few different values, or too large ones`,
  tooFew: (values: number, least: number, side: 'data' | 'reference'): string =>
    `the ${side} has ${values.toLocaleString('en-US')} ${values === 1 ? 'value' : 'values'}; ${least} are needed for a comparison`,
  notANumber: (column: string, type: ColumnType): string =>
    `${column} is ${type}; a correlation needs numbers`,
} as const;
