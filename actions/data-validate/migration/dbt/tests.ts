import { translateExpectation } from '../great-expectations/read.ts';
import * as sql from '../sql-text.ts';
import {
  carried,
  lost,
  onlyRows,
  references,
  sameRows,
  type Translated,
  withArguments,
  withoutUndefined,
} from '../translation.ts';
import { type Fields, fieldsOf, numberOf, textOf } from '../untyped.ts';

type Test = (column: string, given: Fields) => Translated;

/** dbt's own tests and those of dbt_utils, by name. `column` is empty for a test of a whole model. */
const tests = new Map<string, Test>(
  Object.entries({
    unique: (column) => carried({ check: 'unique', column }),
    not_null: (column) => carried({ check: 'not-null', column }),
    accepted_values: (column, { values }) => carried({ check: 'allowed-values', column, values }),
    relationships: (column, { to, field }) => references([column], modelOf(to), [String(field)]),
    'dbt_utils.accepted_range': (column, given) =>
      carried(withoutUndefined({ check: 'range', column, ...ends(given) })),
    'dbt_utils.not_accepted_values': (column, { values }) =>
      carried({ check: 'forbidden-values', column, values }),
    'dbt_utils.not_null_proportion': notNullProportion,
    'dbt_utils.not_constant': (column) => carried({ check: 'distinct-count', column, min: 2 }),
    'dbt_utils.at_least_one': (column) =>
      carried(
        sql.figureDraft(`${column} holds values`, `count(${sql.name(column)})`, 'figure > 0'),
      ),
    'dbt_utils.not_empty_string': (column, { trim_whitespace: trim }) =>
      carried({ check: 'pattern', column, matches: trim === false ? '(?s).' : '\\S' }),
    'dbt_utils.unique_combination_of_columns': (_, { combination_of_columns: columns }) =>
      carried({ check: 'unique', columns }),
    'dbt_utils.expression_is_true': expression,
    'dbt_expectations.expression_is_true': expression,
    'dbt_utils.recency': (_, { field, datepart, interval }) =>
      fresh(textOf(field) ?? '', datepart, interval),
    'dbt_expectations.expect_row_values_to_have_recent_data': (column, { datepart, interval }) =>
      fresh(column, datepart, interval),
    'dbt_expectations.expect_column_distinct_count_to_equal': (column, { value }) =>
      carried({ check: 'distinct-count', column, min: value, max: value }),
    'dbt_utils.equal_rowcount': (_, { compare_model: model }) => sameRows(modelOf(model)),
    'dbt_expectations.expect_table_row_count_to_equal_other_table': (_, { compare_model: model }) =>
      sameRows(modelOf(model)),
  } satisfies Record<string, Test>),
);

/** `ref('states')`, `source('geo', 'states')`: the last name is that of the table. */
function modelOf(model: unknown): string {
  const names = [...String(model).matchAll(/['"]([^'"]+)['"]/gu)].map(([, name]) => name);
  return names.at(-1) ?? String(model);
}

/** One test of a column, or of a model where there is none, with its configuration. */
export function translateTest(name: string, given: Fields, column: string | undefined): Translated {
  const config = { ...given, ...fieldsOf(given.config) };
  if (config.enabled === false) return { drafts: [], differs: 'it is switched off there' };
  const templated = Object.values(config).find(
    (value) => typeof value === 'string' && value.includes('{{'),
  );
  if (templated !== undefined) return lost('its template is filled in by dbt; write the value');
  const threshold = ['error_if', 'warn_if'].find((key) => config[key] !== undefined);
  if (threshold !== undefined)
    return lost(`its ${threshold}; give the share that must pass as mostly`);
  const severity = String(config.severity).toLowerCase() === 'warn' ? 'warning' : undefined;
  const translated = withArguments(translate(name, given, column ?? ''), {
    severity,
    by: given.group_by ?? given.group_by_columns,
  });
  const where = textOf(config.where) ?? textOf(given.row_condition);
  return where === undefined ? translated : onlyRows(translated, where);
}

function translate(name: string, given: Fields, column: string): Translated {
  const test = tests.get(name);
  if (test !== undefined) return test(column, given);
  const expectation = /^dbt_expectations\.(expect_\w+)$/u.exec(name)?.[1];
  if (expectation === undefined) {
    return lost('a test of your own or of another package; write it as a check sql');
  }
  return translateExpectation(expectation, expectationArguments(given, column));
}

/** dbt_expectations has the names of Great Expectations, and some arguments of its own. */
function expectationArguments(given: Fields, column: string): Fields {
  const { row_condition: _, ...rest } = given;
  const strict = given.strictly === true;
  return {
    ...(column === '' ? {} : { column }),
    ...rest,
    type_: given.column_type,
    type_list: given.column_type_list,
    ...(strict ? { strict_min: true, strict_max: true } : {}),
    ...(given.quantile === undefined
      ? {}
      : {
          quantile_ranges: {
            quantiles: [given.quantile],
            value_ranges: [[given.min_value, given.max_value]],
          },
        }),
  };
}

function ends({ min_value: min, max_value: max, inclusive }: Fields): Fields {
  return inclusive === false ? { above: min, below: max } : { min, max };
}

function notNullProportion(column: string, given: Fields): Translated {
  const [least, most] = [numberOf(given.at_least) ?? 0, numberOf(given.at_most) ?? 1];
  if (most === 1) return carried({ check: 'not-null', column, mostly: least });
  const condition = `figure >= ${sql.literal(least)} AND figure <= ${sql.literal(most)}`;
  const share = `count(${sql.name(column)}) / nullif(count(*), 0)`;
  return carried(sql.figureDraft(`share of ${column} that is there`, share, condition));
}

/** A test of a column puts its name before the expression. */
function expression(column: string, { expression: text }: Fields): Translated {
  const said = textOf(text);
  if (said === undefined) return lost('it has no expression');
  const condition = column === '' ? said : `${sql.name(column)} ${said}`;
  return carried({ check: 'condition', condition });
}

const hours: Readonly<Record<string, number>> = { hour: 1, day: 24, week: 168 };

function fresh(column: string, datepart: unknown, interval: unknown): Translated {
  const [unit, count] = [hours[String(datepart)], numberOf(interval)];
  if (unit === undefined || count === undefined) {
    return lost(`an age in units of ${String(datepart)}; write it as max-age in hours or days`);
  }
  return carried({ check: 'freshness', column, 'max-age': `${unit * count}h` });
}
