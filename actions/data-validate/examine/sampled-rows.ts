/**
 * SQL condition on a row number `r`, counted from 1, that keeps about `wanted` of `rows` rows,
 * spread evenly and the same in every run whatever the number of threads.
 *
 * Multiples of 2^32 over the golden ratio, as whole numbers modulo 2^32, fill the range evenly, and
 * follow no period that data could have.
 */
export function isSampled(rows: number, wanted: number): string {
  if (rows <= wanted) return 'true';
  const share = Math.floor((wanted / rows) * 2 ** 32);
  return `(r * 2654435761) % 4294967296 < ${share}`;
}
