import type { CastFailure, ColumnType, RowPlace, SqlText, TableColumn } from '../domain/column.ts';
import type { DataOrigin } from '../domain/data-origin.ts';
import type { DataVersion } from '../domain/data-version.ts';
import type { TextEncoding } from '../domain/text-encoding.ts';

export type { CastFailure, ColumnType, RowPlace, SqlText, TableColumn } from '../domain/column.ts';

export interface DataFile {
  /** Absolute path of the bytes: where a pointer was followed, that of the file it stands for. */
  path: string;
  size: number;
  /** When it was last written, in milliseconds: what is read later must still be the same. */
  modified: number;
}

/** A data file as it was opened. */
export interface OpenedFile extends DataFile {
  /** As the user knows it: relative to the working directory. */
  readonly name: string;
  /** What its text was written in; absent where the format has no text of its own. */
  readonly encoding?: TextEncoding;
  /** Whether no byte order mark says the encoding, so that it was told from the bytes. */
  readonly encodingGuessed?: boolean;
  readonly version?: DataVersion;
  /** Where it was fetched from; absent where it was in place. */
  readonly origin?: DataOrigin;
}

/** How far reading has come. */
export interface ReadProgress {
  /** From 0 to 1. */
  readonly share: number;
  readonly rows: number;
  /** Absent until it can be told. */
  readonly secondsLeft?: number;
}

export interface OpenOptions {
  /** Types the user declared. A text column without one gets the narrowest type that fits. */
  types?: Readonly<Record<string, ColumnType>>;
  /** Called a few times a second while large files are read. */
  progress?: (progress: ReadProgress) => void;
}

/** How many of how many rows are looked at. */
export interface SampleSize {
  readonly rows: number;
  readonly wanted: number;
}

/** Data files opened as one table. */
export interface Table {
  /** A quoted relation name to put after FROM. Never built from user input. */
  readonly relation: string;
  readonly columns: readonly TableColumn[];
  readonly files: readonly OpenedFile[];
  readonly format: 'csv' | 'parquet' | 'json' | 'arrow';
  readonly castFailures: readonly CastFailure[];
  /**
   * Which file each row stands in, and where in it, for rows numbered from 1 over all files. Costs
   * a count of the files up to that row, so ask for the few that are shown.
   */
  placesOf(rows: readonly number[]): Promise<RowPlace[]>;
  /**
   * SQL to put after FROM: about `wanted` of the table's `rows` rows, spread evenly over them and
   * the same in every run. Where the format allows, the others are not read.
   */
  sampled(size: SampleSize): string;
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * Reads tables and answers SQL over them. Queries are ours; names and values from the user go
 * through `identifier` and `literal`.
 */
export interface TableReader extends SqlText {
  /**
   * Open files (paths or globs from `root`) as one table.
   *
   * @throws ActionError (usage): `file-not-found`, `file-empty`, `is-directory`, `lfs-pointer`,
   *   `dvc-pointer`, `not-readable-as-data`.
   */
  open(root: string, files: readonly string[], options?: OpenOptions): Promise<Table>;
  /** Rows as plain values: numbers, strings, booleans, null. Integers beyond 2^53 are bigint. */
  query(sql: string): Promise<Row[]>;
  /**
   * Columns of a query result, for large ones: numbers as a Float64Array (missing: NaN), all else,
   * and integers beyond 2^53, as plain arrays.
   */
  columns(sql: string): Promise<Readonly<Record<string, ColumnData>>>;
  close(): Promise<void>;
}

export type ColumnData = Float64Array | ReadonlyArray<string | boolean | number | bigint | null>;

/** Hand a reader to `body` and close it afterwards; a stopped step closes it at once. */
export async function whileOpen<T>(
  tables: TableReader,
  signal: AbortSignal,
  body: () => Promise<T>,
): Promise<T> {
  const stop = (): void => void tables.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await body();
  } finally {
    signal.removeEventListener('abort', stop);
    await tables.close();
  }
}
