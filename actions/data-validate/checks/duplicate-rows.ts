import { shownRows } from './shown-rows.ts';

/**
 * First rows whose key stands more than once in their segment, as `r`. A single key that is missing
 * is no key.
 *
 * @param key,segment SQL columns.
 */
export function duplicateRows(
  rows: string,
  segment: readonly string[],
  key: readonly string[],
): string {
  const all = [...segment, ...key];
  const list = all.join(', ');
  const there = key.length === 1 ? `WHERE ${key[0]} IS NOT NULL` : '';
  const same = all.map((name) => `numbered.${name} IS NOT DISTINCT FROM twice.${name}`);
  return [
    `WITH numbered AS (SELECT mlops_row, ${list} FROM ${rows}),`,
    `twice AS (SELECT ${list} FROM numbered ${there} GROUP BY ${list} HAVING count(*) > 1)`,
    `SELECT mlops_row AS r FROM numbered JOIN twice ON ${same.join(' AND ')}`,
    `ORDER BY r LIMIT ${shownRows}`,
  ].join(' ');
}
