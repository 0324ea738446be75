import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { groundOf } from '../../../actions/data-validate/checks/run.ts';
import { readableOutcomes } from '../../../actions/data-validate/decide.ts';
import { step } from '../../../actions/data-validate/main.ts';
import { declaredTypes } from '../../../actions/data-validate/plan.ts';
import { scanTable } from '../../../actions/data-validate/scan/run.ts';
import { type Suite, suiteOf } from '../../../actions/data-validate/suite/run.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { corruptions } from './corruptions.ts';
import { csvOf, ordersTable, type TextTable } from './orders.ts';

function messages({ record }: StepRun): string[] {
  return (record?.findings ?? []).map(({ severity, message }) => `${severity}: ${message}`);
}

async function inferred(csv: string): Promise<string> {
  const root = tempDir({ 'a.csv': csv });
  const ran = await runStep(step, root, { data: 'a.csv', infer: 'true' });
  expect([ran.exitCode, ran.record?.verdict]).toEqual([0, 'pass']);
  return readFileSync(join(root, 'data-checks.yml'), 'utf8');
}

describe('infer', () => {
  test('writes a suite that the data it came from passes, and that bad data fails', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i},${i * 2.5},${i % 3 ? 'a' : 'b'},${i % 9 || ''}`,
    );
    const text = await inferred(`id,x,kind,gap\n${rows.join('\n')}\n`);
    expect(text).toContain('check: unique\n    column: id');
    expect(text).toContain('check: range\n    column: x\n    min: 0\n    max: 170');
    expect(text).toContain('values:\n      - a\n      - b');
    // 7 of 60 are missing: no more than chance can make of that.
    expect(text).toMatch(/check: not-null\n {4}column: gap\n {4}mostly: 0\.7\d*/u);
    const root = tempDir({ 'a.csv': 'id,x,kind\n1,9999,z\n1,1,a\n', 's.yml': text });
    const fails = await runStep(step, root, { data: 'a.csv', checks: 's.yml' });
    expect(fails.record?.findings.map(({ code }) => code).sort()).toEqual([
      'allowed-values',
      'columns',
      'not-null',
      'range',
      'range',
      'row-count',
      'types',
      'unique',
    ]);
  });

  test('writes down how codes, dates, shares and ordered columns look', async () => {
    const text = await inferred(csvOf(ordersTable(600, 1)));
    for (const part of [
      'check: pattern\n    column: customer\n    matches: ^[A-Z]+-[0-9]+$',
      'check: length\n    column: customer\n    min: 7\n    max: 7',
      'check: range\n    column: ordered\n    min: 2000-12-01\n    max: 2011-',
      'check: compare-columns\n    column: ordered\n    is: at-most\n    than: shipped',
      'check: distribution\n    column: country\n    method: psi\n    max: 0.25\n    expected:\n      values: [',
      'check: allowed-values\n    column: pieces\n    values:\n      - 1\n      - 2',
    ]) {
      expect(text).toContain(part);
    }
  });
});

test('a suite derived from the oddest columns passes on them', async () => {
  const root = tempDir();
  const writer = duckdbTableReader();
  const columns = [
    `range AS "a ""b'"`,
    "[range] AS list, {'x': range} AS struct, TIME '10:00:00' AS clock, INTERVAL 1 DAY AS span",
    'CAST(range AS HUGEINT) * 100000000000000000000 AS huge, range::UBIGINT + 18446744073709550000 AS big',
    "CASE range % 5 WHEN 0 THEN 'NaN'::DOUBLE WHEN 1 THEN 'infinity'::DOUBLE WHEN 3 THEN range * 1e300 END AS odd",
    "DATE '0044-03-15 (BC)' AS ides, TIMESTAMPTZ '2001-01-01 00:00:00+02' AS zoned",
    "CASE range % 2 WHEN 0 THEN 'infinity'::DATE ELSE DATE '2001-01-01' END AS never",
    "NULL::INTEGER AS nothing, '' AS empty, 'x' || range % 3 || chr(0) || '❤' AS nul, uuid() AS code",
    `range % 2 = 0 AS "constructor", CAST(range AS VARCHAR) AS "__proto__"`,
  ];
  await writer.query(`COPY (SELECT ${columns.join(', ')} FROM range(300)) TO '${root}/a.parquet'`);
  await writer.close();
  const first = await runStep(step, root, { data: 'a.parquet', infer: 'true' });
  expect([first.exitCode, first.record?.verdict]).toEqual([0, 'pass']);
  const again = await runStep(step, root, { data: 'a.parquet', infer: 'true' });
  expect(messages(again)).toContain(
    'info: This data gives the same checks as data-checks.yml holds; nothing was written.',
  );
});

describe('a derived suite', () => {
  const tables = duckdbTableReader();
  afterAll(() => tables.close());
  let orders: Suite | undefined;

  /** Codes of the checks that fail, by the scan alone: a report of each would take most time. */
  async function failing(table: TextTable): Promise<string[]> {
    orders ??= suiteOf(await inferred(csvOf(ordersTable(600, 1))), 's.yml');
    const opened = await tables.open(tempDir({ 'a.csv': csvOf(table) }), ['a.csv'], {
      types: declaredTypes(orders.checks),
    });
    const ground = groundOf(tables, opened, undefined, new Map(), new Date(0), new Map());
    const { outcomes, rows } = await scanTable(tables, opened, orders, ground);
    const all = [...outcomes, ...readableOutcomes(opened.castFailures, rows)];
    return all.filter(({ passed }) => !passed).map(({ code }) => code);
  }

  test('passes on other rows of the same world', async () => {
    for (let seed = 2; seed < 10; seed++) {
      expect([seed, await failing(ordersTable(600, seed))]).toEqual([seed, []]);
    }
  });

  test.each(corruptions)('catches $name', async ({ apply, caughtBy }) => {
    expect(await failing(apply(ordersTable(600, 77), createRandom(77)))).toContain(caughtBy);
  });

  test('catches them whatever rows they fall on', async () => {
    const damage = fc.constantFrom(...corruptions);
    await fc.assert(
      fc.asyncProperty(damage, fc.integer({ min: 2, max: 1e6 }), async (corruption, seed) => {
        const table = corruption.apply(ordersTable(600, seed), createRandom(seed));
        expect(await failing(table)).toContain(corruption.caughtBy);
      }),
      { seed: 20010131, numRuns: 12 },
    );
  });
});

describe('infer, where there is a suite already', () => {
  const rows = (from: number, kinds: string): string =>
    Array.from({ length: 60 }, (_, i) => `${i},${from + i},${kinds[i % kinds.length]}`).join('\n');
  const first = `id,x,kind\n${rows(0, 'ab')}\n`;

  test('runs that one, and tells what the new data would change in it', async () => {
    const root = tempDir({ 'a.csv': first });
    await runStep(step, root, { data: 'a.csv', infer: 'true' });
    const suite = readFileSync(join(root, 'data-checks.yml'), 'utf8');
    writeFileSync(
      join(root, 'a.csv'),
      `id,x,kind,extra\n${rows(50, 'abc').replaceAll('\n', ',1\n')},1\n`,
    );
    const again = await runStep(step, root, { data: 'a.csv', infer: 'true' });
    expect(readFileSync(join(root, 'data-checks.yml'), 'utf8')).toBe(suite);
    expect(again.record?.verdict).toBe('fail');
    expect(messages(again)).toContain(
      'info: This data gives 5 checks otherwise than data-checks.yml, which was run as it is. What the data gives is in data-checks.new.yml: take over what is right.',
    );
    const table = again.record?.tables.find(({ id }) => id === 'suite-changes');
    expect(table?.rows).toEqual([
      [
        'changed',
        'column types',
        'id: integer, x: integer, kind: string',
        'id: integer, x: integer, kind: string, extra: integer',
      ],
      [
        'changed',
        'columns present',
        'id, x, kind, and no other',
        'id, x, kind, extra, and no other',
      ],
      ['changed', 'kind is one of a list', 'one of a, b', 'one of 3 values, 1 of them new'],
      ['new', 'extra is never missing', '', 'a value in every row'],
      ['new', 'extra is one of a list', '', 'one of 1 value'],
    ]);
    const written = readFileSync(join(root, 'data-checks.new.yml'), 'utf8');
    const taken = tempDir({ 'a.csv': readFileSync(join(root, 'a.csv'), 'utf8'), 's.yml': written });
    const passes = await runStep(step, taken, { data: 'a.csv', checks: 's.yml' });
    expect(passes.record?.verdict).toBe('pass');
  });

  test('says so where nothing would change, and writes nothing', async () => {
    const root = tempDir({ 'a.csv': first });
    await runStep(step, root, { data: 'a.csv', infer: 'true' });
    const again = await runStep(step, root, { data: 'a.csv', infer: 'true' });
    expect(messages(again)).toEqual([
      'info: This data gives the same checks as data-checks.yml holds; nothing was written.',
    ]);
    expect(() => readFileSync(join(root, 'data-checks.new.yml'))).toThrow('ENOENT');
  });

  test.each([
    ['data-checks.yml', '# mine\n', 'data-checks.yml exists already'],
    ['data-checks.new.yml', 'mine: true\n', 'was not written by data-validate'],
  ])('never overwrites a %s that is not its own', async (file, text, message) => {
    const known = 'checks:\n  - { check: row-count, min: 1 }\n';
    const root = tempDir({ 'a.csv': first, 'data-checks.yml': known });
    writeFileSync(join(root, file), text);
    const ran = await runStep(step, root, { data: 'a.csv', infer: 'true' });
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });

  test('needs rows to derive anything from', async () => {
    const ran = await runStep(step, tempDir({ 'a.csv': 'a,b\n' }), {
      data: 'a.csv',
      infer: 'true',
    });
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('a.csv has no rows')]);
  });
});
