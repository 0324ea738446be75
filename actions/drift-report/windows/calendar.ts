/** Calendar steps, each for spans of up to so many days: three to fourteen windows. */
const steps = [
  // Never by itself: hours differ by nature.
  { unit: 'hour', upTo: 0, format: '%Y-%m-%d %H:00' },
  { unit: 'day', upTo: 15, format: '%Y-%m-%d' },
  { unit: 'week', upTo: 76, format: '%Y-%m-%d' },
  { unit: 'month', upTo: 430, format: '%Y-%m' },
  { unit: 'quarter', upTo: 1_280, format: '%Y-%m' },
  { unit: 'year', upTo: Number.POSITIVE_INFINITY, format: '%Y' },
] as const;

export type WindowUnit = (typeof steps)[number]['unit'];

const dayInSeconds = 86_400;

/**
 * The calendar step to split by; undefined where the data spans less than two days.
 *
 * @param low, high seconds since 1970, of the earliest and latest row.
 */
export function windowUnit(low: number, high: number): WindowUnit | undefined {
  const days = (high - low) / dayInSeconds;
  return days >= 2 ? steps.find(({ upTo }) => days <= upTo)?.unit : undefined;
}

/** The label of the window a moment is in, as `windowOf` gives it; in UTC, weeks from Monday. */
export function labelAt(unit: WindowUnit, moment: Date): string {
  const iso = moment.toISOString();
  const [year, month] = [iso.slice(0, 4), moment.getUTCMonth()];
  switch (unit) {
    case 'hour':
      return `${iso.slice(0, 10)} ${iso.slice(11, 13)}:00`;
    case 'day':
      return iso.slice(0, 10);
    case 'week': {
      const monday = new Date(moment);
      monday.setUTCDate(moment.getUTCDate() - ((moment.getUTCDay() + 6) % 7));
      return monday.toISOString().slice(0, 10);
    }
    case 'month':
      return iso.slice(0, 7);
    case 'quarter':
      return `${year}-${String(month - (month % 3) + 1).padStart(2, '0')}`;
    case 'year':
      return year;
  }
}

/** A first or last window with fewer of the usual rows is a piece of one. */
const leastShare = 0.25;

/**
 * Windows that stand for their whole step. The data rarely begins and ends on a step's border, and
 * one day is no month: its hours and weekdays would look like drift.
 *
 * @param rows by window.
 */
export function wholeWindows(rows: ReadonlyMap<string, number>): string[] {
  const names = [...rows.keys()].sort();
  const counts = [...rows.values()].sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] ?? 0;
  const isPiece = (name: string | undefined): boolean =>
    name !== undefined && (rows.get(name) ?? 0) < leastShare * median;
  return names.filter((name, i) => (i > 0 && i < names.length - 1) || !isPiece(name));
}

/** SQL: the label of a row's window, its first day, month or year; '' without a time. */
export function windowOf(column: string, unit: WindowUnit): string {
  const format = steps.find((step) => step.unit === unit)?.format ?? '%Y-%m-%d';
  return `coalesce(strftime(date_trunc('${unit}', ${column}), '${format}'), '')`;
}
