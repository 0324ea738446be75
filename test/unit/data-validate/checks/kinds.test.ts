import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import { checkSchema } from '../../../../shared/domain/check.ts';
import { runStep, type StepRun } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const vega = new URL('../../../../node_modules/vega-datasets/data/', import.meta.url).pathname;

/** One kind of check on a file people publish: a check that holds, one that fails, and its finding. */
type Example = readonly [holds: string, fails: string, found: string];

const weather: readonly Example[] = [
  [
    'row-count, min: 1461, max: 1461',
    'row-count, min: 1462',
    'number of rows: 1,461 rows; expected at least 1,462 rows.',
  ],
  [
    'column-count, min: 6, max: 6',
    'column-count, max: 5',
    'number of columns: 6 columns; expected at most 5 columns.',
  ],
  [
    'columns, columns: [date, wind, weather], ordered: true',
    'columns, columns: [wind, date, rain], ordered: true',
    'columns present: the data has no column "rain"; date stands where wind should be; expected wind, date, rain, in this order.',
  ],
  [
    'types, types: { date: date, wind: number, weather: string }',
    'types, types: { rain: number }',
    'column types: rain is not there; expected rain: number.',
  ],
  [
    'not-null, column: weather',
    'always-null, column: wind, mostly: 0.5',
    'wind is always missing: 1,461 rows with a value; expected no value in any row, for at least 50 %. First rows: 1, 2, 3, 4, 5, ….',
  ],
  [
    'unique, column: date',
    'unique, column: weather, mostly: 0.9',
    'weather is unique: 1,456 repeated values; expected every value once, for at least 90 %. First rows: 1, 2, 3, 4, 5, ….',
  ],
  [
    'unique, columns: [date, wind]',
    'unique, columns: [wind, weather], mostly: 0.99',
    'wind + weather is unique: 1,232 repeated values; expected every value once, for at least 99 %. First rows: 2, 3, 4, 5, 6, ….',
  ],
  [
    'range, column: temp_max, min: -1.6, max: 35.6',
    'range, column: temp_max, above: -1.6, below: 35.6',
    'temp_max lies in a range: 2 values outside; expected above -1.6 and below 35.6. First rows: 768, 954.',
  ],
  [
    'range, column: date, min: 2012-01-01, max: 2015-12-31',
    'range, column: date, min: 2012-01-01, below: 2015-12-31',
    'date lies in a range: 1 value outside; expected at least 2012-01-01 and below 2015-12-31. Row 1461.',
  ],
  [
    'allowed-values, column: weather, values: [drizzle, fog, rain, snow, sun]',
    'allowed-values, column: weather, values: [drizzle, fog, rain, sun]',
    'weather is one of a list: 26 values not in the list; expected one of drizzle, fog, rain, sun. First rows: 14, 15, 16, 17, 18, ….',
  ],
  [
    'forbidden-values, column: weather, values: [hail]',
    'forbidden-values, column: weather, values: [snow]',
    'weather is none of a list: 26 forbidden values; expected none of snow. First rows: 14, 15, 16, 17, 18, ….',
  ],
  [
    "pattern, column: weather, matches: '^[a-z]+$', not-matches: hail",
    "pattern, column: weather, matches: '^(sun|rain|fog|drizzle)$'",
    'weather fits a pattern: 26 values that do not fit; expected text that matches ^(sun|rain|fog|drizzle)$. First rows: 14, 15, 16, 17, 18, ….',
  ],
  [
    'length, column: weather, min: 3, max: 7',
    'length, column: weather, max: 4',
    'length of weather: 53 values too short or too long; expected at most 4 characters. First rows: 1, 27, 46, 86, 104, ….',
  ],
  [
    'mean, column: temp_max, min: 16.4, max: 16.5',
    'mean, column: temp_max, max: 16',
    'mean of temp_max: 16.4391; expected at most 16.',
  ],
  [
    'median, column: temp_max, min: 15.6, max: 15.6',
    'median, column: temp_max, min: 16',
    'median of temp_max: 15.6; expected at least 16.',
  ],
  [
    'sum, column: precipitation, min: 4426, max: 4427',
    'sum, column: precipitation, max: 4000',
    'sum of precipitation: 4,426; expected at most 4,000.',
  ],
  [
    'minimum, column: temp_min, min: -7.1, max: -7.1',
    'minimum, column: temp_min, min: 0',
    'minimum of temp_min: -7.1; expected at least 0.',
  ],
  [
    'maximum, column: wind, max: 9.5',
    'maximum, column: wind, min: 10, max: 20',
    'maximum of wind: 9.5; expected 10 to 20.',
  ],
  [
    'standard-deviation, column: wind, min: 1.43, max: 1.44',
    'standard-deviation, column: wind, max: 1',
    'standard deviation of wind: 1.43783; expected at most 1.',
  ],
  [
    'quantile, column: temp_max, quantile: 0.25, min: 10.6, max: 10.6',
    'quantile, column: temp_max, quantile: 0.75, max: 22',
    '0.75 quantile of temp_max: 22.2; expected at most 22.',
  ],
  [
    'distinct-count, column: weather, min: 5, max: 5',
    'distinct-count, column: date, max: 10',
    'number of different values of date: 1,461 different values; expected at most 10 different values.',
  ],
  [
    'freshness, column: date, max-age: 5000d',
    'freshness, column: date, max-age: 36h',
    'newest date: 2015-12-31, N days old; expected a date at most 36 h old.',
  ],
  [
    'compare-columns, column: temp_max, is: above, than: temp_min',
    'compare-columns, column: precipitation, is: at-most, than: wind, mostly: 0.9',
    'precipitation is at most wind: 323 rows where it is not so; expected in every row that has both, for at least 90 %. First rows: 2, 4, 6, 9, 15, ….',
  ],
  [
    'monotonic, column: date, strict: true',
    'monotonic, column: date, direction: decreasing, order-by: temp_max, mostly: 0.6',
    'date is decreasing: 1,395 steps the wrong way; expected no value larger than the one before it when ordered by temp_max, for at least 60 %. First rows: 11, 12, 14, 20, 23, ….',
  ],
  [
    'functional-dependency, columns: [date], determines: weather',
    'functional-dependency, columns: [weather], determines: wind, mostly: 0.5',
    'weather determines wind: 1,377 rows with another value; expected one wind for each weather, for at least 50 %. First rows: 1, 2, 3, 4, 5, ….',
  ],
  [
    "condition, condition: weather <> 'sun' OR precipitation < 40",
    "condition, condition: weather <> 'snow' OR precipitation >= 2, name: snow falls",
    'snow falls: 4 rows for which it is false; expected true in every row. First rows: 57, 60, 66, 376.',
  ],
  [
    'sql, query: SELECT * FROM data WHERE temp_min > temp_max',
    "sql, query: SELECT date FROM data WHERE weather = 'snow' AND temp_min > 5",
    "SELECT date FROM data WHERE weather = 'snow' AND temp_min >…: 1 row; expected no row.",
  ],
  [
    'sql, query: "SELECT count(DISTINCT year(date)) FROM data", min: 4, max: 4, name: years',
    'sql, query: "SELECT corr(temp_min, temp_max) FROM data", min: 0.9, name: warm days',
    'warm days: 0.875687; expected at least 0.9.',
  ],
];

