import type { Catalogue } from '../../../shared/kernel/language.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { count, list, percent } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

function interval({ estimate, low, high }: Estimate): string {
  const shown = (value: number): string => value.toLocaleString('en-US', shownDigits);
  return `${shown(estimate)}（${shown(low)} 至 ${shown(high)}）`;
}
const shownDigits = { minimumFractionDigits: 3, maximumFractionDigits: 4 };

function firstRows(rows: readonly number[], total: number): string {
  if (rows.length === 0) return '';
  return `，在该处第 ${rows.join('、')}${total > rows.length ? '……' : ''} 行`;
}

type SharedRows = Parameters<typeof en.messages.key>[0];

function sharedRows({ split, shared, judged, first }: SharedRows): string {
  return `${split} 的 ${count(judged)} 行中有 ${count(shared)} 行（${percent(judged === 0 ? 0 : shared / judged)}）${firstRows(first, shared)}`;
}

export const messages: Catalogue<typeof en.messages> = {
  sharedTitle: (split) => `${split} 的行没有用于训练`,
  shared: (found, repeated) => `${sharedRows(found)}；训练数据自身有 ${percent(repeated)} 的行重复`,
  sharedExpected: (limit) =>
    limit === undefined ? '不多于偶然的重复' : limit === 0 ? '没有' : `至多 ${percent(limit)}`,
  keyTitle: (columns, split) => `${split} 的 ${columns.join(' + ')} 没有用于训练`,
  key: sharedRows,
  groupTitle: (column, split) => `${split} 的 ${column} 不出现在训练数据中`,
  group: (found, groups) => `${sharedRows(found)}，${count(groups)} 个取值两边都有`,
  none: '没有同时出现在两边的',
  timeTitle: (split) => `训练数据在 ${split} 开始之前结束`,
  time: (later, judged, latest, first) =>
    `${count(judged)} 行训练数据中有 ${count(later)} 行（${percent(judged === 0 ? 0 : later / judged)}）晚于该划分的第一行；最后一行是 ${latest}，该划分的第一行是 ${first}`,
  timeExpected: '没有训练行晚于该划分的第一行',
  giveawayTitle: (column, label) => `${column} 单独不会泄露 ${label}`,
  auc: (estimate, rows) => `它对 ${count(rows)} 行留出数据排序的 AUC 为 ${interval(estimate)}`,
  aucExpected: (limit) => `AUC 连同其置信区间至多 ${limit}`,
  information: (estimate, rows) =>
    `在 ${count(rows)} 行留出数据上，它给出了全部信息的 ${interval(estimate)}`,
  informationExpected: (limit) => `连同其置信区间至多 ${limit}`,
  columnMissing: (missing, where) =>
    `${where} 没有列 ${list(missing.map((name) => JSON.stringify(name)))}`,
  nothingShared: (split) => `训练数据与 ${split} 没有共同的列`,
  thisColumn: '两边都有的、可用来比较的列',
  unreadable: (split, problem) => `没有检查训练数据与 ${split} 之间的泄漏：${problem}`,
  undecided: (label) =>
    `没有判定是否有特征泄露 ${label}：需要 50 行用于学习、50 行留出，且两边的两个类别各有 10 行。`,
  splitsTable: '数据划分之间的泄漏',
  featuresTable: (label) => `每个特征单独透露多少 ${label} 的信息`,
  featuresNote: (looked, rows) =>
    looked >= rows
      ? `用 ${count(rows)} 行的一半学习，在另一半上检验。`
      : `从 ${count(rows)} 行中均匀取约 ${count(looked)} 行：用其中一半学习，在另一半上检验。`,
  interval,
};
