import { count, percentIn, shownBound } from './number-texts.ts';
import type * as en from './wording.en.ts';

export { count, shownNumber } from './number-texts.ts';

export const percent: typeof en.percent = (share) => percentIn(share, '少于');

export const bounds: typeof en.bounds = (min, max) => {
  if (min === undefined) return `至多 ${shownBound(max ?? '')}`;
  return max === undefined ? `至少 ${shownBound(min)}` : `${shownBound(min)} 至 ${shownBound(max)}`;
};

export const atLeastShare: typeof en.atLeastShare = (mostly) =>
  mostly === 1 ? '' : `，至少占 ${percent(mostly)}`;

const listed = 6;

export const list: typeof en.list = (values) => {
  const shown = values.slice(0, listed).map(String).join('、');
  return values.length > listed ? `${shown} 及另外 ${count(values.length - listed)} 个` : shown;
};

/** Chinese has no plural: the unit is a measure word. */
export const plural: typeof en.plural = (value, one) => `${count(value)} ${one}`;
