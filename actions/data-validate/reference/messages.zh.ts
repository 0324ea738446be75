import type { DriftMethod } from '../../../shared/domain/drift-method.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

const distances: Readonly<Record<DriftMethod, string>> = {
  psi: 'PSI',
  ks: 'KS 距离',
  js: 'Jensen-Shannon 距离',
  kl: 'KL 散度',
  hellinger: 'Hellinger 距离',
  wasserstein: '以标准差计的 Wasserstein 距离',
  'total-variation': '全变差距离',
  'chi-squared': "Cramér's V",
};

function shown(value: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return text === '-0' ? '0' : text;
}

function limit(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

const interval = (low: number, high: number): string => `（${shown(low)} 至 ${shown(high)}）`;

const sides = { data: '数据', reference: '参考数据' };

function bounds(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `至多 ${limit(max ?? 0)}`;
  return max === undefined ? `至少 ${limit(min)}` : `${limit(min)} 至 ${limit(max)}`;
}

export const messages: Catalogue<typeof en.messages> = {
  distributionTitle: (column) => `${column} 的分布`,
  distributionExpected: (method, max, isWritten) =>
    `与${isWritten ? '检查集列出的行' : '参考数据'}的${distances[method]}至多 ${limit(max)}`,
  distance: (method, value, low, high) =>
    `${distances[method]} ${shown(value)}${interval(low, high)}`,
  tooUncertain: '行数太少，无法确定是否超出限制',
  correlationTitle: (columns) => `${columns.join('、')} 的相关性`,
  correlationExpected: (min, max, change) => {
    const parts = [
      ...(min === undefined && max === undefined ? [] : [bounds(min, max)]),
      ...(change === undefined ? [] : [`与参考数据相差不超过 ${limit(change)}`]),
    ];
    return parts.join('，');
  },
  correlation: (pair, { estimate, low, high }, reference) =>
    `${pair.join(' 与 ')}：${shown(estimate)}${interval(low, high)}${
      reference === undefined ? '' : `，参考数据中为 ${shown(reference)}`
    }`,
  morePairs: (count) => `另有 ${count} 对超出`,
  pairsHold: (count) => `${count} 对，全部符合预期`,
  noCorrelation: (pair, side) =>
    `无法计算 ${pair.join(' 与 ')} 的相关性：在${sides[side]}中，某一列只有一个值，或两者都有值的行少于 4 行`,
  noReference: '没有参考数据；请用输入 reference 指定其文件',
  notInReference: (column) => `参考数据没有列 "${column}"`,
  otherForm: (column, type, reference) => `${column} 是 ${type}，而在参考数据中是 ${reference}`,
  noForm: (column, type) => `${column} 是 ${type}，没有可比较的分布`,
  notOrdered: (column, method) =>
    `${column} 没有顺序，而${distances[method]}需要顺序；请改用方法 psi 或 total-variation`,
  edgesForText: (column, type) => `${column} 是 ${type}；按边界给出的预期行需要数字或日期`,
  noDistance: (method) => `此处无法计算${distances[method]}：参考数据的不同取值太少，或取值太大`,
  tooFew: (values, least, side) =>
    `${sides[side]}有 ${values.toLocaleString('en-US')} 个值；比较需要 ${least} 个`,
  notANumber: (column, type) => `${column} 是 ${type}；相关性需要数字`,
};
