import { messages as shared } from '../messages.en.ts';
import type { Comparison } from './compare.ts';

const { percent, figure } = shared;

function subjectOf({ what, name }: Comparison): string {
  if (what === 'decision') return `rows decided ${name}`;
  if (what === 'label') return `labels ${name}`;
  return what === 'entropy' ? 'uncertainty in bits' : `labels ${name}, estimated`;
}

function amount({ what }: Comparison, value: number): string {
  return what === 'entropy' ? figure(value) : percent(value);
}

function band(comparison: Comparison): string {
  const { low, high } = comparison.difference;
  const signed = (value: number): string => (value < 0 ? '−' : '+') + percent(Math.abs(value));
  return `${signed(low)} to ${signed(high)}`;
}

/** Every sentence on predictions a person can read. */
export const messages = {
  subjectOf,
  decisionMoved: (comparison: Comparison): string =>
    `The model decides differently: ${subjectOf(comparison)} went from ${amount(comparison, comparison.reference)} to ${amount(comparison, comparison.current)} (${band(comparison)}).`,
  labelMoved: (comparison: Comparison): string =>
    `The label has shifted: ${subjectOf(comparison)} went from ${amount(comparison, comparison.reference)} to ${amount(comparison, comparison.current)} (${band(comparison)}).`,
  labelEstimated: (comparison: Comparison): string =>
    `If only the shares of the classes changed, ${subjectOf(comparison)}, went from ${amount(comparison, comparison.reference)} to ${amount(comparison, comparison.current)} (${band(comparison)}).`,
  uncertainty: (comparison: Comparison): string =>
    `The model is ${comparison.difference.estimate > 0 ? 'less' : 'more'} sure of itself: mean uncertainty went from ${figure(comparison.reference)} to ${figure(comparison.current)} bits.`,
  moved: 'moved',
  movedALittle: 'moved a little, for sure',
  steady: 'steady',
  tableNote: (limit: number): string =>
    `Shares of what the model decides and of the label, current minus reference. A change beyond ${percent(limit, 0)} for sure is a finding.`,
} as const;
