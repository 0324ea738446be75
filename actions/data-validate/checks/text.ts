import type { CheckOf } from '../../../shared/domain/check.ts';
import { bounds, forAtLeast, plural } from '../wording.ts';
import { countRows } from './count-rows.ts';
import { blocked, type Ground, type Kind, type Plan } from './kind.ts';
import { messages } from './messages.ts';
import { textOf } from './values.ts';

/** Checks of how a value is written. */
export const textKinds = {
  pattern: {
    columns: ({ column }) => [column],
    plan: planPattern,
    title: ({ column }) => `${column} fits a pattern`,
    expected: (check) => `${patternText(check)}${forAtLeast(check.mostly)}`,
  } satisfies Kind<CheckOf<'pattern'>>,
  length: {
    columns: ({ column }) => [column],
    plan: planLength,
    title: ({ column }) => `length of ${column}`,
    expected: ({ min, max, mostly }) => `${bounds(min, max)} characters${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'length'>>,
  'date-format': {
    columns: ({ column }) => [column],
    plan: planDateFormat,
    title: ({ column }) => `${column} is written as a date`,
    expected: ({ format, mostly }) => `dates written as ${format}${forAtLeast(mostly)}`,
  } satisfies Kind<CheckOf<'date-format'>>,
};

function patternText({ matches, 'not-matches': not }: CheckOf<'pattern'>): string {
  return [
    ...(matches === undefined ? [] : [`text that matches ${matches}`]),
    ...(not === undefined ? [] : [`text that does not match ${not}`]),
  ].join(' and ');
}

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
    found: (failing) => `${plural(failing, 'value')} that ${failing === 1 ? 'does' : 'do'} not fit`,
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
    found: (failing) => `${plural(failing, 'value')} too short or too long`,
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
    found: (failing) => `${plural(failing, 'value')} written otherwise`,
  });
}
