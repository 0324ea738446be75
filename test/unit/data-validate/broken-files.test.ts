import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { step } from '../../../actions/data-validate/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

const names = fc.constantFrom(
  'a',
  'b',
  'A',
  '',
  ' ',
  '__proto__',
  'constructor',
  'x"; DROP TABLE t; --',
  "it's",
  '😀',
  '@everyone <img src=x> | [x](javascript:1)',
  'a,b',
  'line\nbreak',
  'c0',
  'mlops_row',
  '1',
  'select',
  'null',
  '\u202Ertl',
  'x'.repeat(300),
);

const cells = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '-1', '1.5', '1e308', '-1e308', '5e-324', '9007199254740993', '1e999'],
    ...['99999999999999999999', 'NaN', 'inf', '-inf', 'NA', 'null', 'true', 'False', ' TRUE '],
    ...['2024-01-31', '2024-02-30', '0001-01-01', '2024-01-31 25:00', '290000-01-01', '2024/1/1'],
    ...['1,5', '1_000', '0x1A', '+-7', '٣', '$1', '"', '""', "'", '<b>', '{{x}}', '=1+1', '\\'],
  ),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const table = fc.array(names, { minLength: 1, maxLength: 4 }).chain((header) =>
  fc.tuple(
    fc.constant(header),
    fc.array(fc.array(cells, { minLength: header.length, maxLength: header.length }), {
      maxLength: 6,
    }),
  ),
);

/** A table as text, mostly well formed, then damaged or not. */
const textFile = fc
  .record({
    table,
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    quote: fc.boolean(),
    damage: fc.constantFrom('none', 'none', 'none', 'cut', 'short', 'long', 'bytes', 'zero', 'bom'),
    at: fc.nat({ max: 400 }),
  })
  .map(({ table: [header, rows], delimiter, end, quote, damage, at }) => {
    const line = (fields: readonly string[]): string =>
      (quote ? fields.map(quoted) : fields).join(delimiter);
    const text = [header, ...rows].map(line).join(end) + end;
    return { name: 'data.csv', bytes: damaged(text, damage, at) };
  });

const jsonFile = fc
  .record({
    rows: fc.array(fc.dictionary(names, fc.oneof(cells, fc.jsonValue({ maxDepth: 2 }))), {
      maxLength: 5,
    }),
    damage: fc.constantFrom('none', 'none', 'none', 'cut', 'bytes', 'long'),
    at: fc.nat({ max: 400 }),
    array: fc.boolean(),
  })
  .map(({ rows, damage, at, array }) => {
    const text = array ? JSON.stringify(rows) : rows.map((row) => JSON.stringify(row)).join('\n');
    return { name: array ? 'data.json' : 'data.jsonl', bytes: damaged(text, damage, at) };
  });

const bytesFile = fc
  .tuple(
    fc.constantFrom('data.csv', 'data.parquet', 'data.jsonl', 'data', 'data.csv.gz'),
    fc.constantFrom('', 'PAR1', '\x1f\x8b', '{', 'version https://git-lfs.github.com/spec/v1\n'),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([name, head, tail]) => ({
    name,
    bytes: Buffer.concat([Buffer.from(head, 'latin1'), tail]),
  }));

function damaged(text: string, damage: string, at: number): Buffer {
  const bytes = Buffer.from(text);
  const place = Math.min(at, bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (damage) {
    case 'cut':
      return before;
    case 'short':
      return Buffer.concat([bytes, Buffer.from('only\n')]);
    case 'long':
      return Buffer.concat([bytes, Buffer.from('1,2,3,4,5,6,7\n')]);
    case 'bytes':
      return Buffer.concat([before, Buffer.from([0xff, 0xe9, 0x80]), after]);
    case 'zero':
      return Buffer.concat([before, Buffer.from([0]), after]);
    case 'bom':
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    default:
      return bytes;
  }
}

const column = names.filter((name) => name !== '');
const bound = fc.oneof(
  fc.integer(),
  fc.constantFrom('2024-01-01', 'x', '2024-02-30', '10000-01-01'),
);
const check = fc.oneof(
  fc.record({ check: fc.constant('row-count'), min: fc.nat({ max: 5 }) }),
  fc.record({ check: fc.constant('columns'), columns: fc.array(column, { minLength: 1 }) }),
  fc.record({ check: fc.constant('not-null'), column }),
  fc.record({ check: fc.constant('unique'), columns: fc.array(column, { minLength: 1 }) }),
  fc.record({ check: fc.constant('range'), column, min: bound }),
  fc.record({
    check: fc.constant('allowed-values'),
    column,
    values: fc.array(fc.oneof(cells, fc.integer(), fc.boolean()), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    check: fc.constant('types'),
    types: fc.dictionary(column, fc.constantFrom('integer', 'number', 'string', 'date', 'other')),
  }),
);

async function inDirectory<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'mlops-broken-'));
  try {
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function expectInOrder({ exitCode, log, record }: StepRun): void {
  expect(log).not.toContain('internal error');
  expect([0, 1, 2]).toContain(exitCode);
  expect(record?.summary).toMatch(/\S/u);
  if (exitCode === 2) expect(log).toMatch(/\n {2}next: \S/u);
}

const files = fc.oneof(
  { arbitrary: textFile, weight: 4 },
  { arbitrary: jsonFile, weight: 2 },
  { arbitrary: bytesFile, weight: 1 },
);

test('whatever the file and the checks, the step ends in order and says what is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.array(check, { maxLength: 4 }),
      fc.boolean(),
      async ({ name, bytes }, checks, shown) =>
        inDirectory(async (root) => {
          writeFileSync(join(root, name), bytes);
          writeFileSync(join(root, 'suite.yml'), stringify({ checks }));
          const inputs = {
            data: name,
            ...(checks.length === 0 ? {} : { checks: 'suite.yml' }),
            ...(shown ? { 'show-values': 'true' } : {}),
          };
          const ran = await runStep(step, root, inputs);
          expectInOrder(ran);
          if (ran.exitCode === 2) return;
          expect(ran.record?.inputs['checks-declared']).toBe(checks.length);
        }),
    ),
    { seed: 20_240_131, numRuns: 150, interruptAfterTimeLimit: 150_000 },
  );
}, 180_000);

test('checks derived from any data hold for that data', async () => {
  await fc.assert(
    fc.asyncProperty(textFile, async ({ name, bytes }) =>
      inDirectory(async (root) => {
        writeFileSync(join(root, name), bytes);
        const ran = await runStep(step, root, { data: name, infer: 'true' });
        expectInOrder(ran);
        if (ran.exitCode === 2) return;
        const failed = ran.record?.findings.filter(
          ({ code, severity }) => severity !== 'info' && code !== 'readable',
        );
        expect(failed).toEqual([]);
      }),
    ),
    { seed: 5, numRuns: 60, interruptAfterTimeLimit: 100_000 },
  );
}, 120_000);
