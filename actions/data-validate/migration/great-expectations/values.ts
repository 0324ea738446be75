import { patternOf } from '../python-pattern.ts';
import * as sql from '../sql-text.ts';
import { carried, lost, type Translated, together } from '../translation.ts';
import { type Fields, listOf, numberOf, shown, textOf } from '../untyped.ts';
import {
  commonType,
  type Expectation,
  ofValues,
  quoted,
  rangeOf,
  wholeBounds,
} from './arguments.ts';

/** Expectations of each value of a column; a missing value is left out, as here. */
export const valueExpectations: Readonly<Record<string, Expectation>> = {
  expect_column_values_to_not_be_null: (kwargs) => ofValues(kwargs, { check: 'not-null' }),
  expect_column_values_to_be_null: (kwargs) => ofValues(kwargs, { check: 'always-null' }),
  expect_column_values_to_be_unique: unique,
  expect_column_values_to_be_between: (kwargs) =>
    ofValues(kwargs, { check: 'range', ...rangeOf(kwargs) }),
  expect_column_values_to_be_in_set: (kwargs) =>
    ofValues(kwargs, { check: 'allowed-values', values: kwargs.value_set }),
  expect_column_values_to_not_be_in_set: (kwargs) =>
    ofValues(kwargs, { check: 'forbidden-values', values: kwargs.value_set }),
  expect_column_values_to_be_of_type: (kwargs) => types(kwargs, [kwargs.type_]),
  expect_column_type_to_be: (kwargs) => types(kwargs, [kwargs.type_]),
  expect_column_values_to_be_in_type_list: (kwargs) => types(kwargs, listOf(kwargs.type_list)),
  expect_column_value_lengths_to_be_between: (kwargs) =>
    ofValues(kwargs, { check: 'length', ...wholeBounds(kwargs) }),
  expect_column_value_lengths_to_equal: (kwargs) =>
    ofValues(kwargs, { check: 'length', min: kwargs.value, max: kwargs.value }),
  expect_column_values_to_match_regex: (kwargs) => matches(kwargs, kwargs.regex),
  expect_column_values_to_not_match_regex: (kwargs) => avoids(kwargs, kwargs.regex),
  expect_column_values_to_match_regex_list: matchesList,
  expect_column_values_to_not_match_regex_list: (kwargs) =>
    avoids(
      kwargs,
      listOf(kwargs.regex_list)
        .map((regex) => `(?:${String(regex)})`)
        .join('|'),
    ),
  expect_column_values_to_match_like_pattern: (kwargs) =>
    like(kwargs, [kwargs.like_pattern], 'any', ''),
  expect_column_values_to_not_match_like_pattern: (kwargs) =>
    like(kwargs, [kwargs.like_pattern], 'all', 'NOT '),
  expect_column_values_to_match_like_pattern_list: (kwargs) =>
    like(kwargs, listOf(kwargs.like_pattern_list), kwargs.match_on, ''),
  expect_column_values_to_not_match_like_pattern_list: (kwargs) =>
    like(kwargs, listOf(kwargs.like_pattern_list), 'all', 'NOT '),
  expect_column_values_to_match_strftime_format: (kwargs) =>
    ofValues(kwargs, { check: 'date-format', format: kwargs.strftime_format }),
  expect_column_values_to_be_json_parseable: (kwargs) =>
    condition(kwargs, `${textOf(kwargs.column) ?? ''} is JSON`, `json_valid(${quoted(kwargs)})`),
  expect_column_values_to_be_increasing: (kwargs) => monotonic(kwargs, 'increasing'),
  expect_column_values_to_be_decreasing: (kwargs) => monotonic(kwargs, 'decreasing'),
  expect_column_value_z_scores_to_be_less_than: zScores,
};

