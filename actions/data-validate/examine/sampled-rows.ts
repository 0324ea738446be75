import type { SqlText } from '../../../shared/domain/column.ts';

/** How many of how many rows are looked at. */
export interface SampleSize {
  readonly rows: number;
  readonly wanted: number;
}

/**
 * SQL that copies a sample of the rows into the temporary table `into`, all columns in one pass,
 * as `c0`, `c1` ...: a column may be called whatever an alias would be.
 *
 * @param into a quoted name of ours
 */
export function sampleQuery(
  into: string,
  relation: string,
  columns: readonly string[],
  size: SampleSize,
  sql: SqlText,
): string {
  const named = columns.map((name, i) => `${sql.identifier(name)} AS c${i}`).join(', ');
  const kept = columns.map((_, i) => `c${i}`).join(', ');
  return [
    `CREATE OR REPLACE TEMP TABLE ${into} AS SELECT ${kept} FROM`,
    `(SELECT row_number() OVER () AS r, ${named} FROM ${relation}) WHERE ${isSampled(size)}`,
  ].join(' ');
}

/**
 * Whether a row number `r`, counted from 1, is in the sample: spread evenly over the rows and the
 * same in every run, whatever the number of threads.
 *
 * Multiples of 2^32 over the golden ratio, as whole numbers modulo 2^32, fill the range evenly, and
 * follow no period that data could have.
 */
function isSampled({ rows, wanted }: SampleSize): string {
  if (rows <= wanted) return 'true';
  const share = Math.floor((wanted / rows) * 2 ** 32);
  return `((r * 2654435761) & 4294967295) < ${share}`;
}
