import type { Sample } from '../counts.ts';
import type { LineCells, WatchedColumn } from '../plan.ts';
import type { Tally } from './by-value/tally.ts';

/** Where the values of a column of categories are looked up. */
export interface Lookup {
  /** The reader's table of values (`v`) and cells (`cell`). */
  readonly table: string;
  /** The same, where they are few. The table is made only once it is needed. */
  readonly cells: ReadonlyMap<string, number> | undefined;
}

/** What is known of a column of the reference: its cells, and the rows in each. */
export interface ReferenceColumn {
  readonly column: WatchedColumn;
  /** Of a number or a time. */
  readonly line: LineCells | undefined;
  readonly distinct: number;
  /** Category names by cell; an empty string for the cells that hold several. */
  readonly names: readonly string[];
  readonly sample: Sample;
  /** Of categories. */
  readonly lookup: Lookup | undefined;
  /** Of numbers with few values. */
  readonly tally: Tally | undefined;
}