/** There, every copy of a repeated value fails; that matters only where some may. */
function unique(kwargs: Fields): Translated {
  const mostly = numberOf(kwargs.mostly) ?? 1;
  if (mostly === 1) return carried({ check: 'unique', column: kwargs.column });
  const column = quoted(kwargs);
  const counts = `SELECT count(*) AS copies FROM data WHERE ${column} IS NOT NULL GROUP BY ${column}`;
  return carried({
    check: 'sql',
    name: `share of values of ${String(kwargs.column)} that stand once`,
    query: `SELECT coalesce(sum(copies) FILTER (WHERE copies = 1) / sum(copies), 1) FROM (${counts}) AS counted`,
    min: mostly,
  });
}

function types(kwargs: Fields, names: readonly unknown[]): Translated {
  const type = commonType(names.map(String));
  const column = textOf(kwargs.column);
  if (type === undefined || column === undefined) {
    return lost(`no type here is ${names.map(shown).join(' or ')}`);
  }
  return carried({ check: 'types', types: { [column]: type } });
}

function matches(kwargs: Fields, regex: unknown): Translated {
  const pattern = patternOf(String(regex));
  if ('lost' in pattern) return lost(pattern.lost);
  return ofValues(kwargs, { check: 'pattern', matches: pattern.matches });
}

function avoids(kwargs: Fields, regex: unknown): Translated {
  const pattern = patternOf(String(regex));
  if ('lost' in pattern) return lost(pattern.lost);
  return ofValues(kwargs, { check: 'pattern', 'not-matches': pattern.matches });
}

function matchesList(kwargs: Fields): Translated {
  const patterns = listOf(kwargs.regex_list).map(String);
  if (kwargs.match_on !== 'all') {
    return matches(kwargs, patterns.map((pattern) => `(?:${pattern})`).join('|'));
  }
  if (patterns.length > 1 && (numberOf(kwargs.mostly) ?? 1) < 1) {
    return lost('mostly over several patterns that must all match; give one check a pattern');
  }
  return together(patterns.map((pattern) => matches(kwargs, pattern)));
}

function like(kwargs: Fields, patterns: readonly unknown[], on: unknown, not: string): Translated {
  const column = quoted(kwargs);
  const parts = patterns.map((pattern) => `${column} ${not}LIKE ${sql.literal(String(pattern))}`);
  const title = `${String(kwargs.column)} is ${not.toLowerCase()}like ${patterns.map(shown).join(', ')}`;
  return condition(kwargs, title, parts.join(on === 'all' ? ' AND ' : ' OR '));
}

/** A missing value is left out: the condition must say so, for `mostly` counts the others only. */
function condition(kwargs: Fields, title: string, text: string): Translated {
  const draft = ofValues(kwargs, { check: 'condition', name: title, condition: text });
  const drafts = draft.drafts.map(({ column: _, ...rest }) => ({
    ...rest,
    where: `${quoted(kwargs)} IS NOT NULL`,
  }));
  return { drafts };
}

function monotonic(kwargs: Fields, direction: string): Translated {
  const strict = kwargs.strictly === true ? true : undefined;
  return ofValues(kwargs, { check: 'monotonic', direction, strict });
}

function zScores(kwargs: Fields): Translated {
  const threshold = numberOf(kwargs.threshold);
  if (threshold === undefined) return lost('it has no threshold');
  if ((numberOf(kwargs.mostly) ?? 1) < 1) {
    return lost('mostly of standard scores; write the share as a check sql with min');
  }
  const column = quoted(kwargs);
  const score = `(${column} - centre) / spread`;
  const moments = `SELECT avg(${column}) AS centre, stddev_samp(${column}) AS spread FROM data`;
  return carried({
    check: 'sql',
    name: `standard scores of ${String(kwargs.column)} are below ${threshold}`,
    query: `SELECT ${column} FROM data, (${moments}) AS moments WHERE ${
      kwargs.double_sided === false ? score : `abs(${score})`
    } >= ${sql.literal(threshold)}`,
  });
}
