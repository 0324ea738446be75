import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { classText, finite, isNumeric } from '../performance/queries.ts';

/** A feature as both sides have it. */
export interface Feature {
  readonly name: string;
  readonly serving: TableColumn;
  readonly training: TableColumn;
}

export interface SkewPlan {
  readonly serving: string;
  readonly training: string;
  readonly keys: readonly Feature[];
  readonly time: Feature | undefined;
  /** Seconds a training row may be older than the served one. */
  readonly maxAge: number | undefined;
  readonly features: readonly Feature[];
  /** Relative difference of numbers that is none. */
  readonly tolerance: number;
}

/** The table of joined rows that the other queries read. */
export const joined = '"skew joined"';

/** SQL: the keys of one side, as text that does not depend on the files' types. */
function keysOf(plan: SkewPlan, side: 'serving' | 'training', sql: SqlText): string[] {
  return plan.keys.map((key) => classText(key[side], sql));
}

function keyed(plan: SkewPlan, side: 'serving' | 'training', sql: SqlText): string {
  const keys = keysOf(plan, side, sql).map((key, i) => `${key} AS k${i}`);
  const time =
    plan.time === undefined ? [] : [`epoch(${sql.identifier(plan.time[side].name)}) AS t`];
  const values = plan.features.map((feature, i) => `${compared(feature, side, sql)} AS v${i}`);
  const columns = ['row_number() OVER () AS r', ...keys, ...time, ...values];
  return `SELECT ${columns.join(', ')} FROM ${plan[side]}`;
}

/** Numbers as such where both sides have numbers; else both as text. */
function compared(feature: Feature, side: 'serving' | 'training', sql: SqlText): string {
  return areNumbers(feature) ? finite(feature[side], sql) : classText(feature[side], sql);
}

function areNumbers({ serving, training }: Feature): boolean {
  return isNumeric(serving) && isNumeric(training);
}

function names(plan: SkewPlan): string[] {
  return plan.keys.map((_, i) => `k${i}`);
}

function present(plan: SkewPlan): string {
  const parts = names(plan).map((key) => `${key} IS NOT NULL`);
  return [...parts, ...(plan.time === undefined ? [] : ['t IS NOT NULL'])].join(' AND ');
}

/** What one training row is known by: its key, and with a time the moment. */
function identity(plan: SkewPlan): string {
  return [...names(plan), ...(plan.time === undefined ? [] : ['t'])].join(', ');
}

/**
 * Joins each served row to its training row: the one with its key, or with a time the latest that is
 * not later. Rows whose training row is not the only one of its identity are left out. Per joined
 * row: serving row `sr`, and per feature whether it differs `d`, by how much `g`, and both values.
 */
export function joinQuery(plan: SkewPlan, showValues: boolean, sql: SqlText): string {
  const parts = plan.features.flatMap((feature, i) => {
    const [a, b] = [`s.v${i}`, `t.v${i}`];
    const far = `abs(${a} - ${b}) > ${plan.tolerance} * greatest(abs(${a}), abs(${b}))`;
    const unlike = areNumbers(feature)
      ? `coalesce(${far}, false)`
      : `coalesce(${a} <> ${b}, false)`;
    const gap = areNumbers(feature) ? `abs(${a} - ${b})` : 'CAST(NULL AS DOUBLE)';
    const shown = showValues
      ? [`CAST(${a} AS VARCHAR) AS a${i}`, `CAST(${b} AS VARCHAR) AS b${i}`]
      : [];
    return [
      `((${a} IS NULL) <> (${b} IS NULL) OR ${unlike}) AS d${i}`,
      `((${a} IS NULL) <> (${b} IS NULL)) AS o${i}`,
      `${gap} AS g${i}`,
      ...shown,
    ];
  });
  const on = names(plan).map((key) => `s.${key} = t.${key}`);
  const isTimed = plan.time !== undefined;
  const age = plan.maxAge === undefined ? '' : ` WHERE s.t - t.t <= ${plan.maxAge}`;
  const unique = `SELECT * FROM (${keyed(plan, 'training', sql)}) WHERE ${present(plan)} QUALIFY count(*) OVER (PARTITION BY ${identity(plan)}) = 1`;
  return [
    `CREATE OR REPLACE TEMP TABLE ${joined} AS`,
    `SELECT ${['s.r AS sr', ...parts].join(', ')}`,
    `FROM (SELECT * FROM (${keyed(plan, 'serving', sql)}) WHERE ${present(plan)}) AS s`,
    `${isTimed ? 'ASOF JOIN' : 'JOIN'} (${unique}) AS t ON ${[...on, ...(isTimed ? ['s.t >= t.t'] : [])].join(' AND ')}${age}`,
  ].join(' ');
}

/** One row: `joined`; per feature differing rows `d`, of these empty on one side `o`, mean and largest gap. */
export function comparisonQuery({ features }: SkewPlan): string {
  const parts = features.flatMap((_, i) => [
    `count_if(d${i}) AS d${i}`,
    `count_if(o${i}) AS o${i}`,
    `avg(g${i}) FILTER (WHERE d${i}) AS m${i}`,
    `max(g${i}) FILTER (WHERE d${i}) AS x${i}`,
  ]);
  return `SELECT ${['count(*) AS joined', ...parts].join(', ')} FROM ${joined}`;
}

/** Serving rows of the first that differ in a feature, and with `showValues` both values. */
export function examplesQuery(feature: number, showValues: boolean, most: number): string {
  const values = showValues ? `, a${feature} AS a, b${feature} AS b` : '';
  return `SELECT sr${values} FROM ${joined} WHERE d${feature} ORDER BY sr LIMIT ${most}`;
}

/**
 * One row of what the join leaves out: `served` rows, of these `unkeyed` and with no training row of
 * their key `unknown`; `trained` rows, their `trainedUnkeyed`, those that share an identity
 * `repeated`, and keys never served `unserved`.
 */
export function coverageQuery(plan: SkewPlan, sql: SqlText): string {
  const keys = names(plan).join(', ');
  const side = (name: 'serving' | 'training'): string => `(${keyed(plan, name, sql)})`;
  const valid = present(plan);
  const on = names(plan)
    .map((key) => `a.${key} = b.${key}`)
    .join(' AND ');
  const lacking = (from: string, other: string): string =>
    `SELECT * FROM ${from} AS a WHERE ${valid} AND NOT EXISTS (SELECT 1 FROM ${other} AS b WHERE ${on})`;
  return [
    `WITH s AS ${side('serving')}, t AS ${side('training')}`,
    'SELECT (SELECT count(*) FROM s) AS served,',
    `(SELECT count(*) FROM s WHERE NOT (${valid})) AS unkeyed,`,
    `(SELECT count(*) FROM (${lacking('s', 't')})) AS "unknown",`,
    '(SELECT count(*) FROM t) AS trained,',
    `(SELECT count(*) FROM t WHERE NOT (${valid})) AS "trainedUnkeyed",`,
    `(SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM t WHERE ${valid} GROUP BY ${identity(plan)} HAVING count(*) > 1)) AS repeated,`,
    `(SELECT count(*) FROM (SELECT DISTINCT ${keys} FROM (${lacking('t', 's')}))) AS unserved`,
  ].join(' ');
}
