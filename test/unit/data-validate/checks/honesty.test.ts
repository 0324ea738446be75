import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkSchema } from '../../../../shared/domain/check.ts';
import { check, failures, vega, weather } from './check-files.ts';

const gaps = 'id,empty,word,day\n1,,007,2020-01-01\n2,,008,2020-01-02\n3,,,2020-01-03\n';

describe('a check that cannot be answered fails and says why', () => {
  test.each([
    ['{ check: range, column: empty, min: 0 }', 'range needs numbers'],
    ['{ check: allowed-values, column: empty, values: [a] }', 'no value to check'],
    ['{ check: pattern, column: empty, matches: a }', 'no value to check'],
    ['{ check: unique, column: empty }', 'no value to check'],
    ['{ check: distinct-count, column: empty, max: 5 }', 'no value to check'],
    ['{ check: mean, column: day, min: 0 }', 'day is date; mean needs numbers'],
    ['{ check: freshness, column: id, max-age: 1d }', 'id is integer; freshness needs dates'],
    [
      '{ check: compare-columns, column: id, is: below, than: day }',
      'id is integer and day is date; these cannot be compared',
    ],
    ['{ check: row-count, min-ratio: 0.5 }', 'name one with the input reference'],
    [
      '{ check: standard-deviation, column: id, min: 0, where: id = 1 }',
      'too few values to compute it',
    ],
    ['{ check: monotonic, column: id, where: id = 1 }', 'no value to check'],
    ['{ check: date-format, column: id, format: "%Y", where: id > 5 }', 'no value to check'],
  ])('%s', async (line, why) => {
    const { record } = await check(gaps, [line]);
    expect(record?.verdict).toBe('fail');
    expect(failures(record).join()).toContain(why);
  });
});

describe('text that a check is about stays as it is written', () => {
  test('so that leading zeros count', async () => {
    const { record } = await check(gaps, [
      "{ check: pattern, column: word, matches: '^0[0-9]{2}$' }",
      '{ check: length, column: word, min: 3, max: 3 }',
      "{ check: date-format, column: day, format: '%Y-%m-%d' }",
    ]);
    expect(failures(record)).toEqual([]);
    const columns = record?.tables.find(({ id }) => id === 'columns');
    expect(columns?.rows.map((row) => row[1])).toEqual(['integer', 'string', 'string', 'string']);
  });

  test('unless another check computes with it', async () => {
    const { record } = await check(gaps, [
      "{ check: date-format, column: day, format: '%Y-%m-%d' }",
      '{ check: range, column: day, min: 2020-01-01 }',
    ]);
    expect(failures(record)).toEqual([
      'day is written as a date: day is date already, so how its dates were written is not known; date-format judges text; expected dates written as %Y-%m-%d.',
    ]);
  });
});

describe('against the reference', () => {
  test('the number of rows is a multiple of its rows', async () => {
    const lines = [
      '{ check: row-count, min-ratio: 0.9, max-ratio: 1.1 }',
      '{ check: row-count, min-ratio: 1.5, severity: warning }',
    ];
    const { record } = await check(weather, lines, { reference: weather });
    expect(failures(record)).toEqual([
      'number of rows: 1,461 rows, 1 times the 1,461 of the reference; expected at least 1.5 times the rows of the reference.',
    ]);
    expect(record?.verdict).toBe('warn');
  });
});

test('a failing row shows its column as a picture, and its values only where they are asked for', async () => {
  const lines = [
    '{ check: compare-columns, column: latitude, is: above, than: longitude, name: north }',
    '{ check: pattern, column: iata, matches: "^[A-Z]" }',
  ];
  const quiet = await check(vega('airports.csv'), lines);
  const shown = await check(vega('airports.csv'), lines, { 'show-values': 'true' });
  const table = (run: typeof quiet) => run.record?.tables.find(({ id }) => id === 'failing-checks');
  expect(table(quiet)?.columns.map(({ title }) => title)).not.toContain('values');
  expect(JSON.stringify(quiet.record)).not.toContain('00M');
  expect(table(shown)?.rows[0]).toContain('00M, 00R, 00V, 01G, 01J');
  expect(table(shown)?.rows[0]?.at(-1)).toMatchObject({ kind: 'sparkline' });
});

test('every kind of check is explained in the README', () => {
  const readme = readFileSync(
    new URL('../../../../actions/data-validate/README.md', import.meta.url),
    'utf8',
  );
  const kinds = checkSchema.options.map((option) => option.shape.check.value);
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const first = rows.map((line) => line.split('|')[1] ?? '').join();
  expect(kinds.filter((kind) => !first.includes(`\`${kind}\``))).toEqual([]);
  // And every argument of it.
  const row = (kind: string) =>
    rows.find((line) => line.split('|')[1]?.includes(`\`${kind}\``)) ?? '';
  const shared = ['check', 'severity', 'mostly', 'by', 'where', 'name', 'when'];
  const missing = checkSchema.options.flatMap((option) =>
    Object.keys(option.shape)
      .filter((key) => !shared.includes(key))
      .filter((key) => !row(option.shape.check.value).includes(`\`${key}`))
      .map((key) => `${option.shape.check.value}: ${key}`),
  );
  expect(missing).toEqual([]);
});
