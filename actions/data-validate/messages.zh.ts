import type { Catalogue } from '../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';
import type { ShownRows } from './messages.en.ts';
import { count, percent, plural, shortLine } from './wording.ts';

function rowList({ rows, places, total }: ShownRows): string {
  const shown = places?.map(({ name, row }) => `${name} 第 ${row} 行`) ?? rows.map(String);
  return shown.join('、') + (total > shown.length && shown.length > 0 ? '……' : '');
}

function rowsPhrase(shown: ShownRows): string {
  const { rows, places, total } = shown;
  if (rows.length === 0) return '';
  if (places !== undefined) return `位于 ${rowList(shown)}。`;
  return rows.length > 1 || total > 1
    ? `最先出现的行：${rowList(shown)}。`
    : `第 ${rowList(shown)} 行。`;
}

export const messages: Catalogue<typeof en.messages> = {
  percent,
  plural,
  rows: rowList,
  titleIn: (title, scope) =>
    [
      title,
      ...(scope.by.length === 0 ? [] : [`，按 ${scope.by.join(' + ')}`]),
      ...(scope.where === undefined ? [] : [`，其中 ${shortLine(scope.where)}`]),
    ].join(''),
  checkFailed: (name, observed, wanted, rows) =>
    `${name}：${observed}；预期 ${wanted}。${rowsPhrase(rows)}`,
  castTitle: (column) => `${column} 可以读取`,
  castObserved: (many, type) => `${count(many)} 个值不是 ${type}`,
  castExpected: (type) => `每一行都是 ${type}，几乎所有行都是`,
  emptyColumnTitle: (column) => `${column} 有值`,
  emptyColumn: '任何一行都没有值',
  emptyColumnExpected: '至少一个值',
  rowsTitle: '有数据行',
  someRows: '至少 1 行',
  referenceColumnsTitle: '列与参考数据相同',
  referenceColumnsExpected: '参考数据的列和类型',
  referenceRowsTitle: '行数与参考数据相近',
  referenceRowsExpected: (rows) => `${count(Math.ceil(rows / 2))} 至 ${count(rows * 2)} 行`,
  passed: (checks, rows) => `对 ${count(rows)} 行运行了 ${count(checks)} 项检查，全部通过。`,
  failed: (bad, checks, rows, worst) =>
    `对 ${count(rows)} 行运行的 ${count(checks)} 项检查中有 ${count(bad)} 项未通过${bad === 1 ? '：' : '。最严重的：'}${worst}。`,
  has: (subject, observed) => `${subject} 有 ${observed}`,
  expectedInstead: (found, wanted) => `${found}，预期 ${wanted}`,
  isInstead: (title, found, wanted) => `${title}：${found}，预期 ${wanted}`,
  hasCount: (observed, wanted) => `数据有 ${observed}，预期 ${wanted}`,
  rowsNote: (files) =>
    files === 1 ? '行号从 1 开始；不计表头行。' : '每个文件的行号从 1 开始；不计表头行。',
  changed: (name) => `${name} 在检查期间发生了变化。`,
  defaultsOnly:
    '没有声明任何检查，因此只运行了这些：有数据行、没有空列、每个值都能读取。请在 mlops.yml 中加上 validate 一节，或用 infer: true 运行一次以得到一份初始的检查列表。',
  notEveryCheckRan: (ran, declared) => `声明的 ${declared} 项检查中运行了 ${ran} 项。`,
};
