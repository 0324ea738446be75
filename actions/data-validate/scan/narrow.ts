import type { Ground } from '../checks/kind.ts';
import type { CheckPlan } from '../plan.ts';
import { messages } from './messages.ts';
import { byOf, mostSegments } from './scopes.ts';

/** The same ground, of the rows for which a condition holds: in the data and in the reference. */
export function narrowed(ground: Ground, condition: string): Ground {
  const rowsOf = (relation: string): string => `(SELECT * FROM ${relation} WHERE (${condition}))`;
  const { reference } = ground;
  return {
    ...ground,
    relation: rowsOf(ground.relation),
    reference:
      reference === undefined ? undefined : { ...reference, relation: rowsOf(reference.relation) },
  };
}

/** The user's own condition of a check, as the parser wrote it back. */
export function conditionOf({ check }: CheckPlan, { statements }: Ground): string | undefined {
  const where = 'where' in check ? check.where : undefined;
  return where === undefined ? undefined : (statements.get(where) ?? 'false');
}

/** Why a check cannot be held against the reference segment by segment. */
export function notDivisible(plan: CheckPlan, { reference }: Ground): string | undefined {
  if (reference === undefined) return undefined;
  const known = new Set(reference.columns.map(({ name }) => name));
  const missing = byOf(plan).find((name) => !known.has(name));
  return missing === undefined ? undefined : messages.referenceNotDivisible(missing);
}

/** The segments of the data: one row each, `g0`, `g1` ... the values of its columns as text. */
export function segmentsQuery(plan: CheckPlan, { relation, sql }: Ground): string {
  const by = byOf(plan).map((name) => `CAST(${sql.identifier(name)} AS VARCHAR)`);
  const columns = by.map((column, i) => `${column} AS g${i}`).join(', ');
  const names = by.map((_, i) => `g${i}`).join(', ');
  return `SELECT DISTINCT ${columns} FROM ${relation} ORDER BY ${names} LIMIT ${mostSegments + 1}`;
}

/** SQL condition that holds for the rows of a segment. */
export function segmentCondition(
  plan: CheckPlan,
  values: readonly (string | null)[],
  { sql }: Ground,
): string {
  return byOf(plan)
    .map((name, i) => {
      const literal = sql.literal(values[i] ?? null);
      return `CAST(${sql.identifier(name)} AS VARCHAR) IS NOT DISTINCT FROM ${literal}`;
    })
    .join(' AND ');
}
