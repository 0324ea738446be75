import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const shop = {
  'orders.csv': 'order_id,customer,total\n1,10,20\n2,11,30\n3,99,-1\n',
  'customers.csv': 'id,country\n10,DE\n11,FR\n11,FR\n',
};

const suite = `tables:
  orders:
    data: orders.csv
    checks:
      - { check: references, column: customer, table: customers, key: id }
      - { check: range, column: total, min: 0 }
  customers:
    data: customers.csv
    checks:
      - { check: unique, column: id }
      - { check: row-ratio, table: orders, max: 1 }
`;

function messages({ record }: StepRun): string[] {
  return (record?.findings ?? []).map(({ severity, message }) => `${severity}: ${message}`);
}

function setRun(text: string, inputs = {}, files: Record<string, string> = {}): Promise<StepRun> {
  const root = tempDir({ ...shop, ...files, 'suite.yml': text });
  return runStep(step, root, { checks: 'suite.yml', ...inputs });
}

describe('a data set of tables without a main one', () => {
  test('has one row a failing check, with its table, and the line that declares it', async () => {
    const ran = await setRun(suite);
    expect(ran.exitCode).toBe(1);
    const failing = ran.record?.tables.find(({ id }) => id === 'failing-checks');
    expect(failing?.rows.map((row) => [row[1], row[2], row[5]])).toEqual([
      [
        'orders: customer refers to customers.id',
        '1 value without a row in customers',
        'orders.csv row 3',
      ],
      ['orders: total lies in a range', '1 value outside', 'orders.csv row 3'],
      ['customers: id is unique', '1 repeated value', 'customers.csv row 2, customers.csv row 3'],
    ]);
    expect(ran.record?.findings.map(({ file, line }) => [file, line])).toEqual([
      ['suite.yml', 5],
      ['suite.yml', 6],
      ['suite.yml', 10],
    ]);
    expect(ran.record?.summary).toContain('3 of 4 checks failed on 6 rows.');
    expect(ran.record?.inputs).toMatchObject({ 'checks-declared': 4, checks: 'suite.yml' });
  });

  test('comes from mlops.yml just as well, and tells the columns of each', async () => {
    const config = `version: 1\nmodels:\n  shop:\n    validate:\n${suite.replace(/^/gmu, '      ')}`;
    const { record } = await runStep(step, tempDir({ ...shop, 'mlops.yml': config }));
    expect(record?.findings[0]).toMatchObject({ file: 'mlops.yml', line: 9 });
    expect(record?.tables.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['2 tables', 'orders: 3 columns', 'customers: 2 columns']),
    );
  });

  test('has the fingerprint of all files, which a change of any of them changes', async () => {
    const ran = await setRun(suite);
    const other = await setRun(suite, {}, { 'customers.csv': 'id,country\n10,DE\n' });
    const files = Object.values(shop).map((text) => ({
      size: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    }));
    expect(ran.record?.subject.data).toBe(datasetDigest(files));
    expect(other.record?.subject.data).not.toBe(ran.record?.subject.data);
    expect(ran.record?.metrics).toMatchObject([{ value: 6 }, { value: 4 }, { value: 3 }]);
  });

  test('of which one is empty says which, without any check declared', async () => {
    const ran = await setRun(
      'tables:\n  orders: { data: orders.csv }\n  customers: { data: customers.csv }\n',
      {},
      { 'customers.csv': 'id,country\n' },
    );
    expect(ran.record?.summary).toContain('customers has 0 rows, expected at least 1 row');
    expect(messages(ran)).toEqual([
      'error: customers: there are rows: 0 rows; expected at least 1 row.',
      expect.stringContaining('No checks are declared'),
    ]);
  });

  test('is searched for personal data, no value of which is shown', async () => {
    const people = 'id,contact\n1,ann@example.org\n2,bob@example.org\n2,bob@example.org\n';
    const text = `sensitive: { severity: error }
tables:
  people:
    data: people.csv
    checks: [{ check: unique, column: contact }]
`;
    const ran = await setRun(text, { 'show-values': 'true' }, { 'people.csv': people });
    expect(ran.record?.findings).toContainEqual(
      expect.objectContaining({ code: 'sensitive-data', file: 'suite.yml', line: 1 }),
    );
    expect(JSON.stringify(ran.record)).not.toContain('bob@example.org');
  });

  test.each([
    [
      `checks: [{ check: row-count, min: 1 }]\n${suite}`,
      {},
      'suite.yml:1: "checks" is about the main data',
    ],
    [`${suite}manifest: { path: file }\n`, {}, 'suite.yml:12: "manifest" is about the main data'],
    [suite, { reference: 'orders.csv' }, '"reference" is about the main data'],
    [suite.replace('table: customers,', 'table: data,'), {}, 'no table is called "data"'],
    ['environments: [a]\n', {}, 'declares no checks'],
  ])('what needs main data is refused by name (%#)', async (text, inputs, message) => {
    const ran = await setRun(text, inputs);
    expect(ran.exitCode).not.toBe(0);
    expect(ran.log + messages(ran).join('\n')).toContain(message);
  });
});
