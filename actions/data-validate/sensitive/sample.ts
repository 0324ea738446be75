import type { TableColumn } from '../../../shared/domain/column.ts';

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

/** A sampled column as text: numbers without a fraction as their digits, whatever holds them. */
function textOf(sampled: string, { type }: TableColumn): string {
  if (type !== 'number') {
    const text = `CAST(${sampled} AS VARCHAR)`;
    // Asked for its length first: cutting takes as long as all else that is done with a value.
    return `CASE WHEN strlen(${text}) > ${longestText} THEN left(${text}, ${longestText}) ELSE ${text} END`;
  }
  const whole = `${sampled} = floor(${sampled}) AND ${sampled} BETWEEN ${leastNumber} AND 9e18`;
  const digits = `CAST(CAST(${sampled} AS BIGINT) AS VARCHAR)`;
  return `CASE WHEN ${sampled} IS NOT NULL THEN CASE WHEN ${whole} THEN ${digits} ELSE '' END END`;
}

/**
 * Distinct values of a sampled column and how often each stands there: `v`, `n`. Values that are
 * too short, or have neither six digits nor a sign of an address or key, come back as one row
 * whose `v` is missing.
 */
export function valuesQuery(from: string, sampled: string, column: TableColumn): string {
  const digits = `length(regexp_replace(v, '[^0-9]', '', 'g')) >= 6`;
  const worthwhile = `length(v) >= 6 AND (contains(v, '@') OR length(v) >= 16 OR ${digits})`;
  return [
    `WITH looked AS (SELECT ${textOf(sampled, column)} AS v FROM ${from})`,
    `SELECT CASE WHEN ${worthwhile} THEN v END AS v, count(*) AS n FROM looked`,
    'WHERE v IS NOT NULL GROUP BY 1',
  ].join(' ');
}
