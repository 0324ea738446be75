import type { ColumnType, SqlText, TableColumn } from '../../../shared/domain/column.ts';

/** Rows of a split that are shown by number. */
const shownRows = 5;

/** A column of both tables, with one SQL type that its values in both can be compared as. */
export interface SharedColumn {
  readonly name: string;
  readonly comparedAs: 'HUGEINT' | 'DOUBLE' | 'TIMESTAMP' | 'VARCHAR';
}

/** Columns that both tables have, in the first one's order. */
export function sharedColumns(
  train: readonly TableColumn[],
  other: readonly TableColumn[],
): SharedColumn[] {
  const types = new Map(other.map(({ name, type }) => [name, type]));
  return train.flatMap(({ name, type }) => {
    const there = types.get(name);
    return there === undefined ? [] : [{ name, comparedAs: comparedAs(type, there) }];
  });
}

function comparedAs(one: ColumnType, other: ColumnType): SharedColumn['comparedAs'] {
  const both = (...types: ColumnType[]): boolean => types.includes(one) && types.includes(other);
  if (both('integer')) return 'HUGEINT';
  if (both('integer', 'number')) return 'DOUBLE';
  return both('date', 'timestamp') ? 'TIMESTAMP' : 'VARCHAR';
}

/**
 * One number for the values of these columns: the engine's 64-bit hash. Among a million rows each
 * of two splits, two different rows have the same one with a probability of 5e-8.
 */
function hashOf(columns: readonly SharedColumn[], sql: SqlText): string {
  const parts = columns.map(({ name, comparedAs: type }) => {
    const value = `TRY_CAST(${sql.identifier(name)} AS ${type})`;
    // Minus zero is the same number as zero.
    return type === 'DOUBLE' ? `${value} + 0` : value;
  });
  return `hash(${parts.join(', ')})`;
}

/**
 * How many rows of a split have values of these columns that stand in the training data too:
 * `shared` of `judged`, the `first` of them, `repeated` of `trained` training rows that share
 * theirs with another training row, and the number of distinct `values` shared. Rows without a
 * value in any of the columns are left out where `isKey`.
 */
export function sharedQuery(
  train: string,
  other: string,
  columns: readonly SharedColumn[],
  isKey: boolean,
  sql: SqlText,
): string {
  const present = columns.map(({ name }) => `${sql.identifier(name)} IS NOT NULL`).join(' AND ');
  const hash = `CASE WHEN ${isKey ? present : 'true'} THEN ${hashOf(columns, sql)} END`;
  // Named in queries of their own: a column of the data may be called `h`.
  return [
    `WITH trained AS (SELECT ${hash} AS h FROM ${train}),`,
    `others AS (SELECT row_number() OVER () AS r, ${hash} AS h FROM ${other}),`,
    'seen AS (SELECT h, count(*) AS n FROM trained WHERE h IS NOT NULL GROUP BY h),',
    'both_of AS (SELECT r, h FROM others SEMI JOIN seen USING (h))',
    `SELECT (SELECT count(*) FROM both_of) AS shared, (SELECT min(r, ${shownRows}) FROM both_of) AS first,`,
    '(SELECT count(DISTINCT h) FROM both_of) AS values, (SELECT count(h) FROM others) AS judged,',
    '(SELECT coalesce(sum(n) FILTER (WHERE n > 1), 0) FROM seen) AS repeated,',
    '(SELECT coalesce(sum(n), 0) FROM seen) AS trained',
  ].join(' ');
}

/** Training rows later than the first row of a split: `later` of `judged`, and both ends as text. */
export function laterQuery(
  train: string,
  other: string,
  { name, comparedAs: type }: SharedColumn,
  sql: SqlText,
): string {
  const time = `TRY_CAST(${sql.identifier(name)} AS ${type})`;
  return [
    `WITH starting AS (SELECT min(${time}) AS t FROM ${other})`,
    `SELECT count_if(${time} > (SELECT t FROM starting)) AS later, count(${time}) AS judged,`,
    `CAST(max(${time}) AS VARCHAR) AS latest, CAST((SELECT t FROM starting) AS VARCHAR) AS first`,
    `FROM ${train}`,
  ].join(' ');
}

/**
 * A feature `x` and the label `y` of the sampled rows that have a label, each in its column of the
 * sample: numbers and times as numbers, where a label is one only if it is measured.
 */
export function featureQuery(
  from: string,
  [sampledFeature, sampledLabel]: readonly [string, string],
  { type }: TableColumn,
  isMeasured: boolean,
): string {
  const y = `CAST(${sampledLabel} AS ${isMeasured ? 'DOUBLE' : 'VARCHAR'})`;
  const x = asFeature(sampledFeature, type);
  return `SELECT ${x} AS x, ${y} AS y FROM ${from} WHERE ${sampledLabel} IS NOT NULL`;
}

function asFeature(sampled: string, type: ColumnType): string {
  if (type === 'integer' || type === 'number') return `CAST(${sampled} AS DOUBLE)`;
  if (type === 'date' || type === 'timestamp') return `CAST(epoch(${sampled}) AS DOUBLE)`;
  return `left(CAST(${sampled} AS VARCHAR), 200)`;
}
