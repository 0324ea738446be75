import { atStart, patternOf } from '../python-pattern.ts';
import * as sql from '../sql-text.ts';
import {
  carried,
  type Draft,
  lost,
  type Translated,
  together,
  withArguments,
  withoutUndefined,
} from '../translation.ts';
import { type Fields, fieldsOf, isFields, listOf } from '../untyped.ts';

type ColumnCheck = (column: string, given: Fields) => Translated;

/** pandera's built-in checks of a column. Missing values are left out, as here. */
const checks = new Map<string, ColumnCheck>(
  Object.entries({
    greater_than: (column, { min_value: above }) => range(column, { above }),
    greater_than_or_equal_to: (column, { min_value: min }) => range(column, { min }),
    less_than: (column, { max_value: below }) => range(column, { below }),
    less_than_or_equal_to: (column, { max_value: max }) => range(column, { max }),
    in_range: (column, given) =>
      range(column, {
        [given.include_min === false ? 'above' : 'min']: given.min_value,
        [given.include_max === false ? 'below' : 'max']: given.max_value,
      }),
    equal_to: (column, { value }) => carried({ check: 'allowed-values', column, values: [value] }),
    not_equal_to: (column, { value }) =>
      carried({ check: 'forbidden-values', column, values: [value] }),
    isin: (column, { allowed_values: values }) =>
      carried({ check: 'allowed-values', column, values }),
    notin: (column, { forbidden_values: values }) =>
      carried({ check: 'forbidden-values', column, values }),
    unique_values_eq: uniqueValues,
    str_matches: (column, { pattern }) => matching(column, pattern, atStart),
    str_contains: (column, { pattern }) => matching(column, pattern, (same) => same),
    str_startswith: (column, { string }) => matching(column, string, (text) => `^${escaped(text)}`),
    str_endswith: (column, { string }) => matching(column, string, (text) => `${escaped(text)}$`),
    str_length: (column, { min_value: min, max_value: max, exact_value: exact }) =>
      carried(withoutUndefined({ check: 'length', column, min: exact ?? min, max: exact ?? max })),
  } satisfies Record<string, ColumnCheck>),
);

/** Where a schema gives a bare value, it is the value of this argument. */
const onlyArgument: Readonly<Record<string, string>> = {
  greater_than: 'min_value',
  greater_than_or_equal_to: 'min_value',
  less_than: 'max_value',
  less_than_or_equal_to: 'max_value',
  equal_to: 'value',
  not_equal_to: 'value',
  isin: 'allowed_values',
  notin: 'forbidden_values',
  unique_values_eq: 'values',
  str_matches: 'pattern',
  str_contains: 'pattern',
  str_startswith: 'string',
  str_endswith: 'string',
};

export function isColumnCheck(name: string): boolean {
  return checks.has(name);
}

/** One check of one column, by the name the schema gives it. */
export function columnCheck(column: string, name: string, given: unknown): Translated {
  const translate = checks.get(name);
  if (translate === undefined) {
    return lost('a check of your own, whose code is not in the file; write it as a condition');
  }
  const only = onlyArgument[name] ?? 'value';
  const stated = isFields(given) ? { [only]: given.value, ...given } : { [only]: given };
  const options = { ...stated, ...fieldsOf(stated.options) };
  if (options.groupby !== undefined && options.groupby !== null) {
    return lost('a check by group; use by in the check here');
  }
  const severity = options.raise_warning === true ? 'warning' : undefined;
  const translated = withArguments(translate(column, options), { severity });
  if (options.ignore_na !== false) return translated;
  return together([translated, carried({ check: 'not-null', column })]);
}

function range(column: string, ends: Fields): Translated {
  return carried(withoutUndefined({ check: 'range', column, ...dated(ends) }));
}

/** pandera writes midnight into a date: `2001-01-31 00:00:00`. */
function dated(ends: Fields): Fields {
  const midnight = / 00:00:00$/u;
  return Object.fromEntries(
    Object.entries(ends).map(([end, value]) => [
      end,
      typeof value === 'string' ? value.replace(midnight, '') : value,
    ]),
  );
}

function matching(column: string, pattern: unknown, form: (text: string) => string): Translated {
  const found = patternOf(form(String(pattern)));
  if ('lost' in found) return lost(found.lost);
  return carried({ check: 'pattern', column, matches: found.matches });
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
}

function uniqueValues(column: string, { values }: Fields): Translated {
  const listed = listOf(values).filter(sql.isValue);
  if (listed.length === 0) return lost('its values are no list of values');
  const present: Draft = {
    check: 'distinct-count',
    column,
    min: listed.length,
    max: listed.length,
  };
  return carried({ check: 'allowed-values', column, values: listed }, present);
}
