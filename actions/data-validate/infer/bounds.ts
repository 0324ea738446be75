/** Ranges are widened by this share of the span, so that next month's data still fits. */
const margin = 0.1;

/** The smallest and largest value, and between which of them eight of ten lie. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  /** Upper ends of the first tenth and of the ninth, where there are such. */
  readonly tenth?: number | undefined;
  readonly ninetieth?: number | undefined;
}

/**
 * Room on each side, in round numbers: a tenth of the span, or once more the length of the tail
 * where that is longer, because the extremes of a long tail differ from batch to batch. What is
 * never negative stays so.
 */
export function widen({ min, max, tenth, ninetieth }: Spread): { min: number; max: number } {
  const span = (max / 2 - min / 2 || Math.abs(max) / 2 || 0.5) * (2 * margin);
  const below = Math.max(span, tenth === undefined ? 0 : tenth - min);
  const above = Math.max(span, ninetieth === undefined ? 0 : max - ninetieth);
  const unit = 10 ** Math.floor(Math.log10(span));
  // Dividing by a power of ten, not multiplying by a fraction, keeps 0.3 from becoming 0.30000004.
  const round = (value: number, how: (x: number) => number): number =>
    unit < 1 ? how(value * (1 / unit)) / Math.round(1 / unit) : how(value / unit) * unit;
  const low = round(min - below, Math.floor);
  const high = round(max + above, Math.ceil);
  return {
    // At the ends of what a number can hold, rounding fails: then the data's own bounds stand.
    min: !(low <= min) || low === -Infinity ? min : min >= 0 && low < 0 ? 0 : low,
    max: !(high >= max) || high === Infinity ? max : high,
  };
}

/** Later batches bring later dates; a placeholder such as 9999-12-31 lies further ahead than this. */
const yearsAhead = 10;
const day = 86_400_000;

/**
 * Bounds for dates: nothing much older than what was seen, and nothing far in the future.
 *
 * @param earliest, latest ISO dates or times; undefined comes back where they are none
 */
export function dateBounds(
  earliest: string,
  latest: string,
): { min: string; max: string } | undefined {
  const [first, last] = [timeOf(earliest), timeOf(latest)];
  if (Number.isNaN(first) || Number.isNaN(last)) return undefined;
  const room = Math.max(31 * day, (last - first) * margin);
  const low = new Date(first - room);
  const high = new Date(last);
  high.setUTCFullYear(high.getUTCFullYear() + yearsAhead);
  const inRange = (date: Date): boolean =>
    date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999;
  if (!inRange(low) || !inRange(high)) return undefined;
  return { min: low.toISOString().slice(0, 10), max: high.toISOString().slice(0, 10) };
}

const dateForm = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}(?:\.\d+)?))?$/u;

/**
 * Milliseconds of `2001-01-31` or `2001-01-31 10:00:00`, in UTC; NaN where it is neither, such as
 * `infinity` or a year BC, which the language would read as something else.
 */
export function timeOf(text: string): number {
  const [, date, time = '00:00:00'] = dateForm.exec(text) ?? [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}Z`);
}

/** More of the values than were missing may be missing next time, but not many more. */
const mostMore = 0.2;

/**
 * The least share of values that must be there, from how many were: twice as many may be missing,
 * or a fifth of all more, and no fewer than chance alone can bring. Three digits, rounded down.
 *
 * @param high upper bound of the share that is missing, in [0, 1]
 */
export function leastPresent(missing: number, high: number): number {
  const allowed = Math.max(missing + Math.min(missing, mostMore), high);
  return Math.max(0, Math.floor((1 - allowed) * 1000) / 1000);
}
