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
  /** 1-based data rows (a CSV header is not counted), at most five. */
  rows: readonly number[];
}

/** Turns names and values of users into SQL that is safe whatever they hold. */
export interface SqlText {
  identifier(name: string): string;
  literal(value: string | number | boolean | bigint | null): string;
}
