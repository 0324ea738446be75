import { describe, expect, test } from 'vitest';
import { readForeign } from '../../../../actions/data-validate/migration/run.ts';

/** Checks as our YAML would say them, and what is said of the rest. */
function read(text: string, table?: string) {
  const migrated = readForeign(text, 'suite', table);
  return {
    tool: migrated?.tool,
    checks: migrated?.checks.map(({ draft }) => draft),
    lost: migrated?.lost.map(({ says, why }) => `${says}: ${why}`),
    differs: migrated?.differs.map(({ says, why }) => `${says}: ${why}`),
  };
}

describe('a suite of Great Expectations', () => {
  const suite = (...expectations: object[]): string =>
    JSON.stringify({ name: 'trips', expectations });

  test('keeps severity, mostly and the rows it is about', () => {
    const { checks } = read(
      suite({
        type: 'expect_column_values_to_be_between',
        kwargs: {
          column: 'fare',
          ...{ min_value: 1, strict_min: true, mostly: 0.9 },
          row_condition: 'col("vendor") == "A" & `big tip`.notnull()',
          condition_parser: 'great_expectations',
        },
        severity: 'warning',
      }),
    );
    expect(checks).toEqual([
      {
        ...{ check: 'range', column: 'fare', above: 1, mostly: 0.9, severity: 'warning' },
        where: `"vendor" = 'A' AND "big tip" IS NOT NULL`,
      },
    ]);
  });

  test('names what it cannot carry over, and drops nothing', () => {
    const { checks, lost } = read(
      suite(
        { type: 'expect_column_values_to_match_regex', kwargs: { column: 'a', regex: '^(?!x)' } },
        { type: 'expect_column_kl_divergence_to_be_less_than', kwargs: { column: 'a' } },
        { type: 'expect_my_own_thing', kwargs: { column: 'a' } },
        { type: 'expect_column_values_to_be_in_set', kwargs: { column: 'a', value_set: [] } },
        {
          type: 'expect_column_max_to_be_between',
          kwargs: { column: 'a', max_value: { $PARAMETER: 'now' } },
        },
        { type: 'expect_column_to_exist', kwargs: { column: 'a', column_index: 3 } },
        { kwargs: {} },
      ),
    );
    expect(checks).toEqual([{ check: 'columns', columns: ['a'] }]);
    expect(lost).toEqual([
      'expect_column_values_to_match_regex (a): the pattern looks ahead or behind, which no engine with linear time offers; say it in SQL',
      'expect_column_kl_divergence_to_be_less_than (a): compare with real data instead: name it in the input reference',
      'expect_my_own_thing (a): there is no such check here; write it as a check sql',
      expect.stringMatching(/^expect_column_values_to_be_in_set \(a\): its values cannot be used/u),
      'expect_column_max_to_be_between (a): its max_value is computed when the suite runs; write the value',
      'expect_column_to_exist (a): the place of a column by number; list the columns in a check with ordered: true',
      'an expectation without a type: there is no such check here; write it as a check sql',
    ]);
  });

  test('puts names and values into SQL so that they stay names and values', () => {
    const { checks } = read(
      suite({
        type: 'expect_column_distinct_values_to_contain_set',
        kwargs: { column: 'a"; DROP', value_set: ["o'clock"] },
      }),
    );
    expect(checks?.[0]?.query).toBe(
      `SELECT wanted FROM (VALUES ('o''clock')) AS listed(wanted) WHERE wanted NOT IN (SELECT "a""; DROP" FROM data WHERE "a""; DROP" IS NOT NULL)`,
    );
  });
});

test('a pandera schema says what it turns, drops and leaves to code', () => {
  const { checks, lost, differs } = read(`schema_type: dataframe
columns:
  age: { dtype: int64, coerce: true, nullable: true, my_check: 3 }
  ^x_.*: { dtype: float64, regex: true }
index: [{ dtype: int64, name: key }]
drop_invalid_rows: true
`);
  expect(checks).toEqual([
    { check: 'columns', columns: ['age'] },
    { check: 'types', types: { age: 'integer' } },
  ]);
  expect(lost).toEqual([
    'my_check (age): a check of your own, whose code is not in the file; write it as a condition',
    'column ^x_.*: a pattern of column names; write a check for each column',
    'index key: a file has columns but no index; check the column of that name',
  ]);
  expect(differs).toEqual([
    'dtype int64 (age): pandera turns age into int64; here it must be integer already',
    'drop_invalid_rows: pandera drops rows that fail and passes; here they fail',
  ]);
});

