import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import { readForeign } from '../../../../actions/data-validate/migration/run.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const trips = 'id,fare\n1,10\n2,20\n';

const suite = `{
  "name": "trips",
  "expectations": [
    { "type": "expect_column_values_to_be_unique", "kwargs": { "column": "id" } },
    {
      "type": "expect_column_kl_divergence_to_be_less_than",
      "kwargs": { "column": "fare", "threshold": 0.1 }
    }
  ]
}
`;

const models = `version: 2
models:
  - name: trips
    columns: [{ name: id, tests: [unique] }]
  - name: drivers
    columns: [{ name: id, tests: [not_null] }]
`;

const cli = fileURLToPath(new URL('../../../../actions/cli.ts', import.meta.url));
const run = promisify(execFile);

describe('a suite of another tool in the input checks', () => {
  test('fails by name, on its line, for what could not be carried over', async () => {
    const root = tempDir({ 'trips.csv': trips, 'suite.json': suite });
    const { record, exitCode } = await runStep(step, root, {
      ...{ data: 'trips.csv', checks: 'suite.json' },
    });
    expect(exitCode).toBe(1);
    expect(record?.verdict).toBe('fail');
    expect(record?.findings.map(({ code, line, message }) => ({ code, line, message }))).toEqual([
      {
        code: 'not-carried-over',
        line: 5,
        message:
          'expect_column_kl_divergence_to_be_less_than (fare) is checked: cannot be carried over: compare with real data instead: name it in the input reference; expected every check of the file carried over.',
      },
      {
        code: 'suite-migrated',
        message:
          'suite.json is a suite of Great Expectations; it was read as 1 check. 1 part of it could not be carried over and counts as failed. To keep the checks as our own YAML, run mlops migrate-checks suite.json.',
      },
    ]);
    expect(record?.inputs.migrated).toEqual({
      ...{ tool: 'Great Expectations', declared: 2, checks: 1, lost: 1 },
    });
  });

  test('asks which table is meant where it describes several', async () => {
    const root = tempDir({ 'trips.csv': trips, 'schema.yml': models });
    const unnamed = await runStep(step, root, { data: 'trips.csv', checks: 'schema.yml' });
    expect(unnamed.exitCode).toBe(2);
    expect(unnamed.log).toContain('schema.yml (dbt) describes 2 tables: trips, drivers.');
    expect(unnamed.log).toContain('schema.yml#trips');
    const wrong = await runStep(step, root, { data: 'trips.csv', checks: 'schema.yml#trip' });
    expect(wrong.log).toContain('Did you mean "trips"?');
    const right = await runStep(step, root, { data: 'trips.csv', checks: 'schema.yml#trips' });
    expect(right.record?.verdict).toBe('pass');
  });
});

describe('mlops migrate-checks', () => {
  test('writes our YAML, which passes and fails as the suite did, and names what is lost', async () => {
    const root = tempDir({ 'trips.csv': trips, 'suite.json': suite });
    const { stderr } = await run(
      process.execPath,
      [cli, 'migrate-checks', 'suite.json', '--output', 'data-checks.yml'],
      { cwd: root },
    );
    expect(stderr).toContain('expect_column_kl_divergence_to_be_less_than (fare)');
    expect(
      readFileSync(join(root, 'data-checks.yml'), 'utf8'),
    ).toBe(`# Migrated from suite.json, a suite of Great Expectations.
# Could not be carried over, and is not checked:
# - expect_column_kl_divergence_to_be_less_than (fare): compare with real data instead: name it in the input reference
checks:
  - check: unique
    column: id
`);
    const { record } = await runStep(step, root, { data: 'trips.csv', checks: 'data-checks.yml' });
    expect(record?.verdict).toBe('pass');
  });
});

describe('a suite with anything in it', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const name = fc.constantFrom(
    ...['expect_column_values_to_be_between', 'expect_column_quantile_values_to_be_between'],
    ...['expect_compound_columns_to_be_unique', 'expect_column_pair_values_to_be_in_set'],
    ...['expect_multicolumn_sum_to_equal', 'expect_column_values_to_match_regex_list'],
    ...['expect_column_most_common_value_to_be_in_set', 'expect_column_values_to_be_of_type'],
  );
  const argument = fc.constantFrom(
    ...['column', 'column_A', 'column_B', 'column_list', 'min_value', 'max_value', 'mostly'],
    ...['value_set', 'quantile_ranges', 'regex_list', 'type_', 'row_condition', 'sum_total'],
  );
  const kwargs = fc.dictionary(argument, value, { maxKeys: 6 });
  const foreign = fc.oneof(
    fc.record({ expectations: fc.array(fc.record({ type: name, kwargs }), { minLength: 1 }) }),
    fc.record({
      schema_type: fc.constant('dataframe'),
      columns: fc.dictionary(fc.string(), value),
      checks: value,
      index: value,
      unique: value,
    }),
    fc.record({
      fields: fc.array(fc.record({ name: fc.string(), type: value, constraints: value })),
    }),
    fc.record({ models: fc.array(fc.record({ name: fc.string(), columns: value, tests: value })) }),
    fc.record({ 'checks for x': fc.oneof(value, fc.array(fc.oneof(fc.string(), value))) }),
  );

  test('is carried over, named, or refused; it never breaks and nothing is dropped', () => {
    fc.assert(
      fc.property(foreign, (content) => {
        try {
          const migrated = readForeign(JSON.stringify(content), 'suite');
          const { checks = [], lost = [], differs = [], declared = 0 } = migrated ?? {};
          const paths = [...checks, ...lost, ...differs].map(({ path }) => JSON.stringify(path));
          expect(paths.length).toBeGreaterThanOrEqual(declared);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
          expect((error as ActionError).kind).toBe('usage');
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
