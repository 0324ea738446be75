import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { Row, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { Answers, Ground } from '../checks/kind.ts';
import { type Answer, type Facts, judge, type Outcome, worstFirst } from '../decide.ts';
import { messages } from '../messages.ts';
import { type CheckPlan, planAgain, planChecks } from '../plan.ts';
import type { ColumnOverview } from '../report.ts';
import type { Suite } from '../suite/run.ts';
import { barsOf, distributionQuery } from './distribution.ts';
import { messages as scanMessages } from './messages.ts';
import { conditionOf, narrowed, notDivisible, segmentCondition, segmentsQuery } from './narrow.ts';
import { boundOf, overviewOf } from './overview.ts';
import {
  byOf,
  failingRowsQuery,
  mostSegments,
  ownRowsQuery,
  type Scope,
  type ScopeQuery,
  scopeQuery,
  scopesOf,
} from './scopes.ts';
import { inSegments, type Segment, segmentName } from './segments.ts';
import { shortNames } from './short-names.ts';
import { sqlFailure } from './sql-failure.ts';

/** Each costs a query, and nobody looks at more. */
const mostPictures = 50;

/** What one pass over the data found. */
export interface Scan {
  readonly rows: number;
  readonly facts: Facts;
  readonly plans: readonly CheckPlan[];
  readonly scopes: readonly Scope[];
  readonly outcomes: readonly Outcome[];
  readonly present: ReadonlyMap<string, number>;
  readonly overview: readonly ColumnOverview[];
}

/** One pass over the data for every check and the overview; another for each further scope. */
export async function scanTable(
  tables: TableReader,
  table: Table,
  suite: Suite,
  ground: Ground,
): Promise<Scan> {
  const plans = planChecks(suite.checks, ground);
  const scopes = scopesOf(plans, ground);
  const names = table.columns.map(({ name }) => name);
  const answers = new Map<CheckPlan, Answer>();
  let whole: { row: Row; query: ScopeQuery } | undefined;
  for (const scope of scopes) {
    const query = scopeQuery(table.relation, scope, table.columns, tables);
    const asked = await askScope(tables, scope, query, names);
    for (const plan of scope.plans) answers.set(plan, answerOf(plan, scope, query, asked));
    if (scope.isWhole && !('failed' in asked)) whole = { row: asked.rows[0] ?? {}, query };
  }
  for (const plan of plans) {
    if (plan.queries === undefined) continue;
    answers.set(plan, await askInScope(tables, plan, ground, names));
  }
  const read = (expression: string | undefined): Row[string] =>
    expression === undefined ? undefined : whole?.row[whole.query.nameOf(expression)];
  const rows = Number(read('count(*)'));
  const outcomes = plans.map((plan, index) => judge(plan, index, answers.get(plan)));
  holdComplete(outcomes.length, suite.checks.length);
  const overview = table.columns.map((column) => {
    const asked = overviewOf(column, tables);
    const { min, max } = { min: boundOf(read(asked.min)), max: boundOf(read(asked.max)) };
    return { ...column, present: Number(read(asked.present)), min, max };
  });
  const present = new Map(overview.map((column) => [column.name, column.present]));
  return {
    rows,
    facts: { rows, columns: table.columns },
    plans,
    scopes,
    outcomes,
    present,
    overview,
  };
}

/** Checks run = checks declared. */
function holdComplete(ran: number, declared: number): void {
  if (ran === declared) return;
  throw new ActionError({
    kind: 'bug',
    code: 'checks-skipped',
    message: messages.notEveryCheckRan(ran, declared),
  });
}

type Asked = { readonly rows: readonly Row[] } | { readonly failed: string };

async function askScope(
  tables: TableReader,
  scope: Scope,
  query: ScopeQuery,
  columns: readonly string[],
): Promise<Asked> {
  try {
    return { rows: await tables.query(query.text) };
  } catch (error) {
    return { failed: failureOf(error, scope.isCustom, columns) };
  }
}

/** Why a user's SQL could not be run; any other failure is thrown on. */
function failureOf(error: unknown, isCustom: boolean, columns: readonly string[]): string {
  const isOurs = error instanceof ActionError && error.kind !== 'usage';
  if (!isCustom || isOurs) throw error;
  return scanMessages.sqlFailed(sqlFailure(error, columns));
}

function answerOf(plan: CheckPlan, scope: Scope, query: ScopeQuery, asked: Asked): Answer {
  if ('failed' in asked) return { blocked: asked.failed };
  if (scope.by.length > 0 && asked.rows.length > mostSegments) {
    return { blocked: scanMessages.tooManySegments(scope.by, mostSegments) };
  }
  const segments = asked.rows.map((row) => {
    const values = query.segment.map((name) => textOrNull(row[name]));
    return { name: segmentName(scope.by, values), values, answers: answersFrom(plan, row, query) };
  });
  return scope.by.length > 0 ? { segments } : { answers: segments[0]?.answers ?? nothing };
}

function textOrNull(value: Row[string]): string | null {
  return value === null || value === undefined ? null : String(value);
}

const nothing: Answers = { rows: 0, values: {}, answered: {} };

function answersFrom(plan: CheckPlan, row: Row, query: ScopeQuery): Answers {
  const values = Object.entries(plan.aggregates ?? {}).map(([name, expression]) => [
    name,
    row[query.nameOf(expression)],
  ]);
  return {
    rows: Number(row[query.nameOf('count(*)')]),
    values: Object.fromEntries(values),
    answered: {},
  };
}

/** A check with queries of its own asks them of its rows, and anew for each of its segments. */
async function askInScope(
  tables: TableReader,
  plan: CheckPlan,
  all: Ground,
  columns: readonly string[],
): Promise<Answer> {
  const where = conditionOf(plan, all);
  const ground = where === undefined ? all : narrowed(all, where);
  const by = byOf(plan);
  const ask = (of: Ground): Promise<Answer> => {
    const scoped = of === all ? plan : { ...plan, ...planAgain(plan, of) };
    return askQueries(tables, scoped, where !== undefined, columns);
  };
  if (by.length === 0) return ask(ground);
  const reason = notDivisible(plan, all);
  if (reason !== undefined) return { blocked: reason };
  const found = await askRows(tables, segmentsQuery(plan, ground), where !== undefined, columns);
  if ('failed' in found) return { blocked: found.failed };
  if (found.rows.length > mostSegments) {
    return { blocked: scanMessages.tooManySegments(by, mostSegments) };
  }
  const segments: Segment[] = [];
  for (const row of found.rows) {
    const values = by.map((_, i) => {
      const value = row[`g${i}`];
      return typeof value === 'string' ? value : null;
    });
    const answer = await ask(narrowed(ground, segmentCondition(plan, values, ground)));
    if (!('answers' in answer)) return answer;
    segments.push({ name: segmentName(by, values), values, answers: answer.answers });
  }
  return { segments };
}

async function askRows(
  tables: TableReader,
  query: string,
  isCustom: boolean,
  columns: readonly string[],
): Promise<Asked> {
  try {
    return { rows: await tables.query(query) };
  } catch (error) {
    return { failed: failureOf(error, isCustom, columns) };
  }
}

async function askQueries(
  tables: TableReader,
  plan: CheckPlan,
  hasWhere: boolean,
  columns: readonly string[],
): Promise<Answer> {
  const isCustom = hasWhere || plan.isCustom === true;
  const answered: Record<string, readonly Row[]> = {};
  for (const [name, query] of Object.entries(plan.queries ?? {})) {
    try {
      answered[name] = await tables.query(query);
    } catch (error) {
      return { blocked: failureOf(error, isCustom, columns) };
    }
  }
  return { answers: { ...nothing, answered } };
}

/** Row numbers cost another scan, so only what fails is asked for. */
export async function addFailingRows(
  tables: TableReader,
  { relation }: Table,
  { plans, scopes }: Scan,
  outcomes: readonly Outcome[],
  withValues: boolean,
): Promise<Outcome[]> {
  const wanted = new Map<CheckPlan, Outcome>();
  for (const outcome of outcomes) {
    const plan = outcome.index === undefined ? undefined : plans[outcome.index];
    const hasRows = !outcome.passed && outcome.failing !== null;
    if (plan !== undefined && hasRows) wanted.set(plan, outcome);
  }
  const details = new Map<number | undefined, Pick<Outcome, 'rows' | 'values'>>();
  for (const scope of scopes) {
    const failing = scope.plans.flatMap((plan) => {
      const outcome = wanted.get(plan);
      if (outcome === undefined) return [];
      const only = inSegments(outcome.segments ?? [], scope.by, tables);
      return [{ plan, only, index: outcome.index }];
    });
    const query = failingRowsQuery(relation, scope, failing, withValues, tables);
    const [found = {}] = query === undefined ? [] : await tables.query(query);
    for (const [i, one] of failing.entries()) {
      const own = ownRowsQuery(relation, scope, one, tables);
      const detail =
        own === undefined
          ? detailOf(found[`f${i}`], found[`w${i}`])
          : detailOf((await tables.query(own)).map(({ r }) => r));
      details.set(one.index, detail);
    }
  }
  return outcomes.map((outcome) => ({
    ...outcome,
    ...(outcome.index === undefined ? {} : details.get(outcome.index)),
  }));
}

function detailOf(rows: Row[string], values?: Row[string]): Pick<Outcome, 'rows' | 'values'> {
  return {
    rows: [rows ?? []].flat().map(Number),
    ...(Array.isArray(values) ? { values: values.map(String) } : {}),
  };
}

/** With several files, a row is looked for in its file: numbers over all of them help nobody. */
export async function placeFailingRows(
  table: Table,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> {
  if (table.files.length === 1) return outcomes;
  const names = shortNames(table.files.map(({ name }) => name));
  const placed = outcomes.map(async (outcome) => {
    const isPlaced = outcome.places !== undefined;
    if (outcome.passed || isPlaced || outcome.rows.length === 0) return outcome;
    const places = await table.placesOf(outcome.rows);
    const named = places.map((place) => ({ ...place, name: names.get(place.file) ?? place.file }));
    return { ...outcome, places: named };
  });
  return Promise.all(placed);
}

/** A picture of every column that a failing check is about. */
export async function distributionsOf(
  tables: TableReader,
  table: Table,
  outcomes: readonly Outcome[],
): Promise<Map<string, number[]>> {
  const failing = worstFirst(outcomes).filter(({ passed }) => !passed);
  const wanted = new Set(failing.slice(0, mostPictures).map(({ column }) => column));
  const distributions = new Map<string, number[]>();
  for (const column of table.columns) {
    if (!wanted.has(column.name)) continue;
    const rows = await tables.query(distributionQuery(table.relation, column, tables));
    distributions.set(column.name, barsOf(rows));
  }
  return distributions;
}
