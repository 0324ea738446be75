import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const flights = new URL(
  '../../../node_modules/vega-datasets/data/flights-3m.parquet',
  import.meta.url,
).pathname;

const trips = [
  'id,distance,origin,day',
  '1,100,ATL,2001-01-01',
  '2,250,LAS,2001-01-02',
  '3,9000,ATL,2001-01-03',
  '4,,XXX,2001-01-04',
  '4,300,LAS,2001-01-05',
  '',
].join('\n');

const suite = `checks:
  - check: row-count
    min: 10
  - { check: types, types: { id: integer, distance: number, origin: string } }
  - { check: columns, columns: [id, destination] }
  - { check: not-null, column: distance }
  - { check: not-null, column: distance, mostly: 0.8 }
  - { check: unique, column: id }
  - { check: unique, columns: [id, origin] }
  - { check: range, column: distance, min: 0, max: 5000 }
  - { check: range, column: day, min: 2001-01-02 }
  - { check: allowed-values, column: origin, values: [ATL, LAS], severity: warning }
`;

function messages(record: StepRecord | undefined): string[] {
  return (record?.findings ?? []).map(({ severity, message }) => `${severity}: ${message}`);
}

describe('declared checks', () => {
  test('say for each failure what was found, what was expected, and where', async () => {
    const root = tempDir({ 'trips.csv': trips, 'suite.yml': suite });
    const ran = await runStep(step, root, { data: 'trips.csv', checks: 'suite.yml' });
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.verdict).toBe('fail');
    expect(messages(ran.record)).toEqual([
      'error: number of rows: 5 rows; expected at least 10 rows.',
      'error: columns present: the data has no column "destination"; expected id, destination.',
      'error: distance lies in a range: 1 value outside; expected 0 to 5,000. Row 3.',
      'error: distance is never missing: 1 row without a value; expected a value in every row. Row 4.',
      'error: id is unique: 1 repeated value; expected every value once. First rows: 4, 5.',
      'error: day lies in a range: 1 value outside; expected at least 2001-01-02. Row 1.',
      'warning: origin is one of a list: 1 value not in the list; expected one of ATL, LAS. Row 4.',
    ]);
    expect(ran.record?.summary).toBe(
      '7 of 10 checks failed on 5 rows. Worst: the data has 5 rows, expected at least 10 rows.',
    );
    expect(ran.host.outputs.get('failed-checks')).toBe('7');
    expect(ran.host.outputs.get('rows')).toBe('5');
  });

  test('stand in findings with the line that declares them', async () => {
    const root = tempDir({ 'trips.csv': trips, 'suite.yml': suite });
    const { record } = await runStep(step, root, { data: 'trips.csv', checks: 'suite.yml' });
    const range = record?.findings.find(({ column }) => column === 'distance');
    expect(range).toMatchObject({
      file: 'suite.yml',
      line: 10,
      evidence: { failing: 1, judged: 4 },
    });
  });

  test('come from mlops.yml where no suite is named, with its lines', async () => {
    const config = `version: 1
models:
  trips:
    data: { train: trips.csv }
    validate:
      checks:
        - check: not-null
          column: distance
`;
    const root = tempDir({ 'trips.csv': trips, 'mlops.yml': config });
    const { record, exitCode } = await runStep(step, root);
    expect(exitCode).toBe(1);
    expect(record?.findings).toMatchObject([{ code: 'not-null', file: 'mlops.yml', line: 7 }]);
    expect(record?.inputs).toMatchObject({ 'checks-declared': 1, data: ['trips.csv'] });
  });

  test('fail with a warning only where that is their severity', async () => {
    const checks = 'checks:\n  - { check: row-count, min: 10, severity: warning }\n';
    const root = tempDir({ 'trips.csv': trips, 'suite.yml': checks });
    const ran = await runStep(step, root, { data: 'trips.csv', checks: 'suite.yml' });
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.exitCode).toBe(0);
  });

  test('fail on a column that is not there, and on one of the wrong kind', async () => {
    const checks = `checks:
  - { check: range, column: distnce, min: 0 }
  - { check: range, column: origin, min: 0 }
  - { check: range, column: day, min: 0 }
  - { check: allowed-values, column: distance, values: [far] }
`;
    const root = tempDir({ 'trips.csv': trips, 'suite.yml': checks });
    const { record } = await runStep(step, root, { data: 'trips.csv', checks: 'suite.yml' });
    expect(messages(record)).toEqual([
      'error: distnce lies in a range: the data has no column "distnce" (did you mean "distance"?); expected at least 0.',
      'error: origin lies in a range: origin is string; a range needs numbers or dates; expected at least 0.',
      'error: day lies in a range: day is date, which cannot be compared with 0; write a date as 2001-01-31; expected at least 0.',
      'error: distance is one of a list: distance is integer, which is never "far"; list numbers; expected one of far.',
    ]);
  });

  test('tolerate the share that mostly allows, to the row', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => (i < 5 ? '' : String(i)));
    const csv = `x,y\n${rows.map((x) => `${x},1`).join('\n')}\n`;
    const verdict = async (mostly: number) => {
      const checks = `checks:\n  - { check: not-null, column: x, mostly: ${mostly} }\n`;
      const root = tempDir({ 'a.csv': csv, 'suite.yml': checks });
      return (await runStep(step, root, { data: 'a.csv', checks: 'suite.yml' })).record?.verdict;
    };
    expect(await verdict(0.95)).toBe('pass');
    expect(await verdict(0.951)).toBe('fail');
  });
});

