import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './contradiction-messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  apart: '没有任何值同时落在两者的界限之内',
  noCommonValue: '两个列表没有共同的值',
  quantilesCross: (low, high) => `${low} 分位数会高于 ${high} 分位数`,
  bothDirections: '没有两个值能同时递增和递减',
  nullAndNot: '值不能既存在又缺失',
  allForbidden: '每个允许的值都被禁止',
  noneInRange: '没有允许的值落在范围内',
  noneOfLength: '没有允许的值具有该长度',
  tooFewAllowed: '允许的值少于必须互不相同的值的个数',
  outsideRange: (figure) => `${figure} 会落在全部取值的范围之外`,
  minimumAboveMaximum: '最小值会高于最大值',
  columnExcluded: (column) => `不允许有列 ${JSON.stringify(column)}`,
  columnCount: '不可能有这么多列',
  twoTypes: (column) => `${column} 不能同时是两种类型`,
  needsNumbers: (kind, column, type) => `${kind} 需要数字，而 ${column} 声明为 ${type}`,
  boundsOfType: (column, type) => `它的界限不适合 ${column}，后者声明为 ${type}`,
  needsDates: (column, type) => `freshness 需要日期，而 ${column} 声明为 ${type}`,
  needsText: (column, type) => `date-format 检查文本，而 ${column} 声明为 ${type}`,
};
