import type { CheckName } from '../../../../shared/domain/check.ts';
import * as sql from '../sql-text.ts';
import type { Draft } from '../translation.ts';
import { type Fields, listOf, namesOf, numberOf, textOf } from '../untyped.ts';

/** A metric of SodaCL: a figure of the table in SQL, or why there is none. */
export interface Metric {
  /** A query of one value named `figure` over the table `data`. */
  readonly query: string;
  /** The kind of check that is the same figure, where bounds are inclusive. */
  readonly kind?: Draft;
  /** The check that the figure is zero: it finds the rows, where a figure only counts them. */
  readonly none?: Draft;
}

const aggregates: Readonly<Record<string, readonly [string, CheckName?]>> = {
  avg: ['avg', 'mean'],
  min: ['min', 'minimum'],
  max: ['max', 'maximum'],
  sum: ['sum', 'sum'],
  stddev: ['stddev_samp', 'standard-deviation'],
  stddev_samp: ['stddev_samp', 'standard-deviation'],
  stddev_pop: ['stddev_pop'],
  variance: ['var_samp'],
  var_samp: ['var_samp'],
  var_pop: ['var_pop'],
};

/**
 * @param name as `missing_count`.
 * @param args what stands in its parentheses.
 * @param settings of the check: what is valid, and what counts as missing.
 */
export function metricOf(name: string, args: readonly string[], settings: Fields): Metric | string {
  const [first = ''] = args;
  const column = sql.name(first);
  const aggregate = aggregates[name];
  if (aggregate !== undefined) {
    const [call, check] = aggregate;
    return figure(`${call}(${column})`, check === undefined ? undefined : { check, column: first });
  }
  switch (name) {
    case 'row_count':
      return figure('count(*)', { check: 'row-count' });
    case 'distinct_count':
      return figure(`count(DISTINCT ${column})`, { check: 'distinct-count', column: first });
    case 'avg_length':
    case 'min_length':
    case 'max_length':
      return figure(`${name.slice(0, 3)}(length(CAST(${column} AS VARCHAR)))`);
    case 'percentile': {
      const quantile = Number(args[1]);
      if (!(quantile >= 0 && quantile <= 1)) return 'its percentile is no number from 0 to 1';
      const kind = { check: 'quantile', column: first, quantile } as const;
      return figure(`quantile_cont(${column}, ${sql.literal(quantile)})`, kind);
    }
    case 'duplicate_count':
    case 'duplicate_percent':
      return duplicates(args, name.endsWith('percent'));
    case 'missing_count':
    case 'missing_percent':
      return missingMetric(first, settings, name.endsWith('percent'));
    case 'invalid_count':
    case 'invalid_percent':
      return invalidMetric(first, settings, name.endsWith('percent'));
    default:
      return `there is no metric ${name} here; write it as a check sql`;
  }
}

function figure(expression: string, kind?: Metric['kind']): Metric {
  const query = `SELECT ${expression} AS figure FROM data`;
  return kind === undefined ? { query } : { query, kind };
}

function counted(condition: string, isPercent: boolean): Metric {
  const count = `count(*) FILTER (WHERE ${condition})`;
  return figure(isPercent ? `coalesce(100.0 * ${count} / nullif(count(*), 0), 0)` : count);
}

function missingMetric(column: string, settings: Fields, isPercent: boolean): Metric {
  const condition = missing(sql.name(column), settings);
  const onlyNull = condition === missing(sql.name(column), {});
  const none: Draft = onlyNull
    ? { check: 'not-null', column }
    : { check: 'condition', condition: `NOT (${condition})` };
  return { ...counted(condition, isPercent), none };
}

function invalidMetric(column: string, settings: Fields, isPercent: boolean): Metric | string {
  const valid = validity(sql.name(column), settings);
  if ('problem' in valid) return valid.problem;
  const gone = missing(sql.name(column), settings);
  const condition = `NOT (${gone}) AND NOT (${valid.condition})`;
  const none: Draft = {
    check: 'condition',
    condition: valid.condition,
    where: `NOT (${gone})`,
  };
  return { ...counted(condition, isPercent), none };
}

