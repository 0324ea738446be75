import type { SqlText } from '../../../shared/domain/column.ts';
import { classText, finite, type Roles } from '../performance/queries.ts';
import type { Subject } from '../performance/subject.ts';

/** SQL: 1 where the model was wrong, 0 where right, or the size of its error; NULL without a label. */
function errorOf(roles: Roles, subject: Subject, threshold: number, sql: SqlText): string {
  const { label, prediction } = roles;
  if (label === undefined) return 'NULL';
  if (subject.task === 'regression') {
    return `abs(${finite(prediction, sql)} - ${finite(label, sql)})`;
  }
  const truth = classText(label, sql);
  if (subject.task === 'classes')
    return `CAST(${classText(prediction, sql)} <> ${truth} AS DOUBLE)`;
  const decided = `${finite(prediction, sql)} >= ${sql.literal(threshold)}`;
  return `CAST((${decided}) <> (${truth} = ${sql.literal(subject.positive)}) AS DOUBLE)`;
}

/**
 * Errors of labelled rows, the newest `most` of them, in the order of time and, within a moment, of
 * the files: error `e`, seconds since 1970 `t` (NULL without a time) and 1-based row `r`.
 */
export function errorsQuery(
  roles: Roles,
  subject: Subject,
  options: { readonly threshold: number; readonly time: string | undefined; readonly most: number },
  sql: SqlText,
): string {
  const { threshold, time, most } = options;
  const error = `CASE WHEN ${roles.isMature} THEN ${errorOf(roles, subject, threshold, sql)} END`;
  const moment = time === undefined ? 'NULL' : `epoch(${sql.identifier(time)})`;
  const timed = time === undefined ? '' : ' AND t IS NOT NULL';
  return [
    'SELECT e, t, r FROM (SELECT e, t, r FROM',
    `(SELECT row_number() OVER () AS r, ${error} AS e, CAST(${moment} AS DOUBLE) AS t FROM ${roles.relation})`,
    `WHERE e IS NOT NULL${timed} ORDER BY t DESC, r DESC LIMIT ${most}) ORDER BY t, r`,
  ].join(' ');
}
