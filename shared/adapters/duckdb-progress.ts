import type { DuckDBConnection } from '../native/duckdb.ts';
import type { ReadProgress } from '../ports/table-reader.ts';
import type { SourceFile } from './data-files/source-file.ts';

/** The engine measures how far it has come only for a bar of its own, which it must not print. */
export const measureProgress =
  'SET enable_progress_bar_print = false; SET enable_progress_bar = true; SET progress_bar_time = 0';

interface Watched {
  readonly connection: DuckDBConnection;
  readonly files: readonly SourceFile[];
  readonly progress: ((progress: ReadProgress) => void) | undefined;
  readonly progressEveryMs: number;
}

/** Tell how far the query that begins now has come, until the function returned is called. */
export function startProgress(watched: Watched): () => void {
  const { connection, files, progress, progressEveryMs } = watched;
  if (progress === undefined) return () => undefined;
  const started = performance.now();
  const rows = textRows(files);
  const timer = setInterval(() => {
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

/**
 * About how many rows files of text have, from the length of their first lines: the engine's own
 * estimate is far off. Undefined for other files, whose rows the engine knows.
 */
function textRows(files: readonly SourceFile[]): number | undefined {
  let rows = 0;
  for (const { head, size, encoding } of files) {
    if (encoding === undefined) return undefined;
    const lines = Math.max(1, head.toString('latin1').split('\n').length - 1);
    rows += (size / head.length) * lines;
  }
  return rows;
}
