/** Whether the labels of a window let it be judged. */
type Maturity =
  /** Enough of its labels have arrived. */
  | 'mature'
  /** Enough of them by share, but too few to judge by. */
  | 'few'
  /** Not yet: those that come first are not like the rest. */
  | 'waiting'
  /** They should have come by now. */
  | 'late'
  /** None, and none is expected from the data. */
  | 'unlabelled';

/** The rows of one window, and how many of their labels count. */
interface Arrival {
  /** An empty string for rows without a time. */
  readonly window: string;
  readonly rows: number;
  readonly labelled: number;
  /** Seconds since 1970 of the newest row. */
  readonly newest: number | undefined;
  /** Median seconds from a row to its label. */
  readonly lag: number | undefined;
}

export interface Cohort extends Arrival {
  readonly maturity: Maturity;
}

export interface MaturityPolicy {
  readonly share: number;
  readonly min: number;
  readonly asOf: number;
  readonly delay: number | undefined;
}

/** Which windows are judged by their labels. Rows without a time belong to none where others do. */
export function cohortsOf(arrivals: readonly Arrival[], policy: MaturityPolicy): Cohort[] {
  const timed = arrivals.some(({ window }) => window !== '');
  return arrivals
    .filter(({ window }) => !timed || window !== '')
    .map((arrival) => ({ ...arrival, maturity: maturityOfWindow(arrival, policy) }));
}

function maturityOfWindow(
  { rows, labelled, newest }: Arrival,
  { share, min, asOf, delay }: MaturityPolicy,
): Maturity {
  if (labelled / rows >= share) return labelled >= min ? 'mature' : 'few';
  if (delay !== undefined && newest !== undefined) {
    return newest > asOf - delay ? 'waiting' : 'late';
  }
  return labelled === 0 ? 'unlabelled' : 'waiting';
}

/** Rows of the query into arrivals. */
export function arrivalsOf(rows: readonly Readonly<Record<string, unknown>>[]): Arrival[] {
  const number = (value: unknown): number | undefined =>
    typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  return rows.map((row) => ({
    window: String(row.w),
    rows: Number(row.n),
    labelled: Number(row.k),
    newest: number(row.newest),
    lag: number(row.lag),
  }));
}
