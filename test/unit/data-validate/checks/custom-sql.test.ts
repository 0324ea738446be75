import { describe, expect, test } from 'vitest';
import { check, failures, weather } from './check-files.ts';

describe('SQL in a suite', () => {
  test.each([
    [
      "{ check: sql, query: SELECT * FROM read_csv('/etc/passwd') }",
      'the function read_csv is not available',
    ],
    [
      "{ check: sql, query: SELECT * FROM '/etc/passwd.csv' }",
      'there is no table "/etc/passwd.csv"; known: data, reference',
    ],
    ['{ check: sql, query: SELECT 1; SELECT 2 }', 'it holds 2 statements; one SELECT is expected'],
    ['{ check: sql, query: DROP TABLE data }', 'only a SELECT may be run'],
    ["{ check: sql, query: COPY data TO 'x.csv' }", 'only a SELECT may be run'],
    ['{ check: sql, query: INSTALL httpfs }', 'only a SELECT may be run'],
    ["{ check: sql, query: ATTACH 'x.db' }", 'only a SELECT may be run'],
    ['{ check: sql, query: SELEC 1 }', 'the SQL cannot be read: syntax error at or near "SELEC"'],
    ["{ check: sql, query: SELECT getenv('HOME') }", 'the function getenv is not available'],
    ['{ check: sql, query: SELECT random() }', 'and give the same verdict each time'],
    ['{ check: sql, query: SELECT * FROM dta }', 'there is no table "dta" (did you mean "data"?)'],
    // A name in WITH is a table in its own part only; elsewhere it would be a file.
    [
      `{ check: sql, query: 'SELECT * FROM (WITH "/etc/passwd.csv" AS (SELECT 1) SELECT 1), "/etc/passwd.csv"' }`,
      'the name "/etc/passwd.csv" in WITH must consist of letters, digits and _',
    ],
    ['{ check: sql, query: SELECT * FROM data USING SAMPLE 10 }', 'leave USING SAMPLE out'],
    ['{ check: sql, query: SELECT * FROM pg_catalog.pg_tables }', 'there is no table "pg_tables"'],
    [
      '{ check: sql, query: "SELECT * FROM data, LATERAL read_text(weather)" }',
      'the function read_text is not available',
    ],
    ['{ check: sql, query: DESCRIBE data }', 'rows can only come from the tables of the step'],
    [
      '{ check: condition, condition: 1) AS holds FROM data UNION SELECT (2 }',
      'one condition is expected',
    ],
    ['{ check: condition, condition: "wind, date" }', 'one condition is expected'],
    ['{ check: condition, condition: wind > 0 FROM data -- }', 'syntax error at or near "FROM"'],
    [
      "{ check: not-null, column: wind, where: wind IN (SELECT 1 FROM read_blob('x')) }",
      'the function read_blob is not available',
    ],
    [
      "{ check: pattern, column: weather, matches: '(?=a)' }",
      'it is no regular expression (RE2, which has no lookahead',
    ],
    ["{ check: date-format, column: weather, format: '%Q' }", 'it is no date format'],
  ])('%s is refused before any data is read', async (line, why) => {
    const ran = await check('/not-there.csv', ['{ check: row-count, min: 1 }', line]);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('suite.yml:3: "checks.1.');
    expect(ran.log).toContain(why);
    expect(ran.log).not.toContain('not-there');
  });

  test('every problem is told at once', async () => {
    const ran = await check('/not-there.csv', [
      '{ check: sql, query: SELECT * FROM dta }',
      "{ check: pattern, column: a, matches: '(' }",
    ]);
    expect(ran.log).toContain('suite.yml has 2 problems:');
    expect(ran.log).toContain('suite.yml:3: "checks.1.matches"');
  });

  test('may use WITH, subqueries, windows, lists and comments', async () => {
    const { record } = await check(weather, [
      '{ check: sql, query: "WITH hot AS (SELECT * FROM data WHERE temp_max > 40) SELECT * FROM hot -- none" }',
      '{ check: sql, query: "SELECT count(*) FROM (SELECT lag(wind) OVER (ORDER BY date) AS w FROM data) WHERE w > 9;", max: 10 }',
      "{ check: sql, query: \"SELECT * FROM data WHERE weather NOT IN (SELECT unnest(['sun', 'fog', 'rain', 'snow', 'drizzle']))\" }",
      '{ check: condition, condition: "temp_max >= temp_min -- always" }',
      '{ check: condition, condition: wind <= (SELECT max(wind) FROM data) }',
    ]);
    expect(failures(record)).toEqual([]);
    expect(record?.verdict).toBe('pass');
  });

  test('that does not suit the data fails its own check only, without a value of the data', async () => {
    const { record } = await check(weather, [
      '{ check: condition, condition: CAST(weather AS INTEGER) > 1 }',
      "{ check: condition, condition: wethr = 'sun' }",
      '{ check: sql, query: SELECT wind + weather FROM data WHERE temp_max + weather > 1 }',
      '{ check: sql, query: "SELECT wind, wind FROM data", max: 1 }',
      '{ check: sql, query: "SELECT wind FROM data", max: 1 }',
      '{ check: row-count, min: 1 }',
    ]);
    const found = failures(record);
    expect(found).toEqual([
      expect.stringContaining(
        'its SQL cannot be run: a value of the data does not suit it (Conversion Error)',
      ),
      expect.stringContaining(
        'its SQL cannot be run: the data has no column "wethr" (did you mean "weather"?)',
      ),
      expect.stringContaining('its SQL cannot be run: '),
      expect.stringContaining('the query does not give one number (one row, one column)'),
      expect.stringContaining('the query does not give one number (one row, one column)'),
    ]);
    expect(found.join()).not.toContain('drizzle');
    expect(record?.summary).toContain('5 of 6 checks failed');
  });

  test('sees the reference', async () => {
    const query = 'SELECT (SELECT count(*) FROM data) - (SELECT count(*) FROM reference)';
    const lines = [`{ check: sql, query: "${query}", min: 0, max: 0, name: as many rows }`];
    const { record } = await check(weather, lines, { reference: weather });
    expect(failures(record)).toEqual([]);
  });
});
