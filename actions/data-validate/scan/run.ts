import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { Row, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { type Facts, judge, type Outcome, worstFirst } from '../decide.ts';
import { nameOf } from '../fingerprint/run.ts';
import { messages } from '../messages.ts';
import {
  aggregateQuery,
  barsOf,
  boundOf,
  type CheckPlan,
  distributionQuery,
  duplicateRowsQuery,
  failingRowsQuery,
  overviewOf,
  planChecks,
} from '../plan.ts';
import type { ColumnOverview } from '../report.ts';
import type { Suite } from '../suite/run.ts';
import { shortNames } from './short-names.ts';

/** Each costs a query, and nobody looks at more. */
const mostPictures = 50;

/** What one pass over the data found. */
export interface Scan {
  readonly rows: number;
  readonly facts: Facts;
  readonly plans: readonly CheckPlan[];
  readonly outcomes: readonly Outcome[];
  readonly present: ReadonlyMap<string, number>;
  readonly overview: readonly ColumnOverview[];
}

/** One pass over the data for every check and the overview. */
export async function scanTable(tables: TableReader, table: Table, suite: Suite): Promise<Scan> {
  const plans = planChecks(suite.checks, table.columns, tables);
  const query = aggregateQuery(table.relation, plans, table.columns, tables);
  const [row = {}] = await tables.query(query.text);
  const read = (expression: string | undefined): Row[string] =>
    expression === undefined ? undefined : row[query.nameOf(expression)];
  const rows = Number(read('count(*)'));
  const facts = { rows, columns: table.columns };
  const outcomes = plans.map((plan, index) => {
    const counted = { judged: Number(read(plan.judged)), failing: Number(read(plan.failing)) };
    return judge(plan, index, counted, facts);
  });
  if (outcomes.length !== suite.checks.length) {
    throw new ActionError({
      kind: 'bug',
      code: 'checks-skipped',
      message: messages.notEveryCheckRan(outcomes.length, suite.checks.length),
    });
  }
  const overview = table.columns.map((column) => {
    const asked = overviewOf(column, tables);
    const { min, max } = { min: boundOf(read(asked.min)), max: boundOf(read(asked.max)) };
    return { ...column, present: Number(read(asked.present)), min, max };
  });
  const present = new Map(overview.map((column) => [column.name, column.present]));
  return { rows, facts, plans, outcomes, present, overview };
}

/** Row numbers cost another scan, so only what fails is asked for. */
export async function addFailingRows(
  tables: TableReader,
  { relation }: Table,
  plans: readonly CheckPlan[],
  outcomes: readonly Outcome[],
  withValues: boolean,
): Promise<Outcome[]> {
  const failing = outcomes.flatMap((outcome) => {
    const plan = outcome.index === undefined ? undefined : plans[outcome.index];
    return plan === undefined || outcome.passed || plan.blocked !== undefined ? [] : [plan];
  });
  const query = failingRowsQuery(relation, failing, withValues, tables);
  const [found = {}] = query === undefined ? [] : await tables.query(query);
  const details = new Map<CheckPlan, Pick<Outcome, 'rows' | 'values'>>();
  for (const [i, plan] of failing.entries()) {
    if (plan.key !== undefined) {
      const rows = await tables.query(duplicateRowsQuery(relation, plan.key, tables));
      details.set(plan, { rows: rows.map(({ r }) => Number(r)) });
    } else if (plan.condition !== undefined) {
      const values = found[`w${i}`];
      details.set(plan, {
        rows: [found[`f${i}`] ?? []].flat().map(Number),
        ...(Array.isArray(values) ? { values: values.map(String) } : {}),
      });
    }
  }
  return outcomes.map((outcome) => {
    const plan = outcome.index === undefined ? undefined : plans[outcome.index];
    return { ...outcome, ...(plan === undefined ? {} : details.get(plan)) };
  });
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
