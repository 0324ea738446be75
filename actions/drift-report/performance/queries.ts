import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';

/** The parts of one table that performance is read from. */
export interface Roles {
  readonly relation: string;
  readonly label: TableColumn | undefined;
  readonly prediction: TableColumn;
  /** Columns with the probability of one class, by the class as `textOfClass` writes it. */
  readonly shares: ReadonlyMap<string, TableColumn>;
  /** SQL label of a row's window. */
  readonly window: string;
  /** SQL: whether the label of a row counts, by its age and arrival. */
  readonly isMature: string;
}

export function isNumeric({ type }: TableColumn): boolean {
  return type === 'integer' || type === 'number';
}

/** SQL: a class as text that does not depend on the file's types: 1, 1.0, "1" and true are `1.0`. */
export function classText(column: TableColumn, sql: SqlText): string {
  const raw = sql.identifier(column.name);
  if (column.type === 'boolean') return `CAST(CAST(CAST(${raw} AS INTEGER) AS DOUBLE) AS VARCHAR)`;
  if (isNumeric(column)) return `CAST(CAST(${raw} AS DOUBLE) AS VARCHAR)`;
  return `coalesce(CAST(TRY_CAST(${raw} AS DOUBLE) AS VARCHAR), CAST(${raw} AS VARCHAR))`;
}

/** SQL: a finite number, else NULL. */
export function finite(column: TableColumn, sql: SqlText): string {
  const number = `CAST(${sql.identifier(column.name)} AS DOUBLE)`;
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
}

/** Values of the label, the most frequent first: `value`, `n`. */
export function labelValuesQuery(roles: Roles, limit: number, sql: SqlText): string | undefined {
  if (roles.label === undefined) return undefined;
  const text = classText(roles.label, sql);
  return `SELECT ${text} AS value, count(*) AS n FROM ${roles.relation} WHERE ${sql.identifier(roles.label.name)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}`;
}

/** `low`, `high` of the predictions, how many of them are `missing`, and `foreign` to the labels. */
export function predictionQuery(
  { prediction, relation }: Roles,
  labels: readonly string[],
  sql: SqlText,
): string {
  const numeric = isNumeric(prediction);
  const value = numeric ? finite(prediction, sql) : sql.identifier(prediction.name);
  const known = labels.map((label) => sql.literal(label)).join(', ');
  const foreign =
    known === '' ? `count(${value})` : `count_if(${classText(prediction, sql)} NOT IN (${known}))`;
  const range = numeric
    ? `min(${value}) AS low, max(${value}) AS high`
    : 'NULL AS low, NULL AS high';
  return `SELECT ${range}, count(*) AS rows, count(*) - count(${value}) AS missing, ${foreign} AS "foreign" FROM ${relation}`;
}

/** Decimals of a probability that are told apart where rows are too many to list. */
const keptDecimals = 4;

/**
 * Rows by window `w`, score `p` and label `y` (1 positive, 0 negative, -1 not known): `n` of each,
 * scores ascending.
 *
 * @param isRounded to bound the answer at any number of rows
 */
export function gradesQuery(
  roles: Roles,
  positive: string,
  isRounded: boolean,
  sql: SqlText,
): string {
  const score = finite(roles.prediction, sql);
  const p = isRounded ? `round(${score}, ${keptDecimals})` : score;
  return [
    'SELECT w, p, y, count(*) AS n FROM',
    `(SELECT ${roles.window} AS w, ${p} AS p, ${labelCode(roles, positive, sql)} AS y FROM ${roles.relation})`,
    'WHERE p IS NOT NULL GROUP BY w, p, y ORDER BY w, p, y',
  ].join(' ');
}

function labelCode(roles: Roles, positive: string, sql: SqlText): string {
  if (roles.label === undefined) return '-1';
  const known = `${sql.identifier(roles.label.name)} IS NOT NULL AND ${roles.isMature}`;
  const isPositive = `${classText(roles.label, sql)} = ${sql.literal(positive)}`;
  return `CASE WHEN NOT (${known}) THEN -1 WHEN ${isPositive} THEN 1 ELSE 0 END`;
}

