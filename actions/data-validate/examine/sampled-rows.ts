import type { SqlText } from '../../../shared/domain/column.ts';

/**
 * SQL that copies sampled rows into the temporary table `into`, all columns in one pass, as `c0`,
 * `c1` ...: a column may be called whatever an alias would be.
 *
 * @param into a quoted name of ours
 * @param sample a relation of the rows that are looked at
 */
export function sampleQuery(
  into: string,
  sample: string,
  columns: readonly string[],
  sql: SqlText,
): string {
  const named = columns.map((name, i) => `${sql.identifier(name)} AS c${i}`).join(', ');
  return `CREATE OR REPLACE TEMP TABLE ${into} AS SELECT ${named} FROM ${sample}`;
}
