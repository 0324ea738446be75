import { canonicalDigest } from '../../../shared/domain/canonical-digest.ts';
import type { ColumnCounts } from '../counting/column-counts.ts';
import { emptySample, type Sample } from '../counts.ts';
import { before, type Entry, type PastColumn } from './history.ts';
import { seasonOf } from './season.ts';

/** What each window is compared with. */
export type Baseline = 'reference' | 'same-season' | 'previous';

/** Enough to even out single windows, and few enough to forget an old world. */
const mostPooled = 8;

/** Of the cells a column is counted in: other cells, other counts. */
export function cellsKey({ column, line, distinct, reference }: ColumnCounts): string {
  const cells = { kind: column.kind, edges: line?.edges ?? [], distinct, rows: reference.rows };
  return canonicalDigest(cells).slice('sha256:'.length, 'sha256:'.length + 12);
}

/** Counts of a window, as the history keeps them. */
export function pastColumn(counts: ColumnCounts, sample: Sample): PastColumn {
  const { rows, present, cells, mean } = sample;
  const last = cells.findLastIndex((n) => n > 0);
  return { key: cellsKey(counts), rows, present, cells: cells.slice(0, last + 1), mean };
}

/**
 * What each window of a column is compared with, by window; the whole, which has no window, under
 * the empty label. A window without a baseline is left out: it is compared with the reference.
 *
 * @param entries the history, the windows of this run among them.
 */
export function baselinesOf(
  counts: ColumnCounts,
  entries: readonly Entry[],
  unit: string,
  windows: readonly string[],
  baseline: Baseline,
): ReadonlyMap<string, Sample> {
  const found = new Map<string, Sample>();
  if (baseline === 'reference') return found;
  const key = cellsKey(counts);
  const usable = (window: string): PastColumn[] =>
    earlier(entries, unit, window, baseline).flatMap(({ columns }) => {
      const past = columns[counts.column.name];
      return past?.key === key ? [past] : [];
    });
  for (const window of windows) {
    const past = usable(window);
    if (past.length > 0) found.set(window, pool(counts.reference, past));
  }
  const [first] = windows;
  const isWhole = windows.length > 0 && windows.every((window) => found.has(window));
  if (isWhole && first !== undefined) {
    const past = windows.flatMap((window) => usable(window));
    found.set('', pool(counts.reference, past));
  }
  return found;
}

function earlier(
  entries: readonly Entry[],
  unit: string,
  window: string,
  baseline: 'same-season' | 'previous',
): Entry[] {
  const past = before(entries, unit, window);
  if (baseline === 'previous') return past.slice(-1);
  const season = seasonOf(unit, window);
  if (season === undefined) return [];
  return past.filter((entry) => seasonOf(unit, entry.window) === season).slice(-mostPooled);
}

/** Several windows as one sample. New categories have the last cell, and count as new no more. */
function pool(like: Sample, past: readonly PastColumn[]): Sample {
  const cells = like.cells.map((_, i) => past.reduce((sum, each) => sum + (each.cells[i] ?? 0), 0));
  const sum = (of: (each: PastColumn) => number): number =>
    past.reduce((total, each) => total + of(each), 0);
  const present = sum((each) => each.present);
  const total = sum((each) => (each.mean ?? 0) * each.present);
  const isLine = past.some(({ mean }) => mean !== null);
  return {
    ...emptySample,
    rows: sum((each) => each.rows),
    present,
    cells,
    fresh: isLine ? 0 : (cells.at(-1) ?? 0),
    mean: isLine && present > 0 ? total / present : null,
  };
}
