import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';

/** Of a longer text only this much is searched: a page of text. */
const longestText = 2_000;
/** Numbers below are too short for any number that identifies somebody. */
const leastNumber = 1e6;

/** Whether a column can hold what is looked for, from its type and its largest value. */
export function isSearchable({
  type,
  max,
}: TableColumn & { max: number | string | null }): boolean {
  if (type === 'string' || type === 'other') return true;
  if (type !== 'integer' && type !== 'number') return false;
  return Number(max) >= leastNumber;
}

/** A column as text: numbers without a fraction as their digits, whatever type holds them. */
function textOf({ name, type }: TableColumn, sql: SqlText): string {
  const column = sql.identifier(name);
  if (type !== 'number') return `left(CAST(${column} AS VARCHAR), ${longestText})`;
  const whole = `${column} = floor(${column}) AND ${column} BETWEEN ${leastNumber} AND 9e18`;
  return `CASE WHEN ${whole} THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE '' END`;
}

/**
 * Distinct values of a column's sampled rows and how often each stands there: `v`, `n`. Values
 * that are too short, or have neither six digits nor a sign of an address or key, come back as
 * one row whose `v` is missing.
 */
export function sampleQuery(
  relation: string,
  column: TableColumn,
  condition: string,
  sql: SqlText,
): string {
  const digits = `length(regexp_replace(v, '[^0-9]', '', 'g')) >= 6`;
  const worthwhile = `length(v) >= 6 AND (contains(v, '@') OR length(v) >= 16 OR ${digits})`;
  const numbered = `SELECT row_number() OVER () AS r, ${sql.identifier(column.name)} FROM ${relation}`;
  return [
    `WITH looked AS (SELECT ${textOf(column, sql)} AS v FROM (${numbered}) WHERE ${condition})`,
    `SELECT CASE WHEN ${worthwhile} THEN v END AS v, count(*) AS n FROM looked`,
    'WHERE v IS NOT NULL GROUP BY 1',
  ].join(' ');
}
