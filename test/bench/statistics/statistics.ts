/** One row of a table: a method under one circumstance. */
export interface StatisticsCase {
  /** Unique in its table; what a filter on the command line is compared with. */
  readonly name: string;
  /** Simulate, and say what came out. Minutes at most; the same cells every time. */
  run(): Measured;
}

export interface Measured {
  /** As many as the table has columns. */
  readonly cells: readonly string[];
  /** Whether it keeps the promise. */
  readonly isMet: boolean;
}

/** What a `*.statistics.ts` exports as `statistics`. */
export interface Statistics {
  readonly title: string;
  /** What was simulated, and what must come out: Markdown. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly cases: readonly StatisticsCase[];
}