test('a Frictionless table schema keeps its header, types, constraints and keys', () => {
  const schema = {
    fields: [
      { name: 'id', type: 'integer', constraints: { required: true, unique: true } },
      { name: 'zip', type: 'string', constraints: { pattern: '\\d{5}', minLength: 5 } },
      { name: 'day', type: 'date', format: '%d.%m.%Y' },
      { name: 'mail', type: 'string', format: 'email', constraints: { enum: ['a@b.c'] } },
      { name: 'place', type: 'geopoint' },
    ],
    primaryKey: ['id', 'zip'],
    foreignKeys: [{ fields: 'zip', reference: { resource: 'towns', fields: 'code' } }],
    missingValues: ['', 'NA'],
  };
  const { checks, lost, differs } = read(JSON.stringify(schema));
  expect(checks).toEqual([
    {
      check: 'columns',
      columns: ['id', 'zip', 'day', 'mail', 'place'],
      exact: true,
      ordered: true,
    },
    { check: 'types', types: { id: 'integer' } },
    { check: 'not-null', column: 'id' },
    { check: 'unique', column: 'id' },
    { check: 'types', types: { zip: 'string' } },
    { check: 'pattern', column: 'zip', matches: '^(?:\\d{5})$' },
    { check: 'length', column: 'zip', min: 5 },
    { check: 'date-format', column: 'day', format: '%d.%m.%Y' },
    { check: 'types', types: { mail: 'string' } },
    { check: 'allowed-values', column: 'mail', values: ['a@b.c'] },
    { check: 'unique', columns: ['id', 'zip'] },
    { check: 'not-null', column: 'id' },
    { check: 'not-null', column: 'zip' },
    { check: 'references', column: 'zip', table: 'towns', key: ['code'] },
  ]);
  expect(lost).toEqual([
    'type string (mail): the format email; write it as a check pattern',
    'type geopoint (place): no type here is geopoint',
  ]);
  expect(differs).toEqual(['missingValues: NA is a missing value there, and a value here']);
});

test('a dbt file keeps its tests, those of dbt_utils and dbt_expectations too', () => {
  const { checks, lost, differs } = read(`version: 2
models:
  - name: orders
    tests:
      - dbt_utils.unique_combination_of_columns:
          combination_of_columns: [id, day]
      - dbt_utils.expression_is_true:
          arguments: { expression: "total >= tip" }
          config: { severity: warn, where: "total > 0" }
    columns:
      - name: id
        data_tests: [unique, not_null]
      - name: status
        tests:
          - accepted_values: { values: [new, paid], config: { severity: warn } }
          - relationships: { to: ref('states'), field: name }
      - name: total
        tests:
          - dbt_utils.accepted_range: { min_value: 0, inclusive: false }
          - dbt_expectations.expect_column_values_to_be_between: { min_value: 0, max_value: 9, strictly: true, row_condition: "id > 3" }
          - not_null: { config: { enabled: false } }
          - not_null: { error_if: ">10" }
          - my_package.odd: {}
  - name: without_tests
`);
  expect(checks).toEqual([
    { check: 'unique', columns: ['id', 'day'] },
    {
      ...{ check: 'condition', condition: 'total >= tip' },
      ...{ severity: 'warning', where: 'total > 0' },
    },
    { check: 'unique', column: 'id' },
    { check: 'not-null', column: 'id' },
    {
      ...{ check: 'allowed-values', column: 'status', values: ['new', 'paid'] },
      severity: 'warning',
    },
    { check: 'references', column: 'status', table: 'states', key: ['name'] },
    { check: 'range', column: 'total', above: 0 },
    { check: 'range', column: 'total', above: 0, below: 9, where: 'id > 3' },
  ]);
  expect(lost).toEqual([
    'not_null (total): its error_if; give the share that must pass as mostly',
    'my_package.odd (total): a test of your own or of another package; write it as a check sql',
  ]);
  expect(differs).toEqual(['not_null (total): it is switched off there']);
});