/** How many values stand more than once, each counted once. */
function duplicates(columns: readonly string[], isPercent: boolean): Metric {
  const names = columns.map(sql.name).join(', ');
  const there = columns.map((column) => `${sql.name(column)} IS NOT NULL`).join(' AND ');
  const repeated = `SELECT count(*) AS copies FROM data WHERE ${there} GROUP BY ${names}`;
  const count = 'count(*) FILTER (WHERE copies > 1)';
  const figure = isPercent ? `coalesce(100.0 * ${count} / nullif(sum(copies), 0), 0)` : count;
  const query = `SELECT ${figure} AS figure FROM (${repeated}) AS counted`;
  // In a key of several columns, ours takes a missing value for a value.
  const [column] = columns;
  return columns.length > 1 ? { query } : { query, none: { check: 'unique', column } };
}

function missing(column: string, settings: Fields): string {
  const listed = sql.values(listOf(settings['missing values']));
  const pattern = textOf(settings['missing regex']);
  return [
    `${column} IS NULL`,
    ...(listed === ''
      ? []
      : [`CAST(${column} AS VARCHAR) IN (${asText(settings['missing values'])})`]),
    ...(pattern === undefined ? [] : [matches(column, pattern)]),
  ].join(' OR ');
}

function asText(values: unknown): string {
  return listOf(values).filter(sql.isValue).map(String).map(sql.literal).join(', ');
}

function matches(column: string, pattern: string): string {
  return `regexp_matches(CAST(${column} AS VARCHAR), ${sql.literal(pattern)})`;
}

/** Formats that Soda names, for columns of text. Written anew from what the names stand for. */
const formats: Readonly<Record<string, string>> = {
  integer: '^[-+]?\\d+$',
  'positive integer': '^\\+?\\d+$',
  'negative integer': '^-\\d+$',
  decimal: '^[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)$',
  'date iso 8601': '^\\d{4}-\\d{2}-\\d{2}(?:[T ].*)?$',
  'date us': '^\\d{1,2}/\\d{1,2}/\\d{4}$',
  'date eu': '^\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}$',
  uuid: '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  email: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
  'ip address': '^\\d{1,3}(?:\\.\\d{1,3}){3}$',
};

function validity(column: string, settings: Fields): { condition: string } | { problem: string } {
  const text = `CAST(${column} AS VARCHAR)`;
  const parts: string[] = [];
  for (const [key, value] of Object.entries(settings)) {
    if (!key.startsWith('valid ') && key !== 'invalid values') continue;
    const bound = numberOf(value);
    const number = bound === undefined ? 'NULL' : sql.literal(bound);
    const rules: Readonly<Record<string, () => string | undefined>> = {
      'valid values': () => `${text} IN (${asText(value)})`,
      'invalid values': () => `${text} NOT IN (${asText(value)})`,
      'valid regex': () => matches(column, String(value)),
      'valid format': () => formatOf(column, String(value)),
      'valid min': () => `${column} >= ${number}`,
      'valid max': () => `${column} <= ${number}`,
      'valid length': () => `length(${text}) = ${number}`,
      'valid min length': () => `length(${text}) >= ${number}`,
      'valid max length': () => `length(${text}) <= ${number}`,
    };
    const rule = rules[key]?.();
    if (rule === undefined) return { problem: `its ${key}: ${namesOf(value).join(', ')}` };
    parts.push(rule);
  }
  return parts.length === 0
    ? { problem: 'it does not say which values are valid' }
    : { condition: parts.join(' AND ') };
}

function formatOf(column: string, name: string): string | undefined {
  const pattern = formats[name.toLowerCase()];
  return pattern === undefined ? undefined : matches(column, pattern);
}
