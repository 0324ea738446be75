import type { Catalogue } from '../../../shared/kernel/language.ts';
import { atLeastShare, bounds, count, list, shownNumber } from '../wording.zh.ts';
import type * as en from './kind-messages.en.ts';

const figures: Readonly<Record<string, string>> = {
  mean: '均值',
  median: '中位数',
  sum: '总和',
  minimum: '最小值',
  maximum: '最大值',
  'standard-deviation': '标准差',
};

export const kinds: Catalogue<typeof en.kinds> = {
  age: {
    days: (days) => `${count(days)} 天`,
    hours: (hours) => `${shownNumber(hours)} 小时`,
  },
  rows: (rows) => `${count(rows)} 行`,
  columns: (columns) => `${count(columns)} 列`,
  values: (values) => `${count(values)} 个值`,
  asDeclared: '与声明一致',
  theSame: '相同',
  references: {
    title: (own, other) => `${own} 引用 ${other}`,
    expected: (table, mostly) => `每个值在 ${table} 中都有一行${atLeastShare(mostly)}`,
  },
  rowRatio: {
    title: (table) => `${table} 每行对应的行数`,
    expected: (table, min, max) => `${table} 的每一行对应${bounds(min, max)} 行`,
    found: (rows, ratio, table, others) =>
      `${count(rows)} 行，${table} 的 ${count(others)} 行平均每行 ${shownNumber(ratio)} 行`,
  },
  rowCount: {
    title: '行数',
    expected: (min, max) => `${bounds(min, max)} 行`,
  },
  columnCount: {
    title: '列数',
    expected: (min, max) => `${bounds(min, max)} 列`,
  },
  columnNames: {
    title: '存在的列',
    expected: (columns, ordered, exact) =>
      `${list(columns)}${ordered ? '，按此顺序' : ''}${exact ? '，且没有其他列' : ''}`,
  },
  types: { title: '列类型' },
  pattern: {
    title: (column) => `${column} 符合模式`,
    expected: (matches, not, mostly) =>
      [
        ...(matches === undefined ? [] : [`匹配 ${matches} 的文本`]),
        ...(not === undefined ? [] : [`不匹配 ${not} 的文本`]),
      ].join('，且为') + atLeastShare(mostly),
    found: (values) => `${count(values)} 个值不符合`,
  },
  length: {
    title: (column) => `${column} 的长度`,
    expected: (min, max, mostly) => `${bounds(min, max)} 个字符${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个值太短或太长`,
  },
  dateFormat: {
    title: (column) => `${column} 写成日期`,
    expected: (format, mostly) => `写成 ${format} 的日期${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个值写法不同`,
  },
  compareColumns: {
    words: {
      below: '小于',
      'at-most': '至多为',
      equal: '等于',
      'not-equal': '不等于',
      'at-least': '至少为',
      above: '大于',
    },
    title: (left, words, right) => `${left} ${words} ${right}`,
    expected: (mostly) => `在两者都有值的每一行${atLeastShare(mostly)}`,
    found: (rows) => `${count(rows)} 行不成立`,
  },
  monotonic: {
    title: (column, direction) => `${column} ${direction === 'increasing' ? '递增' : '递减'}`,
    expected: (direction, strict, order, mostly) => {
      const word = direction === 'increasing' ? '小于' : '大于';
      const ordered = order === undefined ? '' : `按 ${order} 排序时，`;
      return `${ordered}没有值${word}${strict ? '或等于' : ''}前一个值${atLeastShare(mostly)}`;
    },
    found: (steps) => `${count(steps)} 处方向相反`,
  },
  dependency: {
    title: (columns, determines) => `${columns} 决定 ${determines}`,
    expected: (columns, determines, mostly) =>
      `每个 ${columns} 只有一个 ${determines}${atLeastShare(mostly)}`,
    found: (rows) => `${count(rows)} 行取值不同`,
  },
  notNull: {
    title: (column) => `${column} 从不缺失`,
    expected: (mostly) => `每一行都有值${atLeastShare(mostly)}`,
    found: (rows) => `${count(rows)} 行没有值`,
  },
  alwaysNull: {
    title: (column) => `${column} 始终缺失`,
    expected: (mostly) => `任何一行都没有值${atLeastShare(mostly)}`,
    found: (rows) => `${count(rows)} 行有值`,
  },
  unique: {
    title: (columns) => `${columns} 唯一`,
    expected: (mostly) => `每个值只出现一次${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个重复的值`,
  },
  range: {
    title: (column) => `${column} 在范围内`,
    above: (bound) => `大于 ${bound}`,
    below: (bound) => `小于 ${bound}`,
    expected: (parts, mostly) => `${parts.join('且')}${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个值在范围之外`,
  },
  allowedValues: {
    title: (column) => `${column} 属于列表`,
    expected: (values, mostly) => `${list(values)} 之一${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个值不在列表中`,
  },
  forbiddenValues: {
    title: (column) => `${column} 不属于列表`,
    expected: (values, mostly) => `不是 ${list(values)} 中的任何一个${atLeastShare(mostly)}`,
    found: (values) => `${count(values)} 个被禁止的值`,
  },
  figure: (name, column) => `${column} 的${figures[name] ?? name}`,
  quantile: (quantile, column) => `${column} 的 ${quantile} 分位数`,
  distinctCount: {
    title: (column) => `${column} 的不同取值个数`,
    expected: (min, max) => `${bounds(min, max)} 个不同的取值`,
    found: (values) => `${count(values)} 个不同的取值`,
  },
  newest: (column) => `最新的 ${column}`,
  condition: {
    expected: (mostly) => `每一行都成立${atLeastShare(mostly)}`,
    found: (rows) => `${count(rows)} 行不成立`,
  },
  noRow: '没有行',
};
