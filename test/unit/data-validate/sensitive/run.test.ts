import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const flights = new URL(
  '../../../../node_modules/vega-datasets/data/flights-3m.parquet',
  import.meta.url,
).pathname;

const cards = ['4111111111111111', '5555555555554444', '4012888888881881', '4222222222222'];

/** Twenty customers, of whom ten have an address, and one a telephone in a note. */
const customers = [
  'id,contact,card,note',
  ...Array.from({ length: 20 }, (_, i) => {
    const contact = i % 2 === 0 ? `person${i}@example.org` : 'none';
    const note = i === 3 ? 'called back on +44 20 7946 0958 twice' : 'nothing to report today';
    return `${i + 1},${contact},${cards[i % 3]},${note}`;
  }),
  '',
].join('\n');

function found(record: StepRecord | undefined): string[] {
  return (record?.findings ?? [])
    .filter(({ code }) => code === 'sensitive-data')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const config = (validate: string) => `version: 1
models:
  customers:
    data: { train: customers.csv }
    validate:
      checks: [{ check: row-count, min: 1 }]
${validate}
`;

describe('sensitive data', () => {
  test('that was asked for is found on the line that asks', async () => {
    const files = { 'customers.csv': customers };
    const text = config('      sensitive: { severity: error }');
    const { record } = await runStep(step, tempDir({ ...files, 'mlops.yml': text }));
    expect(record?.findings.map(({ file, line }) => [file, line])).toEqual([
      ['mlops.yml', 7],
      ['mlops.yml', 7],
      ['mlops.yml', 7],
    ]);
  });

  test('is found without being asked for, and warns by column and share', async () => {
    const ran = await runStep(step, tempDir({ 'customers.csv': customers }), {
      data: 'customers.csv',
    });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.verdict).toBe('warn');
    expect(found(ran.record)).toEqual([
      'warning: card holds no payment card numbers: payment card numbers in 20 of 20 values; expected none; drop or hash the column, or allow payment-card for it under validate.sensitive.',
      'warning: contact holds no e-mail addresses: e-mail addresses in 10 of 20 values; expected none; drop or hash the column, or allow email for it under validate.sensitive.',
      'warning: note holds no telephone numbers: telephone numbers in 1 of 20 values; expected none; drop or hash the column, or allow phone for it under validate.sensitive.',
    ]);
    const table = ran.record?.tables.find(({ id }) => id === 'sensitive-data');
    expect(table?.note).toBe('All 20 rows of 3 columns of text or long numbers were searched.');
    expect(table?.rows.map((row) => row.at(-1))).toEqual([
      'whole values',
      'whole values',
      'inside texts',
    ]);
  });

  test('never stands in the record or the log, not even as the largest value', async () => {
    const checks = 'checks:\n  - { check: range, column: card, max: 5 }\n';
    const ran = await runStep(step, tempDir({ 'customers.csv': customers, 'suite.yml': checks }), {
      data: 'customers.csv',
      checks: 'suite.yml',
      'show-values': 'true',
    });
    const text = JSON.stringify(ran.record) + ran.log;
    expect(text).toContain('card lies in a range');
    for (const value of [...cards, 'person2@example.org', '7946'])
      expect(text).not.toContain(value);
  });

  test('does not get into a suite that is derived from the data', async () => {
    const root = tempDir({ 'customers.csv': customers });
    await runStep(step, root, { data: 'customers.csv', infer: 'true' });
    const suite = readFileSync(join(root, 'data-checks.yml'), 'utf8');
    expect(suite).toContain('column: contact');
    expect(suite).not.toContain('@example.org');
  });

  test('may be allowed for a column, and fails where it is declared to', async () => {
    const validate = `      sensitive:
        severity: error
        allow: { contact: [email], card: all, nmae: all }`;
    const root = tempDir({ 'customers.csv': customers, 'mlops.yml': config(validate) });
    const { record, exitCode } = await runStep(step, root);
    expect(exitCode).toBe(1);
    expect(found(record)).toEqual([
      expect.stringContaining('error: note holds no telephone numbers: telephone numbers in 1 of'),
    ]);
    expect(record?.findings.map(({ message }) => message).join('\n')).toContain(
      'validate.sensitive.allow names the column "nmae", which the data does not have',
    );
  });

  test('is not looked for where it is switched off, and passes as a check where it is on', async () => {
    const off = tempDir({
      'customers.csv': customers,
      'mlops.yml': config('      sensitive: false'),
    });
    const silent = await runStep(step, off);
    expect(silent.record?.verdict).toBe('pass');
    expect(silent.record?.tables.map(({ id }) => id)).not.toContain('sensitive-data');
    const on = tempDir({
      'customers.csv': customers,
      'mlops.yml': config('      sensitive: { kinds: [iban] }'),
    });
    const clean = await runStep(step, on);
    expect(clean.record?.summary).toBe('2 checks on 20 rows, none failed.');
    expect(JSON.stringify(clean.record?.tables)).toContain('no sensitive data');
  });

  test('a misspelt kind stops the step before any data is read', async () => {
    const root = tempDir({ 'mlops.yml': config('      sensitive: { kinds: [e-mail] }') });
    const ran = await runStep(step, root);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('kinds');
  });

  test('of many rows is sampled, with the size of the sample and an interval', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) =>
      i % 4 === 0 ? `p${i}@example.org` : `note number ${i}`,
    );
    const root = tempDir({ 'a.csv': `note\n${rows.join('\n')}\n` });
    const { record } = await runStep(step, root, { data: 'a.csv' });
    const table = record?.tables.find(({ id }) => id === 'sensitive-data');
    expect(table?.note).toBe(
      'About 20,000 of 30,000 rows, spread evenly, of 1 column of text or long numbers were searched: what stands in more than 0.015 % of the rows is seen with 95 % certainty.',
    );
    const share = table?.rows[0]?.[2] as { value: number };
    expect(share.value).toBeCloseTo(0.25, 2);
    expect(table?.rows[0]?.[3]).toMatch(/^24\.\d % to 25\.\d %$/u);
  });
});

test('three million flights hold none, whatever the column', async () => {
  const { record } = await runStep(step, tempDir(), { data: flights });
  expect(found(record)).toEqual([]);
  const table = record?.tables.find(({ id }) => id === 'sensitive-data');
  expect(table?.title).toBe('No sensitive data found');
  expect(table?.note).toContain('of 3,000,000 rows');
});
