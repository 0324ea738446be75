/**
 * SQL for what has no kind of check of its own. Names and values come from another tool's file, so
 * they are quoted here; the step parses and confines the result once more before it runs.
 */
import type { Draft } from './translation.ts';

export type Value = string | number | boolean;

export function name(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}

/** @throws TypeError for a number that SQL has no literal for. */
export function literal(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('a literal must be finite');
  }
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

export function values(listed: readonly unknown[]): string {
  return listed.filter(isValue).map(literal).join(', ');
}

export function isValue(value: unknown): value is Value {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean';
}

/**
 * A check that a figure of the whole table satisfies a condition. Where there is no figure, as the
 * mean of no values, the check fails.
 *
 * @param figure SQL of one aggregate.
 * @param condition SQL over the column `figure`.
 */
export function figureDraft(title: string, figure: string, condition: string): Draft {
  const query = `SELECT figure FROM (SELECT ${figure} AS figure FROM data) AS computed WHERE (${condition}) IS NOT TRUE`;
  return { check: 'sql', name: title, query };
}

/** Bounds as a condition over `figure`; undefined where there are none. */
export function boundsCondition(bounds: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
}): string | undefined {
  const parts = [
    ...(bounds.min === undefined ? [] : [`figure >= ${literal(bounds.min)}`]),
    ...(bounds.max === undefined ? [] : [`figure <= ${literal(bounds.max)}`]),
    ...(bounds.above === undefined ? [] : [`figure > ${literal(bounds.above)}`]),
    ...(bounds.below === undefined ? [] : [`figure < ${literal(bounds.below)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(' AND ');
}
