import type { Catalogue } from '../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';
import type { ShownRows } from './messages.en.ts';
import { shortLine } from './number-texts.ts';
import { count } from './wording.zh.ts';

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

const counted = { rows: '行', files: '个文件' } as const;

export const messages: Catalogue<typeof en.messages> = {
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
  passed: (checks, rows, of = 'rows') =>
    `对 ${count(rows)} ${counted[of]}运行了 ${count(checks)} 项检查，全部通过。`,
  failed: (bad, checks, rows, worst, of = 'rows') =>
    `对 ${count(rows)} ${counted[of]}运行的 ${count(checks)} 项检查中有 ${count(bad)} 项未通过${bad === 1 ? '：' : '。最严重的：'}${worst}。`,
  has: (subject, observed) => `${subject} 有 ${observed}`,
  about: (table, observed) => `${table}：${observed}`,
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

export const titles: Catalogue<typeof en.titles> = {
  passed: (checks) => `${count(checks)} 项检查通过`,
  columnCount: (columns) => `${count(columns)} 列`,
  failing: '未通过的检查',
  fingerprint: '指纹',
  check: '检查',
  found: '实际',
  expected: '预期',
  share: '占比',
  firstRows: '最先出现的行',
  values: '取值',
  distribution: '分布',
  column: '列',
  type: '类型',
  missing: '缺失',
  smallest: '最小',
  largest: '最大',
  class: '类别',
  rows: '行数',
  format: '格式',
  files: '文件数',
  sizeInAll: '总大小',
  pixels: '像素',
  file: '文件',
  size: '大小',
  version: '版本',
  encoding: '编码',
  table: '表',
  columns: '列数',
  holds: '含有',
  interval: '95 % 置信区间',
  looked: '查看的值',
  where: '位置',
  feature: '特征',
  information: '信息占比',
  heldOut: '留出的行',
  inTheFile: '文件中',
  thisData: '这份数据',
  segment: '分段',
};

export const hints: Catalogue<typeof en.hints> = {
  noData: 'data-validate：没有指定数据。',
  giveData:
    '请给出输入 "data"（路径或通配符），或在配置文件中给出 data.train；只检查若干表或一个文件夹（validate.tables、validate.folder）时两者都不需要。',
  nothingWrites: '请在没有程序写入数据时运行本步骤。',
  repairStore: (command) => `请运行 \`${command}\`。`,
  checksNotFound: (file, isMissing) => `检查文件 ${file} ${isMissing ? '不存在' : '无法读取'}。`,
  checksInput: (directory) =>
    `请检查输入 "checks"；相对路径以 ${directory} 为起点。若要从数据推断一份初始的检查，请设置 "infer"。`,
  noChecks: (file) => `${file} 没有声明任何检查。`,
  addChecks: '请加上名为 checks 的列表，或不给输入 "checks" 以运行默认的检查。',
  correctChecks: '请更正检查后重新运行；没有读取任何数据。',
  theChecks: '检查',
  theList: '检查列表',
  renameColumn: '请重命名该列，或从文件中去掉它。',
  declareEnvironments: '请在检查旁声明 environments，或不给输入 "environment"。',
  sayEnvironment: '请用输入 "environment" 说明。',
  nameNormal: '请指定能代表正常情况的数据。',
  nameOtherFile: '请用输入 "checks" 指定另一个文件，或删除它，或不给 "infer"。',
  nameAnother: '请指定另一个文件。',
};
