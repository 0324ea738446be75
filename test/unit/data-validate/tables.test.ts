import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const shop = {
  'orders.csv': [
    'order_id,customer,country,day,total',
    '1,10,DE,2001-01-01,20',
    '2,11,FR,2001-01-02,30',
    '3,99,DE,2001-01-02,10',
    '4,,XX,2001-01-03,5',
    '',
  ].join('\n'),
  'customers.csv': 'id,country\n10,DE\n11,FR\n11,FR\n12,DE\n',
  'days.csv':
    'day,country\n2001-01-01 00:00:00,DE\n2001-01-02 00:00:00,FR\n2001-01-03 00:00:00,XX\n',
};

const config = (validate: string): string =>
  `version: 1
models:
  shop:
    data: { train: orders.csv }
    validate:
${validate.replace(/^/gmu, '      ')}
`;

const suite = `checks:
  - { check: references, column: customer, table: customers, key: id }
  - { check: references, column: country, table: customers, severity: warning }
  - { check: references, columns: [day, country], table: days }
  - { check: row-ratio, table: customers, min: 1.5 }
tables:
  customers:
    data: customers.csv
    checks:
      - { check: not-null, column: country }
      - { check: unique, column: id }
      - { check: references, column: id, table: data, key: customer, mostly: 0.9 }
  days:
    data: [days.csv]
`;

function messages({ record }: StepRun): string[] {
  return (record?.findings ?? []).map(({ severity, message }) => `${severity}: ${message}`);
}

function shopRun(text: string, files: Record<string, string> = {}): Promise<StepRun> {
  const root = tempDir({ ...shop, ...files, 'suite.yml': text });
  return runStep(step, root, { data: 'orders.csv', checks: 'suite.yml' });
}

describe('a data set of several tables', () => {
  test('has checks across, and each table its own, with the rows of its own file', async () => {
    const ran = await shopRun(suite);
    expect(ran.exitCode).toBe(1);
    expect(messages(ran).slice(0, 6)).toEqual([
      'error: rows for each row of customers: 4 rows, 1 for each of the 4 of customers; expected at least 1.5 for each row of customers.',
      'error: customer refers to customers.id: 1 value without a row in customers; expected a row of customers for every value. Row 3.',
      'error: day + country refers to days.day + country: 1 value without a row in days; expected a row of days for every value. Row 3.',
      'error: customers: id is unique: 1 repeated value; expected every value once. First rows: customers.csv row 2, customers.csv row 3.',
      'error: customers: id refers to data.customer: 1 value without a row in data; expected a row of data for every value, for at least 90 %. In customers.csv row 4.',
      'warning: country refers to customers.country: 1 value without a row in customers; expected a row of customers for every value. Row 4.',
    ]);
    // The line of each check, whichever table declares it.
    expect(ran.record?.findings.slice(0, 5).map(({ line }) => line)).toEqual([5, 2, 4, 11, 12]);
    expect(ran.record?.inputs).toMatchObject({ 'checks-declared': 7 });
    const table = ran.record?.tables.find(({ id }) => id === 'tables');
    expect(table?.rows.map((row) => row.slice(0, 3))).toEqual([
      [{ kind: 'code', text: 'customers' }, 4, 2],
      [{ kind: 'code', text: 'days' }, 3, 2],
    ]);
  });

  test('comes from mlops.yml just as well', async () => {
    const root = tempDir({ ...shop, 'mlops.yml': config(suite) });
    const ran = await runStep(step, root);
    expect(ran.record?.findings.slice(0, 4)).toMatchObject([
      { file: 'mlops.yml', line: 10 },
      { file: 'mlops.yml', line: 7 },
      { file: 'mlops.yml', line: 9 },
      { file: 'mlops.yml', line: 16 },
    ]);
  });

  test('keeps the fingerprint that is of the main data alone', async () => {
    const alone = await runStep(step, tempDir(shop), { data: 'orders.csv' });
    const ran = await shopRun(suite);
    expect(ran.record?.subject.data).toBe(alone.record?.subject.data);
    expect(ran.record?.inputs.tables).toEqual({
      customers: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u),
      days: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u),
    });
  });

  test('may be spoken of in SQL, by the same names', async () => {
    const ran = await shopRun(`checks:
  - check: sql
    name: every customer has ordered
    query: SELECT id FROM customers WHERE id NOT IN (SELECT customer FROM data WHERE customer IS NOT NULL)
tables:
  customers: { data: customers.csv }
`);
    expect(messages(ran)[0]).toBe('error: every customer has ordered: 1 row; expected no row.');
  });

  test('names the tables and columns that are not there', async () => {
    const ran = await shopRun(`checks:
  - { check: references, column: customer, table: custmers }
  - { check: references, column: customer, table: customers, key: idd }
  - { check: references, column: country, table: customers, key: id }
  - { check: references, column: country, table: reference }
tables:
  customers: { data: customers.csv }
`);
    expect(messages(ran).slice(0, 4)).toEqual([
      expect.stringContaining('no table is called "custmers"; declare it under tables'),
      expect.stringContaining('customers has no column "idd" (did you mean "id"?)'),
      expect.stringContaining(
        'country is string and customers.id is integer; these cannot be compared',
      ),
      expect.stringContaining('there is no reference'),
    ]);
  });

  test('a missing file of one of them stops the step', async () => {
    const ran = await shopRun('tables:\n  absent: { data: absent.csv }\n');
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('absent.csv')]);
  });

  test.each([
    ['tables: { data: { data: a.csv } }', 'the names of the main data and of its reference'],
    ['tables: { "x y": { data: a.csv } }', 'must begin with a letter'],
    ['tables: { a: { dta: a.csv } }', 'did you mean "data"?'],
    [
      'checks: [{ check: references, columns: [a, b], table: t, key: a }]',
      'key must name as many columns as the check does',
    ],
  ])('%s is refused before any data is read', async (text, message) => {
    const ran = await shopRun(text);
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });

  test('values that the reference never had are found as a reference to it', async () => {
    const root = tempDir({
      'ref.csv': 'kind\na\nb\n',
      'new.csv': 'kind\na\nc\n',
      's.yml': 'checks:\n  - { check: references, column: kind, table: reference }\n',
    });
    const ran = await runStep(step, root, {
      data: 'new.csv',
      reference: 'ref.csv',
      checks: 's.yml',
    });
    expect(messages(ran)[0]).toContain('1 value without a row in reference');
  });
});
