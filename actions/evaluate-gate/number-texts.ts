/** A count with thousands separators: 412,033. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 row`, `2 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * Digits after the point that show an interval's half-width to two significant digits; at least
 * four for numbers about 1, none for thousands.
 */
export function digitsFor(halfWidth: number, magnitude: number): number {
  const usual = magnitude >= 1000 ? 0 : magnitude >= 10 ? 2 : 4;
  if (!(halfWidth > 0)) return usual;
  return Math.min(9, Math.max(usual, Math.ceil(-Math.log10(halfWidth)) + 1));
}

export function fixed(value: number, digits: number): string {
  return value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−');
}

export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 ? `+${text}` : text;
}

/** A limit as the user typed it, without the noise of floating point. */
export function limitText(value: number): string {
  return Number(value.toPrecision(4)).toString().replace('-', '−');
}

export function percent(level: number): string {
  return `${Number((level * 100).toFixed(2))} %`;
}
