import type { Catalogue } from '../../../shared/kernel/language.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { count, list, shownNumber } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

/** The last instant ECMAScript can name, in milliseconds. */
const lastDate = 8.64e15;

export const messages: Catalogue<typeof en.messages> = {
  nothingToCheck: '没有可检查的值',
  tooLarge: '有无穷大的值，或有些值太大而无法相加',
  tooFewValues: '值太少，无法计算',
  columnsMissing: (missing, there) => {
    const names = missing.map((name) => {
      const near = nearestName(name, there);
      return near === undefined ? `"${name}"` : `"${name}"（您是想写 "${near}" 吗？）`;
    });
    return `数据中没有列 ${names.join('、')}`;
  },
  columnsExtra: (extra) => `意外的列：${list(extra)}`,
  columnsMoved: (found, wanted) => `应为 ${wanted} 的位置上是 ${found}`,
  typesDiffer: (differ) =>
    list(
      differ.map(({ name, declared, actual }) =>
        actual === undefined ? `没有 ${name}` : `${name} 是 ${actual}，而不是 ${declared}`,
      ),
    ),
  noReference: '没有可比较的参考数据；请用输入 reference 指定',
  emptyReference: '参考数据没有行',
  ratioExpected: (ratio) => `参考数据行数的 ${ratio} 倍`,
  ratioFound: (rows, reference) =>
    `${count(rows)} 行，是参考数据 ${count(reference)} 行的 ${shownNumber(rows / reference)} 倍`,
  rangeOfWrongType: (column, type) => `${column} 是 ${type}；范围需要数字或日期`,
  boundOfWrongKind: (column, type, bound) =>
    `${column} 是 ${type}，无法与 ${JSON.stringify(bound)} 比较；${
      type === 'date' || type === 'timestamp' ? '日期请写成 2001-01-31' : '请写数字'
    }`,
  valueOfWrongKind: (column, type, value) =>
    `${column} 是 ${type}，永远不会是 ${JSON.stringify(value)}；请列出数字`,
  figureOfWrongType: (column, type, figure) =>
    `${column} 是 ${type ?? '未知类型'}；${figure} 需要数字`,
  formatOfWrongType: (column, type) =>
    `${column} 已经是 ${type}，因此不知道其日期原来的写法；date-format 检查的是文本`,
  freshnessOfWrongType: (column, type) => `${column} 是 ${type}；freshness 需要日期`,
  orderOfWrongType: (column, type) => `${column} 是 ${type}，没有顺序`,
  notComparable: (left, leftType, right, rightType) =>
    `${left} 是 ${leftType ?? '未知类型'}，${right} 是 ${rightType ?? '未知类型'}；两者无法比较`,
  freshExpected: (age) => `距今至多 ${age} 的日期`,
  date: (milliseconds) => {
    if (Math.abs(milliseconds) > lastDate) return '超出日历的日期';
    const text = new Date(milliseconds).toISOString();
    return text.endsWith('T00:00:00.000Z')
      ? text.slice(0, -14)
      : `${text.slice(0, -8).replace('T', ' ')} UTC`;
  },
  aged: (date, age) => `${date}，距今 ${age}`,
  ahead: (date) => `${date}，在未来`,
  notParsed: '它的 SQL 没有被解析',
  notOneNumber: '查询没有给出一个数字（一行一列）',
};
