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

function band({ difference: { low, high } }: Comparison): string {
  const signed = (value: number): string => (value < 0 ? '−' : '+') + percent(Math.abs(value));
  return `${signed(low)} 至 ${signed(high)}`;
}

const moved = (comparison: Comparison): string =>
  `${subjectOf(comparison)}由 ${amount(comparison, comparison.reference)} 变为 ${amount(comparison, comparison.current)}（${band(comparison)}）。`;

export const messages: Catalogue<typeof en.messages> = {
  subjectOf,
  decisionMoved: (comparison) => `模型的决策发生变化：${moved(comparison)}`,
  labelMoved: (comparison) => `标签发生偏移：${moved(comparison)}`,
  labelEstimated: (comparison) => `若只有类别占比发生变化，则${moved(comparison)}`,
  uncertainty: ({ difference, reference, current }) =>
    `模型对自身预测${difference.estimate > 0 ? '更不确定' : '更确定'}：平均不确定性由 ${figure(reference)} 变为 ${figure(current)} 比特。`,
  tableNote: (limit) =>
    `模型决策与标签的占比，当前减参考。确定超过 ${percent(limit, 0)} 的变化记为发现。`,
};
