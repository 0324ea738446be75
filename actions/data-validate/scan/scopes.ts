import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { namedTables } from '../checks/custom.ts';
import type { Ground } from '../checks/kind.ts';
import { shownRows } from '../checks/shown-rows.ts';
import type { CheckPlan } from '../plan.ts';
import { overviewOf } from './overview.ts';

/** More segments than this are no segments but values. */
export const mostSegments = 1_000;

/** Plans that one query answers: of the same rows, in the same segments. */
export interface Scope {
  readonly plans: readonly CheckPlan[];
  /** The user's condition, as the parser wrote it back. */
  readonly where: string | undefined;
  readonly by: readonly string[];
  readonly derived: CheckPlan['derived'];
  /** Whether the user's SQL is in it, and may be wrong. */
  readonly isCustom: boolean;
  /** The WITH that SQL needs before it; empty where there is none. */
  readonly tables: string;
  /** The scope of all rows, which also gives the overview. */
  readonly isWhole: boolean;
}

/** Group plans so that the data is read as seldom as can be. The scope of all rows is the first. */
export function scopesOf(plans: readonly CheckPlan[], ground: Ground): Scope[] {
  const groups = new Map<string, CheckPlan[]>([['all', []]]);
  for (const plan of plans) {
    if (plan.blocked !== undefined || plan.queries !== undefined) continue;
    const key = keyOf(plan);
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  return [...groups].map(([key, members]) => {
    const [first] = members;
    const where = first === undefined ? undefined : whereOf(first);
    const isCustom = where !== undefined || first?.isCustom === true;
    return {
      plans: members,
      where: where === undefined ? undefined : (ground.statements.get(where) ?? 'false'),
      by: first === undefined ? [] : byOf(first),
      derived: first?.derived,
      isCustom,
      tables: isCustom ? `${namedTables(ground)} ` : '',
      isWhole: key === 'all',
    };
  });
}

function whereOf({ check }: CheckPlan): string | undefined {
  return 'where' in check ? check.where : undefined;
}

export function byOf({ check }: CheckPlan): readonly string[] {
  return 'by' in check ? (check.by ?? []) : [];
}

function keyOf(plan: CheckPlan): string {
  const [where, by, derived] = [whereOf(plan), byOf(plan), plan.derived?.('', [])];
  if (where === undefined && by.length === 0 && derived === undefined) return 'all';
  return JSON.stringify([where, by, derived]);
}

/** Aggregates asked in one query, each expression once however many checks need it. */
export interface ScopeQuery {
  readonly text: string;
  /** The name of an expression's value in the rows that come back. */
  nameOf(expression: string): string;
  /** Names of the values that tell the segment. */
  readonly segment: readonly string[];
}

/** One row a segment; without segments, one row. */
export function scopeQuery(
  relation: string,
  scope: Scope,
  columns: readonly TableColumn[],
  sql: SqlText,
): ScopeQuery {
  const names = new Map<string, string>();
  const add = (expression: string): void => {
    if (!names.has(expression)) names.set(expression, `v${names.size}`);
  };
  if (scope.isWhole) {
    for (const column of columns) Object.values(overviewOf(column, sql)).forEach(add);
  }
  add('count(*)');
  for (const { aggregates } of scope.plans) Object.values(aggregates ?? {}).forEach(add);
  const by = scope.by.map((name) => `CAST(${sql.identifier(name)} AS VARCHAR)`);
  const segment = by.map((_, i) => `g${i}`);
  const parts = [
    ...by.map((column, i) => `${column} AS g${i}`),
    ...[...names].map(([expression, name]) => `${expression} AS ${name}`),
  ];
  const group = by.length === 0 ? '' : ` GROUP BY ${by.join(', ')} LIMIT ${mostSegments + 1}`;
  return {
    text: `${scope.tables}SELECT ${parts.join(', ')} FROM ${sourceOf(relation, scope, sql)}${group}`,
    nameOf: (expression) => names.get(expression) ?? '',
    segment,
  };
}

/** What the aggregates of a scope are taken over. */
function sourceOf(relation: string, scope: Scope, sql: SqlText): string {
  if (scope.derived !== undefined) return numberedSource(relation, scope, sql);
  return scope.where === undefined
    ? relation
    : `(SELECT * FROM ${relation} WHERE (${scope.where}))`;
}

/** The same with `mlops_row`, the number of each row over all files. */
function numberedSource(relation: string, scope: Scope, sql: SqlText): string {
  const rows = numberedRows(relation, scope);
  return scope.derived === undefined ? rows : scope.derived(rows, segmentColumns(scope, sql));
}

function numberedRows(relation: string, { where }: Scope): string {
  const rows = `(SELECT row_number() OVER () AS mlops_row, * FROM ${relation})`;
  return where === undefined ? rows : `(SELECT * FROM ${rows} WHERE (${where}))`;
}

function segmentColumns({ by }: Scope, sql: SqlText): string[] {
  return by.map((name) => sql.identifier(name));
}

/** A plan whose first failing rows are asked for. */
export interface FailingPlan {
  readonly plan: CheckPlan;
  /** SQL that holds for the rows of the segments that fail; undefined: all rows are looked at. */
  readonly only: string | undefined;
}

/** First failing rows of those plans of a scope that a condition tells. `f0`, `f1` ... are lists. */
export function failingRowsQuery(
  relation: string,
  scope: Scope,
  failing: readonly FailingPlan[],
  withValues: boolean,
  sql: SqlText,
): string | undefined {
  const parts = failing.flatMap(({ plan: { condition, failingRows, shown }, only }, i) => {
    if (condition === undefined || failingRows !== undefined) return [];
    const told = only === undefined ? condition : `(${condition}) AND (${only})`;
    const filter = `FILTER (WHERE ${told})`;
    const rows = `min(mlops_row, ${shownRows}) ${filter} AS f${i}`;
    if (!withValues || shown === undefined) return [rows];
    return [rows, `arg_min(${shown}, mlops_row, ${shownRows}) ${filter} AS w${i}`];
  });
  if (parts.length === 0) return undefined;
  return `${scope.tables}SELECT ${parts.join(', ')} FROM ${numberedSource(relation, scope, sql)}`;
}

/** The same for a plan that has a query of its own. */
export function ownRowsQuery(
  relation: string,
  scope: Scope,
  { plan, only }: FailingPlan,
  sql: SqlText,
): string | undefined {
  const rows = numberedRows(relation, scope);
  const told = only === undefined ? rows : `(SELECT * FROM ${rows} WHERE ${only})`;
  const query = plan.failingRows?.(told, segmentColumns(scope, sql));
  return query === undefined ? undefined : `${scope.tables}SELECT r FROM (${query}) ORDER BY r`;
}
