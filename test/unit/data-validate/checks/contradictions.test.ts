import { describe, expect, test } from 'vitest';
import { contradictionsIn } from '../../../../actions/data-validate/checks/contradictions.ts';
import { type Check, checkSchema } from '../../../../shared/domain/check.ts';
import { check } from './check-files.ts';

type Input = Readonly<Record<string, unknown>>;

function why(...checks: readonly Input[]): string | undefined {
  const parsed: Check[] = checks.map((one) => checkSchema.parse(one));
  return contradictionsIn(parsed)[0]?.why;
}

const range = { check: 'range', column: 'x' };

describe('checks that no data passes together', () => {
  test.each<[Input, Input, string]>([
    [{ check: 'row-count', max: 10 }, { check: 'row-count', min: 11 }, 'bounds of both'],
    [{ ...range, max: 1 }, { ...range, min: 2 }, 'bounds of both'],
    [{ ...range, min: '2001-01-01' }, { ...range, max: '2000-01-01' }, 'bounds of both'],
    [{ check: 'mean', column: 'x', min: 5 }, { ...range, max: 4 }, 'outside the range'],
    [{ ...range, max: 4 }, { check: 'quantile', quantile: 0.9, column: 'x', min: 5 }, 'outside'],
    [
      { check: 'quantile', column: 'x', quantile: 0.9, max: 1 },
      { check: 'quantile', column: 'x', quantile: 0.1, min: 2 },
      'the 0.1 quantile would lie above the 0.9 quantile',
    ],
    [
      { check: 'minimum', column: 'x', min: 5 },
      { check: 'maximum', column: 'x', max: 4 },
      'the smallest value would lie above the largest',
    ],
    [
      { check: 'allowed-values', column: 'x', values: ['a', 'b'] },
      { check: 'allowed-values', column: 'x', values: ['c'] },
      'no value in common',
    ],
    [
      { check: 'forbidden-values', column: 'x', values: ['a', 'b', 'c'] },
      { check: 'allowed-values', column: 'x', values: ['a', 'b'] },
      'every allowed value is forbidden',
    ],
    [
      { check: 'allowed-values', column: 'x', values: [1, 2] },
      { ...range, min: 3 },
      'in the range',
    ],
    [
      { check: 'allowed-values', column: 'x', values: ['abc'] },
      { check: 'length', column: 'x', max: 2 },
      'no allowed value has that length',
    ],
    [
      { check: 'allowed-values', column: 'x', values: ['a'] },
      { check: 'distinct-count', column: 'x', min: 2 },
      'fewer values are allowed',
    ],
    [
      { check: 'always-null', column: 'x' },
      { check: 'not-null', column: 'x' },
      'there and missing',
    ],
    [
      { check: 'monotonic', column: 'x', strict: true },
      { check: 'monotonic', column: 'x', direction: 'decreasing' },
      'rise and fall at once',
    ],
    [
      { check: 'columns', columns: ['a'], exact: true },
      { check: 'not-null', column: 'b' },
      'no column "b" may be there',
    ],
    [
      { check: 'columns', columns: ['a', 'b'] },
      { check: 'column-count', max: 1 },
      'so many columns cannot be there',
    ],
    [
      { check: 'types', types: { x: 'string' } },
      { check: 'types', types: { x: 'integer' } },
      'x cannot have both types',
    ],
    [
      { check: 'types', types: { x: 'string' } },
      { check: 'mean', column: 'x', min: 1 },
      'needs numbers',
    ],
    [{ check: 'types', types: { x: 'date' } }, { ...range, min: 1 }, 'its bounds do not suit x'],
    [
      { check: 'types', types: { x: 'integer' } },
      { check: 'freshness', column: 'x', 'max-age': '1d' },
      'freshness needs dates',
    ],
    [
      { check: 'types', types: { x: 'date' } },
      { check: 'date-format', column: 'x', format: '%Y' },
      'date-format judges text',
    ],
  ])('%j and %j, in either order', (a, b, reason) => {
    expect(why(a, b)).toContain(reason);
    expect(why(b, a)).toContain(reason);
  });

  test.each<[string, Input, Input]>([
    ['one is a warning', { ...range, max: 1, severity: 'warning' }, { ...range, min: 2 }],
    ['they are of other rows', { ...range, max: 1, where: 'y = 1' }, { ...range, min: 2 }],
    [
      'half of the rows pass each',
      { ...range, max: 1, mostly: 0.5 },
      { ...range, min: 2, mostly: 0.5 },
    ],
    ['they are of other columns', { ...range, max: 1 }, { ...range, column: 'y', min: 2 }],
    ['they touch', { ...range, max: 1 }, { ...range, min: 1 }],
    [
      'a wider type holds both',
      { check: 'types', types: { x: 'number' } },
      { check: 'types', types: { x: 'integer' } },
    ],
  ])('are none where %s', (_why, a, b) => {
    expect([why(a, b), why(b, a)]).toEqual([undefined, undefined]);
  });

  test('stop the step before any data is read, with the line of the later one', async () => {
    const ran = await check('/not-there.csv', [
      '{ check: range, column: price, max: 10 }',
      '{ check: not-null, column: price }',
      '{ check: mean, column: price, min: 20 }',
    ]);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'suite.yml:4: "checks.2" contradicts "checks.0": the mean would lie outside the range of all values',
    );
    expect(ran.log).not.toContain('not-there');
  });
});
