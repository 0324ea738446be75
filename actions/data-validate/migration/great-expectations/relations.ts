import * as sql from '../sql-text.ts';
import { carried, lost, type Translated, withoutUndefined } from '../translation.ts';
import { type Fields, listOf, namesOf, numberOf, shown } from '../untyped.ts';
import type { Expectation } from './arguments.ts';

/** Expectations of several columns in one row, and of keys. */
export const relationExpectations: Readonly<Record<string, Expectation>> = {
  expect_column_pair_values_a_to_be_greater_than_b: (kwargs) =>
    pair(kwargs, kwargs.or_equal === true ? 'at-least' : 'above'),
  expect_column_pair_values_to_be_equal: (kwargs) => pair(kwargs, 'equal'),
  expect_column_pair_values_to_be_in_set: pairSet,
  expect_compound_columns_to_be_unique: compoundKey,
  expect_select_column_values_to_be_unique_within_record: (kwargs) =>
    rowWise(kwargs, 'differ', (a, b) => `coalesce(${a} <> ${b}, TRUE)`),
  expect_multicolumn_values_to_be_unique: (kwargs) =>
    rowWise(kwargs, 'differ', (a, b) => `coalesce(${a} <> ${b}, TRUE)`),
  expect_multicolumn_values_to_be_equal: (kwargs) =>
    rowWise(kwargs, 'are equal', (a, b) => `coalesce(${a} = ${b}, FALSE)`),
  expect_multicolumn_sum_to_equal: sum,
};

const operators = { above: '>', 'at-least': '>=', equal: '=' } as const;

function pair(kwargs: Fields, is: keyof typeof operators): Translated {
  const { column_A: column, column_B: than, mostly } = kwargs;
  if (kwargs.ignore_row_if === 'either_value_is_missing') {
    return carried(withoutUndefined({ check: 'compare-columns', column, is, than, mostly }));
  }
  const [a, b] = [sql.name(String(column)), sql.name(String(than))];
  return conditional(kwargs, {
    title: `${String(column)} ${is.replace('-', ' ')} ${String(than)}`,
    // One missing value of two fails there: only rows with neither are left out.
    condition: `coalesce(${a} ${operators[is]} ${b}, FALSE)`,
    columns: [String(column), String(than)],
  });
}

function pairSet(kwargs: Fields): Translated {
  const { column_A: first, column_B: second } = kwargs;
  const tuples = listOf(kwargs.value_pairs_set).map((both) => listOf(both).filter(sql.isValue));
  if (tuples.length === 0 || tuples.some((both) => both.length !== 2)) {
    return lost('its value_pairs_set is not a list of pairs of values');
  }
  const [a, b] = [sql.name(String(first)), sql.name(String(second))];
  const any = tuples.map(
    ([x = '', y = '']) => `(${a} = ${sql.literal(x)} AND ${b} = ${sql.literal(y)})`,
  );
  return conditional(kwargs, {
    title: `${String(first)} and ${String(second)} are one of ${tuples.length} pairs`,
    condition: `coalesce(${any.join(' OR ')}, FALSE)`,
    columns: [String(first), String(second)],
  });
}

function compoundKey(kwargs: Fields): Translated {
  if ((numberOf(kwargs.mostly) ?? 1) < 1) {
    return lost('mostly of a compound key; write the share as a check sql with min');
  }
  const columns = namesOf(kwargs.column_list);
  return carried(withoutUndefined({ check: 'unique', columns, where: ignoring(kwargs, columns) }));
}

function rowWise(
  kwargs: Fields,
  words: string,
  compare: (a: string, b: string) => string,
): Translated {
  const columns = namesOf(kwargs.column_list);
  const pairs = columns.flatMap((a, i) =>
    columns.slice(i + 1).map((b) => compare(sql.name(a), sql.name(b))),
  );
  if (pairs.length === 0) return lost('its column_list names fewer than two columns');
  return conditional(kwargs, {
    title: `${columns.join(', ')} ${words} in every row`,
    condition: pairs.join(' AND '),
    columns,
  });
}

function sum(kwargs: Fields): Translated {
  const columns = namesOf(kwargs.column_list);
  const total = numberOf(kwargs.sum_total);
  if (total === undefined || columns.length === 0)
    return lost('it has no column_list and sum_total');
  const terms = columns.map((column) => `coalesce(${sql.name(column)}, 0)`);
  return conditional(kwargs, {
    title: `${columns.join(' + ')} is ${shown(total)}`,
    condition: `${terms.join(' + ')} = ${sql.literal(total)}`,
    columns,
  });
}

interface Conditional {
  readonly title: string;
  readonly condition: string;
  readonly columns: readonly string[];
}

function conditional(kwargs: Fields, { title, condition, columns }: Conditional): Translated {
  const where = ignoring(kwargs, columns);
  const { mostly } = kwargs;
  return carried(withoutUndefined({ check: 'condition', name: title, condition, mostly, where }));
}

/** Which rows `ignore_row_if` leaves in; by default those with at least one value. */
function ignoring({ ignore_row_if: rule }: Fields, columns: readonly string[]): string | undefined {
  const there = columns.map((column) => `${sql.name(column)} IS NOT NULL`);
  if (rule === 'never' || rule === 'neither') return undefined;
  const isAny = rule === 'any_value_is_missing' || rule === 'either_value_is_missing';
  return there.join(isAny ? ' AND ' : ' OR ');
}