describe('a typo in a suite stops the step before any data is read', () => {
  test.each([
    [
      '  - { check: rnage, column: a, min: 1 }',
      'suite.yml:2: unknown check "rnage"; did you mean "range"?',
    ],
    [
      '  - { check: range, column: a, mim: 1 }',
      'suite.yml:2: unknown key "checks.0.mim"; did you mean "min"?',
    ],
    ['  - { column: a, min: 1 }', '"check" is missing; one of row-count, column-count, columns'],
    ['  - { check: range, min: 1 }', '"checks.0.column" is missing; a string is expected'],
    ['  - { check: range, column: a }', 'give min, max, above or below'],
    ['  - { check: range, column: a, min: 2, max: 1 }', 'min must not be above max'],
    ['  - { check: unique }', 'give either column or columns'],
    ['  - { check: not-null, column: a, mostly: 95 }', '"checks.0.mostly"'],
    ['  - { check: types, types: { a: int } }', '"checks.0.types.a"'],
  ])('%s', async (line, message) => {
    const root = tempDir({ 'suite.yml': `checks:\n${line}\n` });
    const ran = await runStep(step, root, { data: 'not-there.csv', checks: 'suite.yml' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(message);
    expect(ran.log).not.toContain('not-there.csv');
  });

  test('an empty suite and a suite that is not there', async () => {
    const root = tempDir({ 'a.csv': 'a\n1\n', 'empty.yml': 'checks: []\n' });
    const empty = await runStep(step, root, { data: 'a.csv', checks: 'empty.yml' });
    expect([empty.exitCode, empty.log]).toEqual([2, expect.stringContaining('declares no checks')]);
    const absent = await runStep(step, root, { data: 'a.csv', checks: 'absent.yml' });
    expect([absent.exitCode, absent.log]).toEqual([
      2,
      expect.stringContaining('The file with checks absent.yml does not exist.'),
    ]);
  });
});

describe('without any checks', () => {
  test('the data must have rows, values in every column, and values that can be read', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i === 29_999 ? 'oops' : i},`);
    const root = tempDir({ 'a.csv': `x,empty\n${rows.join('\n')}\n` });
    const ran = await runStep(step, root, { data: 'a.csv' });
    expect(ran.exitCode).toBe(1);
    expect(messages(ran.record)).toEqual([
      'error: empty holds values: no value in any row; expected at least one value.',
      'error: x can be read: 1 value that is no integer; expected integer in every row, as nearly all are. Row 30000.',
      expect.stringContaining('info: No checks are declared'),
    ]);
  });

  test('a header without rows fails', async () => {
    const ran = await runStep(step, tempDir({ 'a.csv': 'x,y\n' }), { data: 'a.csv' });
    expect(ran.exitCode).toBe(1);
    expect(messages(ran.record)[0]).toBe('error: there are rows: 0 rows; expected at least 1 row.');
  });
});

describe('the fingerprint', () => {
  test('is of the bytes, whatever the files are called, and stands in the record', async () => {
    const run = async (names: string[]) => {
      const files = Object.fromEntries(names.map((name, i) => [name, `a,b\n${i},1\n`]));
      return runStep(step, tempDir(files), { data: names.join(',') });
    };
    const one = await run(['a.csv', 'b.csv']);
    const other = await run(['x/1.csv', 'x/2.csv']);
    expect(one.record?.subject.data).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(other.record?.subject.data).toBe(one.record?.subject.data);
    expect(one.host.outputs.get('fingerprint')).toBe(one.record?.subject.data);
    const bytes = createHash('sha256').update('a,b\n0,1\n').digest('hex');
    const table = one.record?.tables.find(({ id }) => id === 'fingerprint');
    expect(table?.rows[0]).toEqual([
      { kind: 'code', text: 'a.csv' },
      8,
      { kind: 'code', text: bytes },
    ]);
  });
});

describe('values', () => {
  const secret = 'Jane Doe';
  const files = {
    'a.csv': `name,x\n${secret},1\nb,2\n`,
    'suite.yml': 'checks:\n  - { check: allowed-values, column: name, values: [b] }\n',
  };
  test('of failing rows stay out of the record, unless asked for', async () => {
    const inputs = { data: 'a.csv', checks: 'suite.yml' };
    const quiet = await runStep(step, tempDir(files), inputs);
    expect(JSON.stringify(quiet.record)).not.toContain(secret);
    const shown = await runStep(step, tempDir(files), { ...inputs, 'show-values': 'true' });
    expect(shown.record?.findings[0]?.evidence).toMatchObject({ rows: [1], values: [secret] });
  });
});

describe('a reference', () => {
  test('must have the same columns and about as many rows', async () => {
    const root = tempDir({
      'ref.csv': `a,b\n${'1,x\n'.repeat(10)}`,
      'same.csv': `a,b\n${'2,y\n'.repeat(12)}`,
      'other.csv': 'a,c\nq,1\n',
    });
    const same = await runStep(step, root, { data: 'same.csv', reference: 'ref.csv' });
    expect(same.record?.verdict).toBe('pass');
    const other = await runStep(step, root, { data: 'other.csv', reference: 'ref.csv' });
    expect(messages(other.record).filter((message) => message.includes('reference'))).toEqual([
      'error: same columns as the reference: a is string, not integer, b is not there; unexpected: c; expected the columns and types of the reference.',
      'error: about as many rows as the reference: 1 row; expected 5 to 20 rows.',
    ]);
  });
});

test('bad input ends with exit code 2 and a record that says why', async () => {
  const ran = await runStep(step, tempDir({ 'a.csv': '' }), { data: 'a.csv' });
  expect(ran.exitCode).toBe(2);
  expect(ran.record).toMatchObject({ verdict: 'fail', summary: 'a.csv is empty (0 bytes).' });
  const none = await runStep(step, tempDir());
  expect([none.exitCode, none.log]).toEqual([2, expect.stringContaining('no data was named')]);
});

test('three million flights: every row counted, and the rows that fail named', async () => {
  const checks = `checks:
  - { check: row-count, min: 3000000, max: 3000000 }
  - { check: not-null, column: delay }
  - { check: range, column: distance, min: 0, max: 4900 }
`;
  const root = tempDir({ 'suite.yml': checks });
  const ran = await runStep(step, root, { data: flights, checks: 'suite.yml' });
  // DuckDB's own count, and the first row of the file with a distance above 4,900.
  expect(messages(ran.record)).toEqual([
    'error: distance lies in a range: 362 values outside; expected 0 to 4,900. First rows: 2757, 12814, 17677, 29643, 34475, ….',
  ]);
  const sha = createHash('sha256').update(readFileSync(flights)).digest('hex');
  expect(JSON.stringify(ran.record?.tables)).toContain(sha);
  expect(process.memoryUsage().rss).toBeLessThan(1e9);
});
