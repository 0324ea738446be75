import { isPeerMethod, type PeerMethod } from '../../shared/domain/drift-method.ts';
import type { Catalogue } from '../../shared/kernel/language.ts';
import { messages as peerMessages } from './compatibility/messages.zh.ts';
import type { Comparison, State } from './decide.ts';
import type { Method } from './measure.ts';
import * as en from './messages.en.ts';

export const { count } = en;
const { percent } = en.messages;

const figure: typeof en.messages.figure = (value) =>
  value === null ? '未定义' : en.messages.figure(value);

const methodNames: Readonly<Record<Method, string>> = {
  psi: 'PSI',
  ks: 'KS 距离',
  js: 'Jensen-Shannon 距离',
  kl: 'KL 散度',
  hellinger: 'Hellinger 距离',
  wasserstein: '以 σ 计的 Wasserstein 距离',
  'total-variation': '全变差距离',
  'chi-squared': "Cramér's V",
};

const stateWords: Readonly<Record<State, string>> = {
  drifted: '已漂移',
  stuck: '固定在一个值上',
  moved: '确有小幅变化',
  usual: '未超出往常',
  steady: '稳定',
  undecided: '未判定：行数太少',
  'too-few-rows': '行数太少',
  identifier: '标识列，不比较',
  clock: '时钟列，不比较',
  empty: '两边都为空',
  constant: '两边都恒定',
  emptied: '不再有值',
  'presence-only': '只比较了缺失值',
  'not-computable': '无法计算',
};

const brokenWords = ({ state, missingAlert, freshAlert }: Comparison): string => {
  if (missingAlert) return '值出现缺失';
  return freshAlert ? '未知的取值' : stateWords[state];
};

function methodName(method: Method | PeerMethod): string {
  return isPeerMethod(method) ? peerMessages.methodName(method) : methodNames[method];
}

function effectWords({ effect, threshold }: Comparison): string {
  if (effect === undefined) return '';
  if (isPeerMethod(effect.method)) {
    return `${methodName(effect.method)} ${figure(effect.value)}（限值 ${figure(threshold)}）`;
  }
  return `${methodName(effect.method)} ${figure(effect.value)}（以 95 % 的置信度至少为 ${figure(effect.low)}；限值 ${figure(threshold)}）`;
}

const sides: Readonly<Record<string, string>> = {
  reference: '参考',
  current: '当前',
  training: '训练',
  served: '线上',
  serving: '线上',
};

/** `参考`, `当前`: one side of a comparison. */
export const sideName = (side: string): string => sides[side] ?? side;

const unitNames: Readonly<Record<string, string>> = {
  row: '行',
  column: '列',
  value: '个值',
  label: '个标签',
  key: '个键',
};

const windowNames: Readonly<Record<string, string>> = {
  hour: '小时',
  day: '天',
  week: '周',
  month: '月',
  quarter: '季度',
  year: '年',
};

