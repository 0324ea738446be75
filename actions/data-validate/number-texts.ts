/** `3,000,000`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A number to six significant digits; whole numbers whole. */
export function shownNumber(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** A share in percent that never rounds a failure away. */
export function percentIn(share: number, lessThan: string): string {
  if (share > 0 && share < 0.0001) return `${lessThan} 0.01 %`;
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}

/** A bound as it was written. */
export function shownBound(bound: string | number): string {
  return typeof bound === 'number'
    ? bound.toLocaleString('en-US', { maximumFractionDigits: 6 })
    : bound;
}

const longestSql = 60;

/** SQL of the user on one line, and not a long one. */
export function shortLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > longestSql ? `${line.slice(0, longestSql - 1)}…` : line;
}
