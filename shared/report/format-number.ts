/** What could not be computed, in every table. */
export const missing = '–';
const minus = '\u2212';
const noBreakSpace = '\u00a0';

export interface NumberFormat {
  /** Digits after the point. Default: as many as four significant digits need. */
  digits?: number | undefined;
  /** A plus sign on positive numbers. */
  signed?: boolean | undefined;
  unit?: string | undefined;
}

/**
 * A number for people: `1,432,120`, `0.6611`, `−0.0083`, `1.234e−9`, `–` for null. Whole numbers
 * are shown whole, others with four significant digits, without trailing zeros. Independent of the
 * machine's locale, so that reports do not depend on where they were made.
 */
export function formatNumber(value: number | null | undefined, format: NumberFormat = {}): string {
  if (value === null || value === undefined || Number.isNaN(value)) return missing;
  const sign = value < 0 ? minus : format.signed && value > 0 ? '+' : '';
  const size = Math.abs(value);
  const text = Number.isFinite(size) ? formatSize(size, format.digits) : '∞';
  const bare = /^[0.,]*$/u.test(text) && sign === minus ? text : sign + text;
  return format.unit ? `${bare}${noBreakSpace}${format.unit}` : bare;
}

function formatSize(size: number, digits: number | undefined): string {
  if (digits !== undefined) return group(size.toFixed(digits));
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-6) return exponential(size);
  if (Number.isInteger(size)) return group(String(size));
  const text = size.toFixed(decimalsFor(size, 4));
  return group(text.includes('.') ? text.replace(/\.?0+$/u, '') : text);
}

function exponential(size: number): string {
  const [mantissa = '', exponent = ''] = size.toExponential(3).split('e');
  const digits = mantissa.replace(/\.?0+$/u, '');
  return `${digits}e${exponent.replace('+', '').replace('-', minus)}`;
}

/** Digits after the point that show `significant` digits of a number. */
function decimalsFor(size: number, significant: number): number {
  if (size === 0 || !Number.isFinite(size)) return 0;
  const exponent = Math.floor(Math.log10(size));
  return Math.min(12, Math.max(0, significant - 1 - exponent));
}

function group(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * Digits after the point with which a value, its baseline and their difference can stand in one
 * row: four significant digits of the largest level, and at least one of the difference, so that a
 * difference that is not zero never reads 0.0000; no more than any of them needs.
 */
export function comparisonDigits(
  value: number | null | undefined,
  baseline: number | null | undefined,
  delta: number | null | undefined,
): number {
  const known = [value, baseline, delta].filter((number) => Number.isFinite(number)).map(Number);
  const largest = Math.max(0, ...known.map(Math.abs));
  const change = Math.abs(delta ?? 0);
  const digits = Math.max(decimalsFor(largest, 4), change === 0 ? 0 : decimalsFor(change, 1));
  const zeros = known.map((number) => /0*$/u.exec(number.toFixed(digits))?.[0].length ?? 0);
  return digits === 0 ? 0 : Math.max(0, digits - Math.min(...zeros, digits));
}

/**
 * Digits after the point that line up a column of numbers near one, such as scores and their
 * changes; undefined where one size does not fit all.
 */
export function columnDigits(numbers: readonly number[]): number | undefined {
  const near = numbers.every((number) => number === 0 || inRange(Math.abs(number), 0.001, 10));
  if (!near || numbers.every(Number.isInteger)) return undefined;
  const needed = numbers.map((number) => formatNumber(number).split('.')[1]?.length ?? 0);
  return Math.min(
    4,
    needed.reduce((most, digits) => Math.max(most, digits), 0),
  );
}

const inRange = (size: number, low: number, high: number): boolean => size >= low && size < high;

/** A share in [0, 1] in percent: `12.3 %`, `< 0.01 %` for what is not quite nothing. */
export function formatShare(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return missing;
  const percent = share * 100;
  const unit = `${noBreakSpace}%`;
  if (percent > 0 && percent < 0.01) return `<${noBreakSpace}0.01${unit}`;
  if (percent > 99.99 && percent < 100) return `>${noBreakSpace}99.99${unit}`;
  const digits = Number.isInteger(percent) ? 0 : Math.min(2, decimalsFor(Math.abs(percent), 3));
  return formatNumber(Number(percent.toFixed(digits))) + unit;
}

/** A file's size: `512 B`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let index = 0;
  while (size >= 999.5 && index < units.length - 1) {
    size /= 1000;
    index += 1;
  }
  const digits = index === 0 || size >= 99.5 ? 0 : 1;
  return formatNumber(Number(size.toFixed(digits)), { unit: units[index] });
}

/** A span of time: `340 ms`, `7.2 s`, `3 min 41 s`, `2 h 05 min`. */
export function formatDuration(milliseconds: number): string {
  if (!(milliseconds >= 0)) return missing;
  if (milliseconds < 999.5) return formatNumber(Math.round(milliseconds), { unit: 'ms' });
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return formatNumber(Number(seconds.toFixed(1)), { unit: 's' });
  const minutes = Math.floor(Math.round(seconds) / 60);
  const two = (count: number): string => String(count).padStart(2, '0');
  const join = (...parts: string[]): string => parts.join(noBreakSpace);
  if (minutes < 60) return join(String(minutes), 'min', two(Math.round(seconds) % 60), 's');
  return join(formatNumber(Math.floor(minutes / 60)), 'h', two(minutes % 60), 'min');
}
