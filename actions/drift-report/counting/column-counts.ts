import type { CountedColumn } from '../decide.ts';

/** What the data alone says of a column. */
export type ColumnCounts = Omit<CountedColumn, 'importance' | 'threshold'>;
