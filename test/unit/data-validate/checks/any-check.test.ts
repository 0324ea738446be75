import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { step } from '../../../../actions/data-validate/main.ts';
import { type CheckInput, checkSchema } from '../../../../shared/domain/check.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** Names that SQL, or our own queries, give a meaning. */
const names = ['a', 'b"; --', 'count', 'holds', 'g0', 'v0', 'data', 'rows', 'r', 'select', ''];
const cells = [
  '1',
  '-2.5',
  '',
  '2020-01-01',
  'x',
  'true',
  'nan',
  'inf',
  "o'hare",
  '9007199254740993',
  '1e300',
  '5000-01-01',
];

const column = fc.constantFrom(...names.filter((name) => name !== ''));
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 3 });
const bound = fc.constantFrom(-1, 0, 1.5, 100);
const scope = fc.record(
  {
    by: columns,
    where: fc.constantFrom('a IS NOT NULL', 'nope > 1', 'CAST(a AS INTEGER) > 0', 'true'),
    mostly: fc.constantFrom(0.5, 1),
    severity: fc.constantFrom('error', 'warning'),
  },
  { requiredKeys: [] },
);

/** One check of each kind there is, over these columns. */
const kinds: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'row-count': fc.record({ min: fc.constantFrom(0, 3) }),
  'column-count': fc.record({ max: fc.constantFrom(1, 9) }),
  columns: fc.record({ columns, ordered: fc.boolean(), exact: fc.boolean() }),
  types: fc.record({ types: fc.dictionary(column, fc.constantFrom('integer', 'date', 'string')) }),
  'not-null': fc.record({ column }),
  'always-null': fc.record({ column }),
  unique: fc.record({ columns }),
  range: fc.record({ column, above: fc.constantFrom<string | number>(0, '2020-01-01') }),
  'allowed-values': fc.record({ column, values: fc.constantFrom(['x'], [1], [true]) }),
  'forbidden-values': fc.record({ column, values: fc.constantFrom(['x'], [1]) }),
  pattern: fc.record({ column, matches: fc.constantFrom('x', '^[0-9]+$', "'") }),
  length: fc.record({ column, max: fc.constantFrom(0, 3) }),
  'date-format': fc.record({ column, format: fc.constantFrom('%Y-%m-%d', '%H') }),
  mean: fc.record({ column, min: bound }),
  median: fc.record({ column, min: bound }),
  sum: fc.record({ column, max: bound }),
  minimum: fc.record({ column, min: bound }),
  maximum: fc.record({ column, max: bound }),
  'standard-deviation': fc.record({ column, max: fc.constant(2) }),
  quantile: fc.record({ column, quantile: fc.constantFrom(0, 0.3, 1), min: bound }),
  'distinct-count': fc.record({ column, min: fc.constant(2) }),
  freshness: fc.record({ column, 'max-age': fc.constant('1d') }),
  'compare-columns': fc.record({ column, is: fc.constantFrom('below', 'equal'), than: column }),
  monotonic: fc.record({ column, strict: fc.boolean(), 'order-by': column }),
  'functional-dependency': fc.record({ columns, determines: column }),
  condition: fc.record({ condition: fc.constantFrom('a > 0', 'a', 'length(a) < 3', "a = 'x'") }),
  sql: fc.record({ query: fc.constantFrom('SELECT * FROM data', 'SELECT a + 1 FROM data') }),
};

const anyCheck = fc
  .constantFrom(...Object.keys(kinds))
  .chain((kind) => fc.tuple(kinds[kind] ?? fc.constant({}), scope, fc.constant(kind)))
  .map(([own, shared, kind]) => {
    const full = { check: kind, ...own, ...shared };
    const fits = checkSchema.safeParse(full).success;
    return (fits ? full : { check: kind, ...own }) as CheckInput;
  })
  .filter((check) => checkSchema.safeParse(check).success);

const table = fc.array(
  fc.array(fc.constantFrom(...cells), { minLength: names.length - 1, maxLength: names.length - 1 }),
  { maxLength: 6 },
);

function csv(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const lines = [names.filter((name) => name !== ''), ...rows];
  return `${lines.map((line) => line.map(quoted).join(',')).join('\n')}\n`;
}

describe('any checks on any values', () => {
  test('end in a verdict on every one of them, or say what is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.array(anyCheck, { minLength: 1, maxLength: 12 }),
        async (rows, checks) => {
          const root = tempDir({ 'a.csv': csv(rows), 'suite.yml': stringify({ checks }) });
          const ran = await runStep(step, root, {
            ...{ data: 'a.csv', checks: 'suite.yml', 'show-values': 'true' },
          });
          expect([0, 1, 2], ran.log).toContain(ran.exitCode);
          if (ran.exitCode === 2) expect(ran.log).toMatch(/contradicts|has \d+ problems/u);
          else expect(ran.record?.inputs).toMatchObject({ 'checks-declared': checks.length });
        },
      ),
      { seed: 7, numRuns: 12 },
    );
  });

  test('stop at a column that is called as those of our queries', async () => {
    const root = tempDir({
      'a.csv': 'a,MLOPS_row\n1,2\n',
      'suite.yml': 'checks: [{ check: unique, column: a }]',
    });
    const ran = await runStep(step, root, { data: 'a.csv', checks: 'suite.yml' });
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('has a column "MLOPS_row"; names that begin with mlops_ are kept'),
    ]);
  });
});
