import type { Sample } from '../counts.ts';
import type { LineCells, WatchedColumn } from '../plan.ts';

/** What is known of a column of the reference: its cells, and the rows in each. */
export interface ReferenceColumn {
  readonly column: WatchedColumn;
  /** Of a number or a time. */
  readonly line: LineCells | undefined;
  readonly distinct: number;
  /** Category names by cell; an empty string for the cells that hold several. */
  readonly names: readonly string[];
  readonly sample: Sample;
  /** Of categories: the reader's table of their values (`v`) and cells (`cell`). */
  readonly lookup: string | undefined;
}
