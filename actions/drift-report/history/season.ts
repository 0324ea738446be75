/**
 * What a window shares with windows of the same season: its weekday, its hour of the week, its
 * month, its week of the year or its quarter. undefined: a year or a run has no season.
 *
 * @param window the label of a window: its first day, month or hour, in UTC.
 */
export function seasonOf(unit: string, window: string): string | undefined {
  const date = new Date(isoOf(window));
  if (Number.isNaN(date.getTime())) return undefined;
  switch (unit) {
    case 'hour':
      return `${date.getUTCDay()} ${date.getUTCHours()}`;
    case 'day':
      return `${date.getUTCDay()}`;
    case 'week':
      return `${weekOfYear(date)}`;
    case 'month':
    case 'quarter':
      return `${date.getUTCMonth()}`;
    default:
      return undefined;
  }
}

/** When a window began, in seconds since 1970; undefined for what is no window of time. */
export function startOf(window: string): number | undefined {
  const start = Date.parse(isoOf(window));
  return Number.isNaN(start) ? undefined : start / 1000;
}

/** `2024`, `2024-03`, `2024-03-01` and `2024-03-01 07:00`, as a moment in UTC. */
function isoOf(window: string): string {
  const [day = '', hour = '00:00'] = window.split(' ');
  const [year = '', month = '01', date = '01'] = day.split('-');
  return `${year}-${month}-${date}T${hour}:00Z`;
}

/** ISO 8601: weeks begin on Monday, and a week belongs to the year of its Thursday. */
function weekOfYear(monday: Date): number {
  const thursday = new Date(monday);
  thursday.setUTCDate(monday.getUTCDate() + 3);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - first) / 604_800_000);
}
