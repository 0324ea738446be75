import { statSync } from 'node:fs';
import type { DuckDBConnection } from '../native/duckdb.ts';
import type { ReadProgress } from '../ports/table-reader.ts';
import { estimateRows } from './data-files/row-estimate.ts';
import type { SourceFile } from './data-files/source-file.ts';

/** The engine measures how far it has come only for a bar of its own, which it must not print. */
export const measureProgress =
  'SET enable_progress_bar_print = false; SET enable_progress_bar = true; SET progress_bar_time = 0';

interface Watched {
  readonly connection: DuckDBConnection;
  /** The files that the rows are from; none: the engine's own estimate is all there is. */
  readonly reading: readonly SourceFile[];
  readonly progress: ((progress: ReadProgress) => void) | undefined;
  readonly progressEveryMs: number;
}

/** Tell how far the query that begins now has come, until the function returned is called. */
export function startProgress(watched: Watched): () => void {
  const { connection, reading, progress, progressEveryMs } = watched;
  if (progress === undefined) return () => undefined;
  const started = performance.now();
  const timer = setInterval(() => {
    const rows = textRows(reading);
    const { percentage, total_rows_to_process: total } = connection.progress;
    // Negative until the engine can tell.
    if (percentage < 0 || percentage > 100) return;
    const share = percentage / 100;
    const seconds = (performance.now() - started) / 1000;
    progress({
      share,
      rows: Math.round(share * (rows ?? Number(total))),
      ...(share < 0.01 ? {} : { secondsLeft: Math.round((seconds * (1 - share)) / share) }),
    });
  }, progressEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

const estimates = new WeakMap<SourceFile, number>();

/** About how many rows files of text have. Undefined for others, whose rows the engine knows. */
function textRows(files: readonly SourceFile[]): number | undefined {
  if (files.length === 0) return undefined;
  let rows = 0;
  for (const file of files) {
    if (file.encoding === undefined) return undefined;
    const { size } = statSync(file.readFrom, { throwIfNoEntry: false }) ?? file;
    const known = estimates.get(file) ?? estimateRows(file, size);
    estimates.set(file, known);
    rows += known;
  }
  return rows;
}
