import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

const { toolOf } = en.messages;

export const messages: Catalogue<typeof en.messages> = {
  toolOf,
  methodName: (method) =>
    method === 'evidently-default' ? 'Evidently 的默认方法' : en.messages.methodName(method),
  tableNote: (method) =>
    `各列的数值与结论均按 ${toolOf(method)} 的方式给出，便于与其对照：没有置信界，不考虑列的数量，并带有它自身的误报。损坏的列按本步骤自己的规则评判。`,
  needsLimit: (method, column) =>
    `${toolOf(method)} 没有默认限值，因此 "${method}" 无法评判列 ${column}。`,
  needsLimitHint: '请在配置中设置 drift.threshold 或 drift.columns.<name>.threshold。',
  needsRows: (method) => `"${method}" 需要参考数据的取值，而轮廓文件只保存计数。`,
  needsRowsHint: '请指明参考数据文件，或使用不带工具名的方法。',
  tooManyValues: (method, column) => `${column} 的不同取值太多，"${method}" 无法全部放入内存。`,
  tooManyValuesHint:
    '请使用不带工具名的方法（适用于任意规模），或为该列设置其他 drift.columns.<name>.method。',
};
