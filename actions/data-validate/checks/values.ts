import type { CheckOf } from '../../../shared/domain/check.ts';
import type { ColumnType, SqlText } from '../../../shared/domain/column.ts';
import { bounds, forAtLeast, list, plural } from '../wording.ts';
import { countRows, judgeCounts } from './count-rows.ts';
import { duplicateRows } from './duplicate-rows.ts';
import {
  blocked,
  type Ground,
  isNumeric,
  isTime,
  type Kind,
  knownValue,
  type Plan,
} from './kind.ts';
import { messages } from './messages.ts';

/** Checks of each value of a column by itself. */
export const valueKinds = {
  'not-null': {
    columns: ({ column }) => [column],
    plan: (check, ground) => {
      const value = knownValue(check.column, ground.types.get(check.column), ground.sql);
      return {
        ...countRows({
          mostly: check.mostly,
          judged: 'count(*)',
          condition: `${value} IS NULL`,
          shown: textOf(check.column, ground.sql),
          found: (failing) => `${plural(failing, 'row')} without a value`,
        }),
        // The overview counts the values of every column anyway.
        aggregates: { judged: 'count(*)', failing: `count(*) - count(${value})` },
      };
    },
    title: ({ column }) => `${column} is never missing`,
    expected: ({ mostly }) => `a value in every row${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'not-null'>>,
  'always-null': {
    columns: ({ column }) => [column],
    plan: (check, { sql, types }) =>
      countRows({
        mostly: check.mostly,
        judged: 'count(*)',
        condition: `${knownValue(check.column, types.get(check.column), sql)} IS NOT NULL`,
        shown: textOf(check.column, sql),
        found: (failing) => `${plural(failing, 'row')} with a value`,
      }),
    title: ({ column }) => `${column} is always missing`,
    expected: ({ mostly }) => `no value in any row${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'always-null'>>,
  unique: {
    columns: keyOf,
    plan: planUnique,
    title: (check) => `${keyOf(check).join(' + ')} is unique`,
    expected: ({ mostly }) => `every value once${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'unique'>>,
  range: {
    columns: ({ column }) => [column],
    plan: planRange,
    title: ({ column }) => `${column} lies in a range`,
    expected: (check) => `${rangeText(check)}${forAtLeast(check.mostly)}`,
  } satisfies Kind<CheckOf<'range'>>,
  'allowed-values': {
    columns: ({ column }) => [column],
    plan: (check, ground) =>
      planList(check, ground, 'NOT IN', (many) => `${plural(many, 'value')} not in the list`),
    title: ({ column }) => `${column} is one of a list`,
    expected: ({ values, mostly }) => `one of ${list(values)}${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'allowed-values'>>,
  'forbidden-values': {
    columns: ({ column }) => [column],
    plan: (check, ground) =>
      planList(check, ground, 'IN', (many) => plural(many, 'forbidden value')),
    title: ({ column }) => `${column} is none of a list`,
    expected: ({ values, mostly }) => `none of ${list(values)}${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'forbidden-values'>>,
};

/** A column as text, to show a failing value. */
export function textOf(column: string, sql: SqlText): string {
  return `CAST(${sql.identifier(column)} AS VARCHAR)`;
}

function keyOf(check: CheckOf<'unique'>): readonly string[] {
  return check.columns ?? (check.column === undefined ? [] : [check.column]);
}

function planUnique(check: CheckOf<'unique'>, { sql }: Ground): Plan {
  const key = keyOf(check).map((name) => sql.identifier(name));
  // A missing value of a single key is the business of not-null; in a compound key it is a value.
  const [only = ''] = key;
  const judged = key.length === 1 ? `count(${only})` : 'count(*)';
  const distinct = key.length === 1 ? only : `row(${key.join(', ')})`;
  return {
    aggregates: { judged, failing: `${judged} - count(DISTINCT ${distinct})` },
    failingRows: (rows, segment) => duplicateRows(rows, segment, key),
    judge: (answers) =>
      judgeCounts(answers, check.mostly, (failing) => plural(failing, 'repeated value')),
  };
}

function rangeText({ min, max, above, below }: CheckOf<'range'>): string {
  if (above === undefined && below === undefined) return bounds(min, max);
  const low =
    above === undefined ? (min === undefined ? [] : [bounds(min, undefined)]) : [`above ${above}`];
  const high =
    below === undefined ? (max === undefined ? [] : [bounds(undefined, max)]) : [`below ${below}`];
  return [...low, ...high].join(' and ');
}

function planRange(check: CheckOf<'range'>, { types, sql }: Ground): Plan {
  const type = types.get(check.column) ?? 'other';
  if (!isTime(type) && !isNumeric(type))
    return blocked(messages.rangeOfWrongType(check.column, type));
  const ends = [check.min, check.max, check.above, check.below].filter((end) => end !== undefined);
  const wrong = ends.find((end) => (isTime(type) ? !isDate(end) : typeof end !== 'number'));
  if (wrong !== undefined) return blocked(messages.boundOfWrongKind(check.column, type, wrong));
  const column = sql.identifier(check.column);
  const bound = (value: string | number): string =>
    isTime(type) ? `CAST(${sql.literal(value)} AS TIMESTAMP)` : sql.literal(value);
  const outside = (operator: string, end: string | number | undefined): string[] =>
    end === undefined ? [] : [`${column} ${operator} ${bound(end)}`];
  const parts = [
    ...outside('<', check.min),
    ...outside('>', check.max),
    ...outside('<=', check.above),
    ...outside('>=', check.below),
    // Not a number is outside every range, whichever way the engine sorts it.
    ...(type === 'number' ? [`isnan(CAST(${column} AS DOUBLE))`] : []),
  ];
  return countRows({
    mostly: check.mostly,
    judged: `count(${column})`,
    condition: `(${parts.join(' OR ')})`,
    shown: textOf(check.column, sql),
    found: (failing) => `${plural(failing, 'value')} outside`,
  });
}

function isDate(bound: string | number): boolean {
  const form = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/u;
  return typeof bound === 'string' && form.test(bound) && !Number.isNaN(Date.parse(bound));
}

function planList(
  check: CheckOf<'allowed-values' | 'forbidden-values'>,
  { types, sql }: Ground,
  fails: 'IN' | 'NOT IN',
  found: (failing: number) => string,
): Plan {
  const type: ColumnType = types.get(check.column) ?? 'other';
  const numeric = isNumeric(type);
  const wrong = numeric ? check.values.find((value) => typeof value !== 'number') : undefined;
  if (wrong !== undefined) return blocked(messages.valueOfWrongKind(check.column, type, wrong));
  const column = sql.identifier(check.column);
  const value = numeric ? column : textOf(check.column, sql);
  const values = check.values.map((one) => sql.literal(numeric ? one : String(one)));
  return countRows({
    mostly: check.mostly,
    judged: `count(${column})`,
    condition: `${value} ${fails} (${values.join(', ')})`,
    shown: textOf(check.column, sql),
    found,
  });
}
