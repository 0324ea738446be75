import { z } from 'zod';

/** One logical type a column can have, whatever the engine calls it. */
export const columnTypeSchema = z.enum([
  'boolean',
  'integer',
  'number',
  'string',
  'date',
  'timestamp',
  'other',
]);
export type ColumnType = z.infer<typeof columnTypeSchema>;

export interface TableColumn {
  name: string;
  type: ColumnType;
  /** What the file or engine calls it: `BIGINT`, `DOUBLE`. */
  declared: string;
}

/** A value that did not fit its column's type when text was cast. */
export interface CastFailure {
  column: string;
  type: ColumnType;
  count: number;
  /** 1-based data rows over all files (a CSV header is not counted), at most five. */
  rows: readonly number[];
}

/** Where a row stands. */
export interface RowPlace {
  /** The file as the user knows it: its path relative to the working directory. */
  file: string;
  /** 1-based data row of that file (a CSV header is not counted). */
  row: number;
}

/** Turns names and values of users into SQL that is safe whatever they hold. */
export interface SqlText {
  identifier(name: string): string;
  literal(value: string | number | boolean | bigint | null): string;
}
