import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { Row, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { Answers, Ground } from '../checks/kind.ts';
import { type Answer, type Facts, judge, type Outcome, worstFirst } from '../decide.ts';
import { nameOf } from '../fingerprint/run.ts';
import { messages } from '../messages.ts';
import { type CheckPlan, planChecks } from '../plan.ts';
import type { ColumnOverview } from '../report.ts';
import type { Suite } from '../suite/run.ts';
import { barsOf, distributionQuery } from './distribution.ts';
import { messages as scanMessages } from './messages.ts';
import { boundOf, overviewOf } from './overview.ts';
import {
  failingRowsQuery,
  mostSegments,
  ownRowsQuery,
  type Scope,
  type ScopeQuery,
  scopeQuery,
  scopesOf,
} from './scopes.ts';
import { segmentName } from './segments.ts';
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
  const answers = new Map<CheckPlan, Answer>();
  let whole: { row: Row; query: ScopeQuery } | undefined;
  for (const scope of scopes) {
    const query = scopeQuery(table.relation, scope, table.columns, tables);
    const asked = await askScope(tables, scope, query);
    for (const plan of scope.plans) answers.set(plan, answerOf(plan, scope, query, asked));
    if (scope.isWhole && !('failed' in asked)) whole = { row: asked.rows[0] ?? {}, query };
  }
  for (const plan of plans) {
    if (plan.queries !== undefined) answers.set(plan, await askQueries(tables, plan));
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

async function askScope(tables: TableReader, scope: Scope, query: ScopeQuery): Promise<Asked> {
  try {
    return { rows: await tables.query(query.text) };
  } catch (error) {
    if (!scope.isCustom || error instanceof ActionError) throw error;
    return { failed: scanMessages.sqlFailed(sqlFailure(error)) };
  }
}

function answerOf(plan: CheckPlan, scope: Scope, query: ScopeQuery, asked: Asked): Answer {
  if ('failed' in asked) return { blocked: asked.failed };
  if (scope.by.length > 0 && asked.rows.length > mostSegments) {
    return { blocked: scanMessages.tooManySegments(scope.by, mostSegments) };
  }
  const segments = asked.rows.map((row) => ({
    name: segmentName(
      scope.by,
      query.segment.map((name) => row[name]),
    ),
    answers: answersFrom(plan, row, query),
  }));
  return scope.by.length > 0 ? { segments } : { answers: segments[0]?.answers ?? nothing };
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

async function askQueries(tables: TableReader, plan: CheckPlan): Promise<Answer> {
  const answered: Record<string, readonly Row[]> = {};
  for (const [name, query] of Object.entries(plan.queries ?? {})) {
    try {
      answered[name] = await tables.query(query);
    } catch (error) {
      if (plan.isCustom !== true || error instanceof ActionError) throw error;
      return { blocked: scanMessages.sqlFailed(sqlFailure(error)) };
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
  const planOf = ({ index }: Outcome) => (index === undefined ? undefined : plans[index]);
  const wanted = new Set(
    outcomes.filter(({ passed, failing }) => !passed && failing !== null).map(planOf),
  );
  const details = new Map<CheckPlan, Pick<Outcome, 'rows' | 'values'>>();
  for (const scope of scopes) {
    const failing = scope.plans.filter((plan) => wanted.has(plan));
    const query = failingRowsQuery(relation, scope, failing, withValues, tables);
    const [found = {}] = query === undefined ? [] : await tables.query(query);
    for (const [i, plan] of failing.entries()) {
      const own = ownRowsQuery(relation, scope, plan, tables);
      if (own === undefined) details.set(plan, detailOf(found[`f${i}`], found[`w${i}`]));
      else details.set(plan, detailOf((await tables.query(own)).map(({ r }) => r)));
    }
  }
  return outcomes.map((outcome) => {
    const plan = planOf(outcome);
    return { ...outcome, ...(plan === undefined ? {} : details.get(plan)) };
  });
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
  root: string,
): Promise<readonly Outcome[]> {
  if (table.files.length === 1) return outcomes;
  const names = shortNames(table.files.map(({ path }) => nameOf(path, root)));
  const placed = outcomes.map(async (outcome) => {
    if (outcome.passed || outcome.rows.length === 0) return outcome;
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
