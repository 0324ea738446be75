import { describe, expect, test } from 'vitest';
import { check, failures, weather } from './check-files.ts';

describe('a check by segment', () => {
  test('holds every segment to its bounds, and names those that fail', async () => {
    const { record } = await check(weather, [
      '{ check: mean, column: temp_max, min: 10, by: weather }',
      '{ check: row-count, min: 50, by: weather }',
      '{ check: unique, column: date, by: [weather] }',
      '{ check: monotonic, column: date, by: weather, strict: true }',
    ]);
    expect(failures(record)).toEqual([
      'mean of temp_max by weather: 1 of 5 segments fail (weather = snow: 5.57308); expected at least 10.',
      'number of rows by weather: 1 of 5 segments fail (weather = snow: 26 rows); expected at least 50 rows.',
    ]);
    expect(record?.summary).toBe(
      '2 of 4 checks failed on 1,461 rows. Worst: mean of temp_max by weather: 1 of 5 segments fail (weather = snow: 5.57308), expected at least 10.',
    );
    const table = record?.tables.find(({ id }) => id === 'failing-segments');
    expect(table?.rows.map(([, title, segment, found]) => [title, segment, found])).toEqual([
      ['mean of temp_max by weather', 'weather = snow', '5.57308'],
      ['number of rows by weather', 'weather = snow', '26 rows'],
    ]);
  });

  test('tolerates a share of each segment, and shows rows of failing segments only', async () => {
    const rows = ['a,1', 'b,-1', 'b,2', 'a,3', 'a,-4', 'a,5', 'a,6', 'a,7', 'a,8', 'a,9', 'a,10'];
    const { record } = await check(`kind,x\n${rows.join('\n')}\n`, [
      '{ check: range, column: x, min: 0, mostly: 0.8, by: kind }',
    ]);
    // Row 5 is of kind a, of which 1 in 9 may fail; half of kind b fails.
    expect(failures(record)).toEqual([
      'x lies in a range by kind: 1 of 2 segments fail (kind = b: 1 value outside); expected at least 0, for at least 80 %. Row 2.',
    ]);
    expect(record?.findings[0]?.evidence).toMatchObject({ failing: 1, judged: 11, rows: [2] });
  });

  test('has a segment for a missing value, whatever the values are called', async () => {
    const hostile = `kind,x\n"'; DROP TABLE x --",1\n,-5\n"'; DROP TABLE x --",-2\n`;
    const { record } = await check(hostile, ['{ check: range, column: x, min: 0, by: kind }']);
    expect(failures(record)).toEqual([
      "x lies in a range by kind: 2 of 2 segments fail (kind = (missing): 1 value outside; kind = '; DROP TABLE x --: 1 value outside); expected at least 0. First rows: 2, 3.",
    ]);
  });

  test('fails where its columns do not divide the data, or are not there', async () => {
    const { record } = await check(weather, [
      '{ check: mean, column: wind, max: 100, by: date }',
      '{ check: mean, column: wind, max: 100, by: wether }',
    ]);
    expect(failures(record)).toEqual([
      'mean of wind by date: date divides the data into more than 1,000 segments; use columns with fewer values; expected at most 100.',
      'mean of wind by wether: the data has no column "wether" (did you mean "weather"?); expected at most 100.',
    ]);
  });
});

describe('a check of some rows', () => {
  test('looks at those for which its condition holds', async () => {
    const { record } = await check(weather, [
      '{ check: range, column: temp_max, min: 20, where: month(date) = 7 }',
      "{ check: range, column: temp_max, max: 12, where: weather = 'snow' }",
      '{ check: minimum, column: temp_min, min: 5, where: month(date) BETWEEN 7 AND 8, by: weather }',
    ]);
    expect(failures(record)).toEqual([
      'temp_max lies in a range, where month(date) = 7: 10 values outside; expected at least 20. First rows: 184, 185, 197, 202, 205, ….',
    ]);
    expect(record?.inputs).toMatchObject({ 'checks-declared': 3 });
  });

  test('fails where no row is left to look at', async () => {
    const { record } = await check(weather, [
      "{ check: range, column: wind, max: 100, where: weather = 'hail' }",
      "{ check: mean, column: wind, max: 100, where: weather = 'hail' }",
      "{ check: row-count, min: 1, where: weather = 'hail' }",
      "{ check: mean, column: wind, max: 100, where: weather = 'hail', by: weather }",
    ]);
    expect(failures(record).map((message) => message.split(': ').slice(1).join(': '))).toEqual([
      'no value to check; expected at most 100.',
      'too few values to compute it; expected at most 100.',
      '0 rows; expected at least 1 rows.',
      'no row to check, so no segment either; expected at most 100.',
    ]);
  });
});