const stocks: readonly Example[] = [
  [
    "date-format, column: date, format: '%b %d %Y'",
    "date-format, column: date, format: '%Y-%m-%d', mostly: 0.5",
    'date is written as a date: 560 values written otherwise; expected dates written as %Y-%m-%d, for at least 50 %. First rows: 1, 2, 3, 4, 5, ….',
  ],
];

function suiteOf(examples: readonly Example[], which: 0 | 1): string {
  return `checks:\n${examples.map((example) => `  - { check: ${quoted(example[which])} }\n`).join('')}`;
}

/** SQL holds commas and braces, which YAML gives a meaning. */
function quoted(check: string): string {
  return check.replace(
    /(condition|query): (?!")(.*?)(, name: .*)?$/u,
    (_, key, sql, rest) => `${key}: ${JSON.stringify(sql)}${rest ?? ''}`,
  );
}

async function runBoth(file: string, examples: readonly Example[]): Promise<Both> {
  const root = tempDir({ 'holds.yml': suiteOf(examples, 0), 'fails.yml': suiteOf(examples, 1) });
  copyFileSync(join(vega, file), join(root, file));
  const holds = await runStep(step, root, { data: file, checks: 'holds.yml' });
  const fails = await runStep(step, root, { data: file, checks: 'fails.yml' });
  return { holds, fails };
}

interface Both {
  readonly holds: StepRun;
  readonly fails: StepRun;
}

describe.each([
  ['seattle-weather.csv', weather],
  ['stocks.csv', stocks],
] as const)('%s', (file, examples) => {
  let running: Promise<Both> | undefined;
  const both = (): Promise<Both> => {
    running ??= runBoth(file, examples);
    return running;
  };

  test('every check that holds passes, and as many are run as are declared', async () => {
    const { holds, fails } = await both();
    expect(holds.log).not.toContain('error');
    expect(holds.record?.verdict).toBe('pass');
    expect(holds.record?.inputs).toMatchObject({ 'checks-declared': examples.length });
    expect(fails.host.outputs.get('failed-checks')).toBe(String(examples.length));
  });

  test.each(examples.map(([, fails, found], i) => [fails, found, i + 2] as const))(
    '%s',
    async (_fails, found, line) => {
      const findings = (await both()).fails.record?.findings ?? [];
      expect(findings.map(({ message }) => withoutAge(message))).toContain(found);
      // On the very line of the suite that declares it.
      expect(findings.find(({ message }) => withoutAge(message) === found)).toMatchObject({
        severity: 'error',
        file: 'fails.yml',
        line,
      });
    },
  );
});

/** How old the data is depends on the day. */
function withoutAge(message: string): string {
  return message.replace(/[\d,]+ days old;/u, 'N days old;');
}

test('every kind of this folder has an example', () => {
  const kinds = checkSchema.options.map((option) => option.shape.check.value);
  const shown = [...weather, ...stocks].flatMap(([holds, fails]) =>
    [holds, fails].map((text) => text.split(',')[0]),
  );
  const ofTheReference = ['references', 'row-ratio', 'distribution', 'correlation'];
  expect(kinds.filter((kind) => !shown.includes(kind) && !ofTheReference.includes(kind))).toEqual(
    [],
  );
});
