import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { classText, finite, isNumeric, type Loss, lossOf, type Roles } from './queries.ts';

/** Kinds of columns a tree can split. */
export function canExplain(column: TableColumn): boolean {
  return isNumeric(column) || column.type === 'boolean' || column.type === 'string';
}

/**
 * A sample of rows: window `w`, `prediction`, features `f0`, ... and, asked for a loss, `loss` of
 * labelled rows. About `most` rows, chosen by a hash of their number: the same ones in every run.
 */
export function featuresQuery(
  roles: Roles,
  features: readonly TableColumn[],
  loss: Loss | undefined,
  most: number,
  sql: SqlText,
): string {
  const values = features.map((column, i) =>
    isNumeric(column)
      ? `${finite(column, sql)} AS f${i}`
      : `CAST(${sql.identifier(column.name)} AS VARCHAR) AS f${i}`,
  );
  const lossColumn = loss === undefined ? [] : [`${lossOf(roles, loss, sql)} AS loss`];
  const columns = [
    `${roles.window} AS w`,
    `${finite(roles.prediction, sql)} AS prediction`,
    ...lossColumn,
    ...values,
  ];
  const kept = ['prediction IS NOT NULL', ...(loss === undefined ? [] : ['loss IS NOT NULL'])];
  const step = `greatest(1, (SELECT count(*) FROM ${roles.relation}) // ${most})`;
  return [
    `SELECT * EXCLUDE (r) FROM (SELECT row_number() OVER () AS r, ${columns.join(', ')} FROM ${roles.relation})`,
    `WHERE ${kept.join(' AND ')} AND hash(r) % ${step} = 0 ORDER BY r`,
  ].join(' ');
}

/**
 * A sample of rows with the probability of each class: window `w`, label `y` (NULL: not known), answer
 * `a`, and `p0`, ... in the order of the classes. Rows without one of them are left out.
 */
export function classSharesQuery(
  roles: Roles,
  shares: readonly TableColumn[],
  most: number,
  sql: SqlText,
): string {
  const { label, prediction, relation, window, isMature } = roles;
  const truth =
    label === undefined
      ? 'CAST(NULL AS VARCHAR)'
      : `CASE WHEN ${isMature} THEN ${classText(label, sql)} END`;
  const values = shares.map((column, i) => `${finite(column, sql)} AS p${i}`);
  const columns = [
    `${window} AS w`,
    `${truth} AS y`,
    `${classText(prediction, sql)} AS a`,
    ...values,
  ];
  const kept = ['a IS NOT NULL', ...shares.map((_, i) => `p${i} IS NOT NULL`)];
  const step = `greatest(1, (SELECT count(*) FROM ${relation}) // ${most})`;
  return [
    `SELECT * EXCLUDE (r) FROM (SELECT row_number() OVER () AS r, ${columns.join(', ')} FROM ${relation})`,
    `WHERE ${kept.join(' AND ')} AND hash(r) % ${step} = 0 ORDER BY r`,
  ].join(' ');
}