/** Rows by window `w`, label `y` (NULL: not known) and answer `a`: `n` of each. */
export function answersQuery(roles: Roles, sql: SqlText): string {
  const label =
    roles.label === undefined
      ? 'NULL'
      : `CASE WHEN ${roles.isMature} THEN ${classText(roles.label, sql)} END`;
  return [
    'SELECT w, y, a, count(*) AS n FROM',
    `(SELECT ${roles.window} AS w, ${label} AS y, ${classText(roles.prediction, sql)} AS a FROM ${roles.relation})`,
    'WHERE a IS NOT NULL GROUP BY w, y, a ORDER BY w, y, a',
  ].join(' ');
}

/** The loss of one row whose mean is followed; the root of the mean for `rmse`. */
export type Loss = 'rmse' | 'mae' | 'mape';

/** SQL: the loss of a row; NULL without a label that counts. */
export function lossOf(roles: Roles, loss: Loss, sql: SqlText): string {
  if (roles.label === undefined) return 'NULL';
  const label = finite(roles.label, sql);
  const error = `(${finite(roles.prediction, sql)} - ${label})`;
  const value = {
    rmse: `${error} * ${error}`,
    mae: `abs(${error})`,
    // As scikit-learn: a label of zero counts as the smallest step of a double.
    mape: `abs(${error}) / greatest(abs(${label}), ${2 ** -52})`,
  }[loss];
  return `CASE WHEN ${roles.isMature} THEN ${value} END`;
}

/** `w`, rows `n`, labelled `k`, and of their loss the `mean` and `variance`. */
export function lossesQuery(roles: Roles, loss: Loss, sql: SqlText): string {
  return [
    'SELECT w, count(*) AS n, count(l) AS k, avg(l) AS mean, var_pop(l) AS variance FROM',
    `(SELECT ${roles.window} AS w, ${lossOf(roles, loss, sql)} AS l, ${finite(roles.prediction, sql)} AS p FROM ${roles.relation})`,
    'WHERE p IS NOT NULL GROUP BY w ORDER BY w',
  ].join(' ');
}

export interface ArrivalColumns {
  readonly time: string | undefined;
  readonly arrived: string | undefined;
  /** Seconds since 1970 of the moment of judgement. */
  readonly asOf: number;
  /** Seconds labels take, where configured. */
  readonly delay: number | undefined;
}

/** SQL: whether a row's label may count: old enough, and arrived by now. */
export function maturityOf({ time, arrived, asOf, delay }: ArrivalColumns, sql: SqlText): string {
  const parts: string[] = [];
  const epoch = (name: string): string => `epoch(${sql.identifier(name)})`;
  if (arrived !== undefined) parts.push(`coalesce(${epoch(arrived)} <= ${asOf}, false)`);
  if (delay !== undefined && time !== undefined) {
    parts.push(`coalesce(${epoch(time)} <= ${asOf - delay}, false)`);
  }
  return parts.length === 0 ? 'TRUE' : `(${parts.join(' AND ')})`;
}

/** By window `w`: rows `n`, labels that count `k`, newest row `newest` and median `lag` in seconds. */
export function arrivalsQuery(roles: Roles, columns: ArrivalColumns, sql: SqlText): string {
  const { label, isMature, relation, window } = roles;
  const present = label === undefined ? 'FALSE' : `${sql.identifier(label.name)} IS NOT NULL`;
  const epoch = (name: string): string => `epoch(${sql.identifier(name)})`;
  const { time, arrived } = columns;
  const newest = time === undefined ? 'NULL' : `max(${epoch(time)})`;
  const lag =
    time === undefined || arrived === undefined
      ? 'NULL'
      : `median(${epoch(arrived)} - ${epoch(time)}) FILTER (WHERE ${isMature})`;
  return `SELECT ${window} AS w, count(*) AS n, count_if(${present} AND ${isMature}) AS k, ${newest} AS newest, ${lag} AS lag FROM ${relation} GROUP BY 1 ORDER BY 1`;
}
