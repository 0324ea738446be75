import type { CheckName } from '../../../../shared/domain/check.ts';
import * as sql from '../sql-text.ts';
import { carried, lost, type Translated, together, withoutUndefined } from '../translation.ts';
import { type Fields, fieldsOf, listOf, shown, textOf } from '../untyped.ts';
import { computed, type Expectation, quoted, wholeBounds } from './arguments.ts';

/** Expectations of one figure of a column. */
export const figureExpectations: Readonly<Record<string, Expectation>> = {
  expect_column_min_to_be_between: figure('minimum', 'min'),
  expect_column_max_to_be_between: figure('maximum', 'max'),
  expect_column_mean_to_be_between: figure('mean', 'avg'),
  expect_column_median_to_be_between: figure('median', 'median'),
  expect_column_sum_to_be_between: figure('sum', 'sum'),
  expect_column_stdev_to_be_between: figure('standard-deviation', 'stddev_samp'),
  expect_column_quantile_values_to_be_between: quantiles,
  expect_column_unique_value_count_to_be_between: (kwargs) =>
    carried(
      withoutUndefined({ check: 'distinct-count', column: kwargs.column, ...wholeBounds(kwargs) }),
    ),
  expect_column_proportion_of_unique_values_to_be_between: (kwargs) =>
    computed(
      `distinct share of ${String(kwargs.column)}`,
      `count(DISTINCT ${quoted(kwargs)}) / nullif(count(${quoted(kwargs)}), 0)`,
      kwargs,
    ),
  expect_column_proportion_of_non_null_values_to_be_between: (kwargs) =>
    computed(
      `share of ${String(kwargs.column)} that is there`,
      `count(${quoted(kwargs)}) / nullif(count(*), 0)`,
      kwargs,
    ),
  expect_column_distinct_values_to_be_in_set: within,
  expect_column_distinct_values_to_contain_set: contains,
  expect_column_distinct_values_to_equal_set: (kwargs) =>
    together([within(kwargs), contains(kwargs)]),
  expect_column_most_common_value_to_be_in_set: mostCommon,
  expect_column_kl_divergence_to_be_less_than: () =>
    lost('compare with real data instead: name it in the input reference'),
};

/** Bounds that are numbers and inclusive have a kind of check; dates and strict ones need SQL. */
function figure(check: CheckName, aggregate: string): Expectation {
  return (kwargs) => {
    const { column, min_value: min, max_value: max } = kwargs;
    const isPlain =
      [min, max].every((bound) => typeof bound !== 'string') &&
      kwargs.strict_min !== true &&
      kwargs.strict_max !== true;
    if (isPlain) return carried(withoutUndefined({ check, column, min, max }));
    return computed(`${check} of ${String(column)}`, `${aggregate}(${quoted(kwargs)})`, kwargs);
  };
}

function quantiles(kwargs: Fields): Translated {
  const asked = fieldsOf(kwargs.quantile_ranges);
  const ranges = listOf(asked.value_ranges);
  const parts = listOf(asked.quantiles).map((quantile, i) => {
    const [min, max] = listOf(ranges[i]);
    return carried(
      withoutUndefined({ check: 'quantile', column: kwargs.column, quantile, min, max }),
    );
  });
  if (parts.length === 0) return lost('it has no quantile_ranges');
  const differs =
    'between two values a quantile is drawn in a line here; there it is the nearer one';
  return { ...together(parts), differs };
}

function within(kwargs: Fields): Translated {
  return carried({ check: 'allowed-values', column: kwargs.column, values: kwargs.value_set });
}

function contains(kwargs: Fields): Translated {
  const wanted = listOf(kwargs.value_set).filter(sql.isValue);
  if (wanted.length === 0) return lost('its value_set is empty');
  const rows = wanted.map((value) => `(${sql.literal(value)})`).join(', ');
  const column = quoted(kwargs);
  return carried({
    check: 'sql',
    name: `${String(kwargs.column)} holds each of ${wanted.map(shown).join(', ')}`,
    query: `SELECT wanted FROM (VALUES ${rows}) AS listed(wanted) WHERE wanted NOT IN (SELECT ${column} FROM data WHERE ${column} IS NOT NULL)`,
  });
}

/** The mode is in the set; of several equally common values one, where `ties_okay`. */
function mostCommon(kwargs: Fields): Translated {
  const set = sql.values(listOf(kwargs.value_set));
  if (set === '') return lost('its value_set is empty');
  const column = quoted(kwargs);
  const counts = `SELECT ${column} AS value, count(*) AS copies FROM data WHERE ${column} IS NOT NULL GROUP BY ${column}`;
  const modes = `SELECT value FROM (${counts}) AS counted QUALIFY copies = max(copies) OVER ()`;
  const few = kwargs.ties_okay === true ? '' : ' AND count(*) = 1';
  return carried({
    check: 'sql',
    name: `most common value of ${textOf(kwargs.column) ?? ''}`,
    query: `SELECT CAST(count(*) FILTER (WHERE value IN (${set})) > 0${few} AS INTEGER) FROM (${modes}) AS modes`,
    min: 1,
  });
}
