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

/** How rows are put into windows: by a number that is cheap to group by, named once a window. */
export interface WindowCut {
  /** SQL: the window's number, NULL for a row without a time; undefined: all rows are in one. */
  readonly sql: string | undefined;
  labelOf(index: number): string;
}

/** All rows belong together. */
export function oneWindow(label: string): WindowCut {
  return { sql: undefined, labelOf: () => label };
}

/** Days by which the count of weeks is moved, so that it rounds down before 1970 too. */
const weeksBefore = 700_000_000;
/** From the Monday before 1970 began. */
const mondayOffset = 3;

/** The windows of a step of the calendar, in UTC. Formatting a date costs more than to count it. */
export function windowCut(column: string, unit: WindowUnit): WindowCut {
  const days = `(CAST(${column} AS DATE) - DATE '1970-01-01')`;
  const index = {
    hour: `${days} * 24 + hour(${column})`,
    day: days,
    week: `(${days} + ${weeksBefore + mondayOffset}) // 7`,
    month: `year(${column}) * 12 + month(${column}) - 1`,
    quarter: `year(${column}) * 4 + quarter(${column}) - 1`,
    year: `year(${column})`,
  };
  return {
    sql: `CASE WHEN isfinite(${column}) THEN ${index[unit]} END`,
    labelOf: (at) => labelAt(unit, startOf(unit, at)),
  };
}

function startOf(unit: WindowUnit, index: number): Date {
  switch (unit) {
    case 'hour':
      return new Date(index * 3_600_000);
    case 'day':
      return new Date(index * dayInSeconds * 1_000);
    case 'week':
      return new Date((index * 7 - weeksBefore - mondayOffset) * dayInSeconds * 1_000);
    case 'month':
      return firstOfMonth(Math.floor(index / 12), index % 12);
    case 'quarter':
      return firstOfMonth(Math.floor(index / 4), (index % 4) * 3);
    case 'year':
      return firstOfMonth(index, 0);
  }
}

/** `Date.UTC` takes the years before 100 for those of the last century. */
function firstOfMonth(year: number, month: number): Date {
  const day = new Date(0);
  day.setUTCFullYear(year, month, 1);
  return day;
}

/** SQL: the label of a row's window, its first day, month or year; '' without a time. */
export function windowOf(column: string, unit: WindowUnit): string {
  const format = steps.find((step) => step.unit === unit)?.format ?? '%Y-%m-%d';
  return `coalesce(strftime(date_trunc('${unit}', ${column}), '${format}'), '')`;
}