export const messages: Catalogue<typeof en.messages> = {
  methodNames,
  methodName,
  stateWords,
  stateOf: (column) => {
    const words = brokenWords(column.whole);
    const windows = [...column.windows].filter(([, { state }]) => state === 'drifted');
    if (column.whole.state === 'drifted' || windows.length === 0) return words;
    return `在 ${windows.map(([window]) => window).join('、')} 中漂移`;
  },
  brokenWords,
  percent,
  plural: (value, one) => `${count(value)} ${unitNames[one] ?? one}`,
  count,
  figure,
  alertNames: {
    none: '无告警',
    p2: 'P2：有列发生漂移',
    p1: 'P1：重要的列发生漂移',
    p0: 'P0：数据损坏',
  },
  drifted: (name, comparison, where, windows, moved) => {
    const when = windows.length === 0 ? where : `${where}（${windows.join('、')}）`;
    const shown = moved === '' ? '' : `${moved}，`;
    return `${name} 发生漂移${when}：${shown}${effectWords(comparison)}。`;
  },
  stuck: (name, where) => `${name}${where} 只有一个值，而参考数据中有多个。`,
  emptied: (name, where) => `${name}${where} 不再有值；参考数据中有。`,
  missingJump: (name, from, to, where) =>
    `${name}：缺失值从 ${percent(from)} 升至 ${percent(to)}${where}。`,
  freshJump: (name, share, where) =>
    `${name}：${percent(share)} 的值${where}从未在参考数据中出现。`,
  tooFewRows: (name, rows, detectable) => {
    const smallest =
      detectable === undefined ? '' : `只有达到 ${figure(detectable)} 的 PSI 才能看出。`;
    return `${name}：有值的行只有 ${count(rows)} 行，太少，无法比较。${smallest}`;
  },
  undecided: (name, comparison) =>
    `${name}：行数太少，无法判断；漂移在 ${figure(comparison.effect?.low ?? null)} 与 ${figure(comparison.effect?.high ?? null)} 之间，限值为 ${figure(comparison.threshold)}。`,
  notComputable: (name, method) =>
    isPeerMethod(method)
      ? `${name}：${methodName(method)} 对这些样本没有定义。请使用其他方法。`
      : `${name}：${methodName(method)}没有定义，因为参考数据没有离散程度。请使用其他方法。`,
  columnGone: (name, renamedTo) =>
    renamedTo === undefined
      ? `当前数据中缺少 ${name}。`
      : `当前数据中缺少 ${name}；它可能改名为 ${renamedTo}。`,
  columnChanged: (name, from, to) => `${name} 的类型从 ${from} 变为 ${to}。`,
  columnsAdded: (names) =>
    `当前数据有 ${count(names.length)} 列是参考数据没有的：${names.join('、')}。`,
  labelAbsent: (name, side) => `${sideName(side)}数据中没有列 ${name}，因此不监测它。`,
  unreadable: (column, type, many, side) =>
    `${column}：${sideName(side)}数据中有 ${count(many)} 个值不是 ${type}，按缺失计。`,
  noWindows: (time, reason) => `没有时间窗口：时间列 ${time} ${reason}。`,
  steady: (columns, rows) => `${count(columns)} 列、${count(rows)} 行中没有漂移。`,
  steadyAtMost: (columns, rows, name, { effect, threshold }) => {
    const found =
      effect === undefined ? '' : `${methodName(effect.method)} ${figure(effect.value)}`;
    return `${count(columns)} 列、${count(rows)} 行中没有超出限值的漂移；变化最大的是 ${name}（${found}，限值 ${figure(threshold)}）。`;
  },
  open: (open, columns, rows) =>
    `行数不足，${count(columns)} 列中有 ${open} 列无法判定（${count(rows)} 行）。`,
  alerted: (alert, bad, columns, worst) =>
    `${alert.toUpperCase()}：${count(columns)} 列中有 ${bad} 列漂移或损坏。${worst}`,
  tableNote: (method, threshold, q, level) =>
    `${method}及其 ${level} 置信界，与限值 ${threshold} 比较。当下界达到限值，且对所有列校正后的 p 值至多为 ${q} 时，该列判为漂移。`,
  shortSpan: '的跨度不足两天',
  byWindow: (unit) => `按${windowNames[unit] ?? unit}`,
  meanOf: (name) => `${name} 的均值`,
  shareOf: (name) => `${name} 的占比`,
  windowNote: (unit, method) =>
    `当前数据每${windowNames[unit] ?? unit}的${method}，与全部参考数据比较。`,
};

export const titles: Catalogue<typeof en.titles> = {
  adjustedP: '校正 p',
  againstReference: '对照参考',
  atLeast: '至少',
  atMost: '至多',
  bounds: '95 % 界',
  by: '依据',
  carriedBy: '主要来源',
  change: '变化',
  cohort: '批次',
  column: '列',
  columnsTitle: '各列',
  conceptTitle: '概念漂移',
  current: '当前',
  detector: '检测器',
  differ: '不同',
  difference: '差值',
  emptyOnOneSide: '仅一侧为空',
  errorAfter: '变化后误差',
  errorBefore: '变化前误差',
  errorsOverTime: '误差随时间的变化',
  falseAlarmsWhenShuffled: '随机排列中的误报',
  feature: '特征',
  found: '结果',
  from: '来源',
  importance: '重要性',
  labelLag: '标签延迟',
  labelledRows: '带标签的行',
  labelsArrived: '已到标签',
  labelsArrivedTitle: '已到标签',
  largest: '最大差',
  lastWindowsTitle: '最近窗口的漂移',
  limit: '限值',
  meanDifference: '平均差',
  missing: '缺失',
  movedBy: '移动幅度',
  of: '对象',
  overTimeTitle: '漂移随时间的变化',
  performanceTitle: '性能',
  predictionsTitle: '预测与标签',
  reference: '参考',
  rows: '行数',
  shareOfRows: '行的占比',
  skewTitle: '训练与服务',
  test: '检验',
  value: '数值',
  verdict: '结论',
  what: '项目',
  window: '窗口',
};
