/** Rows that came since the last batch: files of whole rows to be read at once, then forgotten. */
export interface RowBatch {
  /** Absolute paths; none where nothing came, so that the clock can be looked at. */
  readonly files: readonly string[];
  /** Lines that were cut short for good: a file that was replaced in the middle of one. */
  readonly cut: number;
}

export interface FeedOptions {
  /** Absolute. */
  readonly root: string;
  /** A file that grows, a folder that gets files, or `-`: JSON lines on standard input. */
  readonly source: string;
  /** For batches, removed by the feed once the next one is asked for. */
  readonly tempDir: string;
  /** Ends the feed in order: nothing that has come whole is lost. */
  readonly signal: AbortSignal;
}

/** Reads data that is still being written. */
export interface RowFeed {
  /** @throws ActionError (usage, `not-followable`) where there is nothing to follow. */
  batches(options: FeedOptions): AsyncIterable<RowBatch>;
}
