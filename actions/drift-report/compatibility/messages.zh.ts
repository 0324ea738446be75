import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import { peerFormulas } from './methods.ts';

const { toolOf } = en.messages;

/** Names of formulas with words in them; PSI is PSI. */
const formulaNames: Readonly<Record<string, string>> = {
  'Fisher p-value': 'Fisher p 值',
  'G-test p-value': 'G 检验 p 值',
  'Hellinger distance': 'Hellinger 距离',
  'Jensen-Shannon distance': 'Jensen-Shannon 距离',
  'Jensen-Shannon divergence': 'Jensen-Shannon 散度',
  'KL divergence': 'KL 散度',
  'KS distance': 'KS 距离',
  'KS p-value': 'KS p 值',
  'L-infinity distance': 'L∞ 距离',
  'Mann-Whitney p-value': 'Mann-Whitney p 值',
  'Wasserstein distance': 'Wasserstein 距离',
  'Wasserstein distance in σ': '以 σ 计的 Wasserstein 距离',
  'Z-test p-value': 'Z 检验 p 值',
  'chi-squared p-value': '卡方检验 p 值',
  'chi-squared statistic': '卡方统计量',
  'energy distance': '能量距离',
  'robust KS distance': '稳健 KS 距离',
  'robust L-infinity distance': '稳健 L∞ 距离',
};

function formulaName(title: string): string {
  return formulaNames[title] ?? title;
}

export const messages: Catalogue<typeof en.messages> = {
  toolOf,
  methodName: (method) =>
    method === 'evidently-default'
      ? 'Evidently 的默认方法'
      : `${toolOf(method)} ${formulaName(peerFormulas[method].title)}`,
  tableNote: (method) =>
    `各列的数值和判定与 ${toolOf(method)} 给出的一致，供与它比较：没有置信界，没有对多列做校正，并带有它自己的误报。损坏的列按本步骤自己的规则评判。`,
  needsLimit: (method, column) =>
    `${toolOf(method)} 没有默认限值，因此 "${method}" 无法评判列 ${column}。`,
  needsLimitHint: '请在配置中设置 drift.threshold，或 drift.columns.<名称>.threshold。',
  needsRows: (method) => `"${method}" 要查看参考数据的取值，而画像只保存计数。`,
  needsRowsHint: '请指定参考数据的数据文件，或使用不带工具名的方法。',
  tooManyValues: (method, column) => `${column} 的不同取值多于 "${method}" 能放进内存的数量。`,
  tooManyValuesHint:
    '请使用不带工具名的方法，它们适用于任何规模，或为该列设置另一个 drift.columns.<名称>.method。',
};
