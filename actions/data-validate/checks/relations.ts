import type { CheckOf } from '../../../shared/domain/check.ts';
import type { Comparison } from '../../../shared/domain/checks/relations.ts';
import type { ColumnType } from '../../../shared/domain/column.ts';
import { countRows, judgeCounts } from './count-rows.ts';
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
import { shownRows } from './shown-rows.ts';
import { textOf } from './values.ts';

const operators: Readonly<Record<Comparison, string>> = {
  below: '<',
  'at-most': '<=',
  equal: '=',
  'not-equal': '<>',
  'at-least': '>=',
  above: '>',
};

/** Checks of how columns, or successive rows, stand to each other. */
export const relationKinds = {
  'compare-columns': {
    columns: ({ column, than }) => [column, than],
    plan: planComparison,
    title: ({ column, is, than }) =>
      texts.compareColumns.title(column, texts.compareColumns.words[is], than),
    expected: ({ mostly }) => texts.compareColumns.expected(mostly),
  } satisfies Kind<CheckOf<'compare-columns'>>,
  monotonic: {
    columns: (check) => [
      check.column,
      ...(check['order-by'] === undefined ? [] : [check['order-by']]),
    ],
    plan: planMonotonic,
    title: ({ column, direction }) => texts.monotonic.title(column, direction),
    expected: ({ direction, strict, 'order-by': order, mostly }) =>
      texts.monotonic.expected(direction, strict, order, mostly),
  } satisfies Kind<CheckOf<'monotonic'>>,
  'functional-dependency': {
    columns: ({ columns, determines }) => [determines, ...columns],
    plan: planDependency,
    title: ({ columns, determines }) => texts.dependency.title(columns.join(' + '), determines),
    expected: ({ columns, determines, mostly }) =>
      texts.dependency.expected(columns.join(' + '), determines, mostly),
  } satisfies Kind<CheckOf<'functional-dependency'>>,
};

/** Values of one family can be compared: numbers, times, or the very same type. */
function family(type: ColumnType | undefined): string | undefined {
  if (isNumeric(type)) return 'number';
  return isTime(type) ? 'time' : type;
}

function planComparison(check: CheckOf<'compare-columns'>, { types, sql }: Ground): Plan {
  const [left, right] = [types.get(check.column), types.get(check.than)];
  if (family(left) !== family(right) || left === 'other') {
    return blocked(messages.notComparable(check.column, left, check.than, right));
  }
  const [a, b] = [knownValue(check.column, left, sql), knownValue(check.than, right, sql)];
  return countRows({
    mostly: check.mostly,
    judged: `count_if((${a}) IS NOT NULL AND (${b}) IS NOT NULL)`,
    condition: `NOT ((${a}) ${operators[check.is]} (${b}))`,
    shown: `concat_ws(' / ', ${textOf(check.column, sql)}, ${textOf(check.than, sql)})`,
    found: texts.compareColumns.found,
  });
}

function planMonotonic(check: CheckOf<'monotonic'>, { types, sql }: Ground): Plan {
  const type = types.get(check.column);
  if (type === 'boolean' || type === 'other') {
    return blocked(messages.orderOfWrongType(check.column, type));
  }
  const value = knownValue(check.column, type, sql);
  const order = check['order-by'] === undefined ? [] : [sql.identifier(check['order-by'])];
  const wrong = { increasing: ['<', '<='], decreasing: ['>', '>='] }[check.direction];
  const condition = `(${value}) ${wrong[check.strict ? 1 : 0]} mlops_before`;
  const counted = countRows({
    mostly: check.mostly,
    judged: `count_if((${value}) IS NOT NULL AND mlops_before IS NOT NULL)`,
    condition,
    shown: textOf(check.column, sql),
    found: texts.monotonic.found,
  });
  return {
    ...counted,
    derived: (rows, segment) => {
      const partition = segment.length === 0 ? '' : `PARTITION BY ${segment.join(', ')} `;
      const sorted = `ORDER BY ${[...order, 'mlops_row'].join(', ')}`;
      return `(SELECT *, lag(${value} IGNORE NULLS) OVER (${partition}${sorted}) AS mlops_before FROM ${rows})`;
    },
  };
}

/**
 * Rows that would have to go for the dependency to hold, the g3 error of Kivinen and Mannila
 * (1995): all but the commonest value of each group. A missing value is a value of its own; rows
 * without a determinant say nothing.
 */
function planDependency(check: CheckOf<'functional-dependency'>, { sql }: Ground): Plan {
  const keys = check.columns.map((name) => sql.identifier(name));
  const value = sql.identifier(check.determines);
  const known = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
  const counted = (rows: string, group: string): string =>
    `SELECT ${group}, ${value}, count(*) AS mlops_n, min(mlops_row) AS mlops_first FROM ${rows} WHERE ${known} GROUP BY ${group}, ${value}`;
  return {
    aggregates: { judged: 'sum(mlops_all)', failing: 'sum(mlops_all - mlops_most)' },
    derived: (rows, segment) => {
      const group = [...segment, ...keys].join(', ');
      return `(SELECT ${group}, sum(mlops_n) AS mlops_all, max(mlops_n) AS mlops_most FROM (${counted(rows, group)}) GROUP BY ${group})`;
    },
    failingRows: (rows, segment) => {
      const all = [...segment, ...keys];
      const group = all.join(', ');
      const same = all.map((name) => `numbered.${name} IS NOT DISTINCT FROM usual.${name}`);
      return [
        `WITH numbered AS (SELECT * FROM ${rows}), ranked AS (${counted('numbered', group)}),`,
        `usual AS (SELECT * FROM ranked QUALIFY row_number() OVER (PARTITION BY ${group} ORDER BY mlops_n DESC, mlops_first) = 1)`,
        `SELECT mlops_row AS r FROM numbered JOIN usual ON ${same.join(' AND ')}`,
        `WHERE numbered.${value} IS DISTINCT FROM usual.${value} ORDER BY r LIMIT ${shownRows}`,
      ].join(' ');
    },
    judge: (answers) => judgeCounts(answers, check.mostly, texts.dependency.found),
  };
}
