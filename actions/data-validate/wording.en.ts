import { count, percentIn, shownBound } from './number-texts.ts';

export { count, shownNumber } from './number-texts.ts';

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share in percent that never rounds a failure away. */
export function percent(share: number): string {
  return percentIn(share, 'less than');
}

/** `at least 3`, `3 to 5`. */
export function bounds(min: string | number | undefined, max: string | number | undefined): string {
  if (min === undefined) return `at most ${shownBound(max ?? '')}`;
  return max === undefined
    ? `at least ${shownBound(min)}`
    : `${shownBound(min)} to ${shownBound(max)}`;
}

/** `, for at least 95 %`, where not every value has to pass. */
export function atLeastShare(mostly: number): string {
  return mostly === 1 ? '' : `, for at least ${percent(mostly)}`;
}

const listed = 6;

/** The first few of them, and how many more there are. */
export function list(values: readonly unknown[]): string {
  const shown = values.slice(0, listed).map(String).join(', ');
  return values.length > listed ? `${shown} and ${values.length - listed} more` : shown;
}
