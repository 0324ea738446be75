import type { CheckOf } from '../../../shared/domain/check.ts';
import type { ColumnType, SqlText } from '../../../shared/domain/column.ts';
import { bounds } from '../wording.ts';
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
import { kinds as texts } from './kind-messages.ts';
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
          found: texts.notNull.found,
        }),
        // The overview counts the values of every column anyway.
        aggregates: { judged: 'count(*)', failing: `count(*) - count(${value})` },
      };
    },
    title: ({ column }) => texts.notNull.title(column),
    expected: ({ mostly }) => texts.notNull.expected(mostly),
  } satisfies Kind<CheckOf<'not-null'>>,
  'always-null': {
    columns: ({ column }) => [column],
    plan: (check, { sql, types }) =>
      countRows({
        mostly: check.mostly,
        judged: 'count(*)',
        condition: `${knownValue(check.column, types.get(check.column), sql)} IS NOT NULL`,
        shown: textOf(check.column, sql),
        found: texts.alwaysNull.found,
      }),
    title: ({ column }) => texts.alwaysNull.title(column),
    expected: ({ mostly }) => texts.alwaysNull.expected(mostly),
  } satisfies Kind<CheckOf<'always-null'>>,
  unique: {
    columns: keyOf,
    plan: planUnique,
    title: (check) => texts.unique.title(keyOf(check).join(' + ')),
    expected: ({ mostly }) => texts.unique.expected(mostly),
  } satisfies Kind<CheckOf<'unique'>>,
  range: {
    columns: ({ column }) => [column],
    plan: planRange,
    title: ({ column }) => texts.range.title(column),
    expected: (check) => texts.range.expected(rangeParts(check), check.mostly),
  } satisfies Kind<CheckOf<'range'>>,
  'allowed-values': {
    columns: ({ column }) => [column],
    plan: (check, ground) => planList(check, ground, 'NOT IN', texts.allowedValues.found),
    title: ({ column }) => texts.allowedValues.title(column),
    expected: ({ values, mostly }) => texts.allowedValues.expected(values, mostly),
  } satisfies Kind<CheckOf<'allowed-values'>>,
  'forbidden-values': {
    columns: ({ column }) => [column],
    plan: (check, ground) => planList(check, ground, 'IN', texts.forbiddenValues.found),
    title: ({ column }) => texts.forbiddenValues.title(column),
    expected: ({ values, mostly }) => texts.forbiddenValues.expected(values, mostly),
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
    judge: (answers) => judgeCounts(answers, check.mostly, texts.unique.found),
  };
}

function rangeParts({ min, max, above, below }: CheckOf<'range'>): string[] {
  if (above === undefined && below === undefined) return [bounds(min, max)];
  const low =
    above === undefined
      ? min === undefined
        ? []
        : [bounds(min, undefined)]
      : [texts.range.above(above)];
  const high =
    below === undefined
      ? max === undefined
        ? []
        : [bounds(undefined, max)]
      : [texts.range.below(below)];
  return [...low, ...high];
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
    found: texts.range.found,
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
  return countRows({
    mostly: check.mostly,
    judged: `count(${column})`,
    condition: numeric
      ? `${column} ${fails} (${check.values.map(sql.literal).join(', ')})`
      : `${fails === 'IN' ? '' : 'NOT '}${isListed(check, sql)}`,
    shown: textOf(check.column, sql),
    found,
  });
}

/** SQL: the value is in the list. Not `IN`, which compares a text with one after the other. */
function isListed(
  { column, values }: CheckOf<'allowed-values' | 'forbidden-values'>,
  sql: SqlText,
): string {
  const listed = values.map((one) => sql.literal(String(one))).join(', ');
  return `list_contains([${listed}], ${textOf(column, sql)})`;
}
