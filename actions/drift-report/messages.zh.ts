import { isPeerMethod, type PeerMethod } from '../../shared/domain/drift-method.ts';
import type { Catalogue } from '../../shared/kernel/language.ts';
import { messages as peerMessages } from './compatibility/messages.zh.ts';
import type { Comparison, State } from './decide.ts';
import type { Method } from './measure.ts';
import * as en from './messages.en.ts';

export const { count } = en;

const { figure, percent } = en.messages;

/** What is counted in sentences that the two languages share. */
const nouns: Readonly<Record<string, string>> = {
  row: '行',
  column: '列',
  value: '个值',
  label: '个标签',
  'labelled row': '个带标签的行',
  'joined row': '个已连接的行',
  'served row': '个服务时的行',
  'training row': '个训练行',
  key: '个键',
};

function plural(value: number, one: string): string {
  return `${count(value)} ${nouns[one] ?? one}`;
}

const methodNames: Readonly<Record<Method, string>> = {
  psi: 'PSI（群体稳定性指数）',
  ks: 'KS 距离',
  js: 'Jensen-Shannon 距离',
  kl: 'KL 散度',
  hellinger: 'Hellinger 距离',
  wasserstein: 'Wasserstein 距离（以 σ 计）',
  'total-variation': '总变差',
  'chi-squared': 'Cramér V 系数',
};

const stateWords: Readonly<Record<State, string>> = {
  drifted: '已漂移',
  stuck: '停在单一取值',
  moved: '确有少量移动',
  usual: '未超出平常范围',
  steady: '稳定',
  undecided: '未定：行数太少',
  'too-few-rows': '行数太少',
  identifier: '标识符，不比较',
  clock: '时钟，不比较',
  empty: '两侧均为空',
  constant: '两侧均为常数',
  emptied: '不再有值',
  'presence-only': '只比较缺失值',
  'not-computable': '无法计算',
};

function brokenWords({ state, missingAlert, freshAlert }: Comparison): string {
  if (missingAlert) return '出现大量缺失';
  return freshAlert ? '出现未知取值' : stateWords[state];
}

function methodName(method: Method | PeerMethod): string {
  return isPeerMethod(method) ? peerMessages.methodName(method) : methodNames[method];
}

function effectWords({ effect, threshold }: Comparison): string {
  if (effect === undefined) return '';
  const shown = `${methodName(effect.method)} ${figure(effect.value)}`;
  return isPeerMethod(effect.method)
    ? `${shown}（限值 ${figure(threshold)}）`
    : `${shown}（95 % 置信下至少 ${figure(effect.low)}；限值 ${figure(threshold)}）`;
}

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
  plural,
  count,
  figure: (value) => (value === null ? '无定义' : figure(value)),
  alertNames: {
    none: '无告警',
    p2: 'P2：有列发生漂移',
    p1: 'P1：有重要列发生漂移',
    p0: 'P0：数据已损坏',
  },
  drifted: (name, comparison, where, windows, moved) => {
    const when = windows.length === 0 ? where : `${where}（${windows.join('、')}）`;
    const shown = moved === '' ? '' : `${moved}，`;
    return `${name} 发生漂移${when}：${shown}${effectWords(comparison)}。`;
  },
  stuck: (name, where) => `${name}${where} 只有一个取值，而参考数据有多个。`,
  emptied: (name, where) => `${name}${where} 不再有值；参考数据中有。`,
  missingJump: (name, from, to, where) =>
    `${name}${where}：缺失值由 ${percent(from)} 升至 ${percent(to)}。`,
  freshJump: (name, share, where) =>
    `${name}${where}：${percent(share)} 的取值在参考数据中从未出现。`,
  tooFewRows: (name, rows, detectable) => {
    const smallest =
      detectable === undefined ? '' : `只有 PSI 达到 ${figure(detectable)} 才能看出。`;
    return `${name}：有值的行只有 ${count(rows)} 行，不足以比较。${smallest}`;
  },
  undecided: (name, { effect, threshold }) =>
    `${name}：行数太少，无法判断；漂移在 ${figure(effect?.low ?? null)} 与 ${figure(effect?.high ?? null)} 之间，限值为 ${figure(threshold)}。`,
  notComputable: (name, method) =>
    isPeerMethod(method)
      ? `${name}：${methodName(method)} 对这些样本没有定义。请换用其他方法。`
      : `${name}：参考数据没有离散程度，${methodName(method)} 没有定义。请换用其他方法。`,
  columnGone: (name, renamedTo) =>
    renamedTo === undefined
      ? `当前数据缺少 ${name}。`
      : `当前数据缺少 ${name}；它可能已更名为 ${renamedTo}。`,
  columnChanged: (name, from, to) => `${name} 的类型由 ${from} 变为 ${to}。`,
  columnsAdded: (names) =>
    `当前数据比参考数据多出 ${count(names.length)} 列：${names.join('、')}。`,
  labelAbsent: (name, side) => `${side} 数据中没有列 ${name}，因此不监视它。`,
  unreadable: (column, type, many, side) =>
    `${column}：${side} 数据中有 ${count(many)} 个值不是 ${type}，按缺失计。`,
  noWindows: (time, reason) => `没有窗口：时间列 ${time} ${reason}。`,
  steady: (columns, rows) => `${count(rows)} 行的 ${count(columns)} 列均无漂移。`,
  steadyAtMost: (columns, rows, name, { effect, threshold }) => {
    const found =
      effect === undefined ? '' : `${methodName(effect.method)} ${figure(effect.value)}`;
    return `${count(rows)} 行的 ${count(columns)} 列均未超出漂移限值；移动最大的是 ${name}（${found}，限值 ${figure(threshold)}）。`;
  },
  open: (open, columns, rows) =>
    `${count(columns)} 列中有 ${count(open)} 列因行数不足而无法判断（共 ${count(rows)} 行）。`,
  alerted: (alert, bad, columns, worst) =>
    `${alert.toUpperCase()}：${count(columns)} 列中有 ${bad} 列漂移或损坏。${worst}`,
  tableNote: (method, threshold, q, level) =>
    `${method} 及其 ${level} 界，对照限值 ${threshold}。当下界达到限值，且按所有列校正后的 p 值不大于 ${q} 时，该列判为漂移。`,
  windowNote: (unit, method) => `当前数据每个 ${unit} 对照全部参考数据的 ${method}。`,
};
