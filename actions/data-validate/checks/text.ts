import type { CheckOf } from '../../../shared/domain/check.ts';
import { countRows } from './count-rows.ts';
import { blocked, type Ground, type Kind, type Plan } from './kind.ts';
import { kinds as texts } from './kind-messages.ts';
import { messages } from './messages.ts';
import { textOf } from './values.ts';

/** Checks of how a value is written. */
export const textKinds = {
  pattern: {
    columns: ({ column }) => [column],
    plan: planPattern,
    title: ({ column }) => texts.pattern.title(column),
    expected: ({ matches, 'not-matches': not, mostly }) =>
      texts.pattern.expected(matches, not, mostly),
  } satisfies Kind<CheckOf<'pattern'>>,
  length: {
    columns: ({ column }) => [column],
    plan: planLength,
    title: ({ column }) => texts.length.title(column),
    expected: ({ min, max, mostly }) => texts.length.expected(min, max, mostly),
  } satisfies Kind<CheckOf<'length'>>,
  'date-format': {
    columns: ({ column }) => [column],
    plan: planDateFormat,
    title: ({ column }) => texts.dateFormat.title(column),
    expected: ({ format, mostly }) => texts.dateFormat.expected(format, mostly),
  } satisfies Kind<CheckOf<'date-format'>>,
};

function planPattern(check: CheckOf<'pattern'>, { sql }: Ground): Plan {
  const text = textOf(check.column, sql);
  const { matches, 'not-matches': not } = check;
  const parts = [
    ...(matches === undefined ? [] : [`NOT regexp_matches(${text}, ${sql.literal(matches)})`]),
    ...(not === undefined ? [] : [`regexp_matches(${text}, ${sql.literal(not)})`]),
  ];
  return countRows({
    mostly: check.mostly,
    judged: `count(${sql.identifier(check.column)})`,
    condition: `(${parts.join(' OR ')})`,
    shown: text,
    found: texts.pattern.found,
  });
}

function planLength({ column, min, max, mostly }: CheckOf<'length'>, { sql }: Ground): Plan {
  const text = textOf(column, sql);
  const parts = [
    ...(min === undefined ? [] : [`length(${text}) < ${sql.literal(min)}`]),
    ...(max === undefined ? [] : [`length(${text}) > ${sql.literal(max)}`]),
  ];
  return countRows({
    mostly,
    judged: `count(${sql.identifier(column)})`,
    condition: `(${parts.join(' OR ')})`,
    shown: text,
    found: texts.length.found,
  });
}

function planDateFormat(check: CheckOf<'date-format'>, { types, sql }: Ground): Plan {
  const type = types.get(check.column) ?? 'other';
  if (type !== 'string' && type !== 'integer') {
    return blocked(messages.formatOfWrongType(check.column, type));
  }
  const text = textOf(check.column, sql);
  const read = `try_strptime(${text}, ${sql.literal(check.format)})`;
  return countRows({
    mostly: check.mostly,
    judged: `count(${sql.identifier(check.column)})`,
    condition: `(${text} IS NOT NULL AND ${read} IS NULL)`,
    shown: text,
    found: texts.dateFormat.found,
  });
}
