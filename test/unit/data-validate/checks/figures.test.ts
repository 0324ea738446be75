import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check, failures, vega } from './check-files.ts';

type Figures = Readonly<Record<string, number>> & {
  readonly quantiles: readonly (readonly [number, number])[];
};

const golden: { files: Record<string, Record<string, Figures>> } = JSON.parse(
  readFileSync(new URL('../../../golden/validate-figures.json', import.meta.url), 'utf8'),
);

/** What differs from pandas in the ninth digit fails. */
const tolerance = 1e-9;

function between(column: string, kind: string, value: number, more = ''): string {
  const room = Math.abs(value) * tolerance;
  const bounds = kind === 'distinct-count' ? [value, value] : [value - room, value + room];
  return `{ check: ${kind}, column: ${column}${more}, min: ${bounds[0]}, max: ${bounds[1]} }`;
}

function suiteOf(columns: Readonly<Record<string, Figures>>): string[] {
  return Object.entries(columns).flatMap(([column, { quantiles, ...figures }]) => [
    ...Object.entries(figures).map(([kind, value]) => between(column, kind, value as number)),
    ...quantiles.map(([q, value]) => between(column, 'quantile', value, `, quantile: ${q}`)),
  ]);
}

describe('figures are those of pandas, to 1e-9', () => {
  test.each(Object.keys(golden.files))('%s', async (file) => {
    const suite = suiteOf(golden.files[file] ?? {});
    const { record } = await check(vega(file), suite);
    expect(failures(record)).toEqual([]);
    expect(record?.inputs).toMatchObject({ 'checks-declared': suite.length });
    expect(suite.length).toBeGreaterThanOrEqual(12);
  });
});

test('the last bits of a sum decide nothing', async () => {
  const thirds = Array.from({ length: 10 }, () => '0.1').join('\n');
  // Added one by one as binary fractions, these give 0.9999999999999999.
  const { record } = await check(`x\n${thirds}\n`, [
    '{ check: sum, column: x, min: 1, max: 1 }',
    '{ check: mean, column: x, min: 0.1, max: 0.1 }',
  ]);
  expect(failures(record)).toEqual([]);
});

test('whole numbers beyond 2^53 are summed exactly, and what is not a number is left out', async () => {
  const { record } = await check('n,x\n9007199254740993,1\n1,nan\n-9007199254740993,3\n', [
    '{ check: sum, column: n, min: 1, max: 1 }',
    '{ check: mean, column: x, min: 2, max: 2 }',
    '{ check: types, types: { x: number } }',
  ]);
  expect(failures(record)).toEqual([]);
});

test('values that cannot be added up fail the figure, not the step', async () => {
  const { record } = await check('n,x\n-9223372036854775808,inf\n1,1e300\n', [
    '{ check: types, types: { n: integer, x: number } }',
    '{ check: mean, column: x, min: 0 }',
    '{ check: standard-deviation, column: x, min: 0 }',
    '{ check: standard-deviation, column: n, min: 0 }',
    '{ check: maximum, column: x, max: 5 }',
  ]);
  expect(failures(record)).toEqual([
    'mean of x: infinite values, or some too large to be added up; expected at least 0.',
    'standard deviation of x: infinite values, or some too large to be added up; expected at least 0.',
    'maximum of x: ∞; expected at most 5.',
  ]);
});
