import type { SampleSize } from '../ports/table-reader.ts';
import { identifier } from './duckdb-sql.ts';

/** A query that a condition on `place`, the number of a row where it is stored, may be added to. */
export interface PlacedRows {
  readonly select: string;
  readonly place: string;
}

/**
 * SQL that gives a sample of a table: the rows themselves are read only where the condition holds,
 * because the engine knows a stored row's number before it reads the row. Without such a number all
 * rows are read, one after the other, to count them.
 */
export function sampleOf(
  relation: string,
  columns: readonly { readonly name: string }[],
  placed: PlacedRows | undefined,
  size: SampleSize,
): string {
  if (size.rows <= size.wanted) return relation;
  if (placed !== undefined) return `(${placed.select} WHERE ${isSampled(placed.place, size)})`;
  // A column may be called whatever the number would be.
  const inner = columns.map(({ name }, i) => `${identifier(name)} AS c${i}`).join(', ');
  const outer = columns.map(({ name }, i) => `c${i} AS ${identifier(name)}`).join(', ');
  const numbered = `SELECT row_number() OVER () AS r, ${inner} FROM ${relation}`;
  return `(SELECT ${outer} FROM (${numbered}) WHERE ${isSampled('r', size)})`;
}

/** Whether a user's column would be taken for the engine's number of a row. */
export function hidesPlace(columns: readonly { readonly name: string }[], place: string): boolean {
  return columns.some(({ name }) => name.toLowerCase() === place);
}

/**
 * Whether the row with this number is in the sample: by chance, which follows no order or period
 * that data could have, and the same in every run, whatever the number of threads.
 */
function isSampled(number: string, { rows, wanted }: SampleSize): string {
  const hashes = BigInt(Math.floor((wanted / rows) * 2 ** 32)) << 32n;
  return `hash(${number}) < ${hashes}`;
}
