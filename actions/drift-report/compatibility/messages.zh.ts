import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import { peerFormulas } from './methods.ts';

const { toolOf } = en.messages;

export const messages: Catalogue<typeof en.messages> = {
  toolOf,
  methodName: (method) =>
    method === 'evidently-default'
      ? 'Evidently 的默认方法'
      : `${toolOf(method)} ${peerFormulas[method].title}`,
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
