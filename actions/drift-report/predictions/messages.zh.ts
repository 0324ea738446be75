import type { Catalogue } from '../../../shared/kernel/language.ts';
import { messages as shared } from '../messages.zh.ts';
import type { Comparison } from './compare.ts';
import type * as en from './messages.en.ts';

const { percent, figure } = shared;

function subjectOf({ what, name }: Comparison): string {
  if (what === 'decision') return `判为 ${name} 的行`;
  if (what === 'label') return `标签 ${name}`;
  return what === 'entropy' ? '不确定性（比特）' : `标签 ${name}（估计）`;
}

function amount({ what }: Comparison, value: number): string {
  return what === 'entropy' ? figure(value) : percent(value);
}

function band(comparison: Comparison): string {
  const { low, high } = comparison.difference;
  const signed = (value: number): string => (value < 0 ? '−' : '+') + percent(Math.abs(value));
  return `${signed(low)} 至 ${signed(high)}`;
}

function moved(comparison: Comparison): string {
  const { reference, current } = comparison;
  return `${subjectOf(comparison)}从 ${amount(comparison, reference)} 变为 ${amount(comparison, current)}（${band(comparison)}）。`;
}

export const messages: Catalogue<typeof en.messages> = {
  subjectOf,
  decisionMoved: (comparison) => `模型的判断改变了：${moved(comparison)}`,
  labelMoved: (comparison) => `标签发生了偏移：${moved(comparison)}`,
  labelEstimated: (comparison) => `如果只有类别占比发生了变化，则${moved(comparison)}`,
  uncertainty: (comparison) =>
    `模型对自己的判断${comparison.difference.estimate > 0 ? '更没有' : '更有'}把握：平均不确定性从 ${figure(comparison.reference)} 变为 ${figure(comparison.current)} 比特。`,
  moved: '有变化',
  movedALittle: '确实略有变化',
  steady: '稳定',
  tableNote: (limit) =>
    `模型判断和标签的占比，当前减参考。确定超过 ${percent(limit, 0)} 的变化即为一条发现。`,
};
