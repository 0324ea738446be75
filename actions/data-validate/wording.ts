/** `3,000,000`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share in percent that never rounds a failure away. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0001) return 'less than 0.01 %';
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}

/** A number to six significant digits; whole numbers whole. */
export function shownNumber(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** `at least 3`, `3 to 5`. */
export function bounds(min: string | number | undefined, max: string | number | undefined): string {
  const shown = (bound: string | number): string =>
    typeof bound === 'number' ? bound.toLocaleString('en-US', { maximumFractionDigits: 6 }) : bound;
  if (min === undefined) return `at most ${shown(max ?? '')}`;
  return max === undefined ? `at least ${shown(min)}` : `${shown(min)} to ${shown(max)}`;
}

/** `, for at least 95 %`, where not every value has to pass. */
export function forAtLeast(mostly: number): string {
  return mostly === 1 ? '' : `, for at least ${percent(mostly)}`;
}

const listed = 6;

/** The first few of them, and how many more there are. */
export function list(values: readonly unknown[]): string {
  const shown = values.slice(0, listed).map(String).join(', ');
  return values.length > listed ? `${shown} and ${values.length - listed} more` : shown;
}

const longestSql = 60;

/** SQL of the user on one line, and not a long one. */
export function shortLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > longestSql ? `${line.slice(0, longestSql - 1)}…` : line;
}
