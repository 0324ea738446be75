import type { Check } from '../../shared/domain/check.ts';
import type { ColumnType, SqlText, TableColumn } from '../../shared/domain/column.ts';
import { messages } from './messages.ts';

/** How many failing rows are named. */
export const shownRows = 5;

/** What to ask the data for one check. */
export interface CheckPlan {
  readonly check: Check;
  /** Why it cannot be run on this data: then it fails. */
  readonly blocked: string | undefined;
  /** SQL aggregates: how many rows or values are judged, and how many of them fail. */
  readonly judged?: string;
  readonly failing?: string;
  /** SQL condition that holds for a failing row. */
  readonly condition?: string;
  /** Columns whose combination must not repeat. */
  readonly key?: readonly string[];
}

/** Turn declared checks into SQL. Nothing here depends on the data's values. */
export function planChecks(
  checks: readonly Check[],
  columns: readonly TableColumn[],
  sql: SqlText,
): CheckPlan[] {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return checks.map((check) => {
    const missing = columnsOf(check).filter((name) => !types.has(name));
    if (missing.length > 0) {
      return { check, blocked: messages.columnsMissing(missing, [...types.keys()]) };
    }
    return planCheck(check, types, sql);
  });
}

/** Text columns are read as what the suite says they are, so that misfits are counted. */
export function declaredTypes(checks: readonly Check[]): Record<string, ColumnType> {
  const types = checks.flatMap((check) =>
    check.check === 'types' ? Object.entries(check.types) : [],
  );
  return Object.fromEntries(types);
}

/** The columns a check cannot do without. `columns` and `types` judge that themselves. */
export function columnsOf(check: Check): readonly string[] {
  switch (check.check) {
    case 'row-count':
    case 'columns':
    case 'types':
      return [];
    case 'unique':
      return check.columns ?? (check.column === undefined ? [] : [check.column]);
    default:
      return [check.column];
  }
}

function planCheck(check: Check, types: ReadonlyMap<string, ColumnType>, sql: SqlText): CheckPlan {
  const blocked = undefined;
  switch (check.check) {
    case 'row-count':
    case 'columns':
    case 'types':
      return { check, blocked };
    case 'not-null': {
      const value = knownValue(check.column, types.get(check.column), sql);
      const failing = `count(*) - count(${value})`;
      return { check, blocked, judged: 'count(*)', failing, condition: `${value} IS NULL` };
    }
    case 'unique':
      return planUnique(check, sql);
    case 'range':
      return planRange(check, types.get(check.column) ?? 'other', sql);
    case 'allowed-values':
      return planAllowedValues(check, types.get(check.column) ?? 'other', sql);
  }
}

/** A column as SQL that is NULL where nothing is known: what is not a number is no value. */
export function knownValue(name: string, type: ColumnType | undefined, sql: SqlText): string {
  const column = sql.identifier(name);
  return type === 'number'
    ? `CASE WHEN NOT isnan(CAST(${column} AS DOUBLE)) THEN ${column} END`
    : column;
}

function planUnique(check: Extract<Check, { check: 'unique' }>, sql: SqlText): CheckPlan {
  const key = columnsOf(check);
  const names = key.map((name) => sql.identifier(name));
  // A missing value of a single key is the business of not-null; in a compound key it is a value.
  const [only = ''] = names;
  const judged = names.length === 1 ? `count(${only})` : 'count(*)';
  const distinct = names.length === 1 ? only : `row(${names.join(', ')})`;
  const failing = `${judged} - count(DISTINCT ${distinct})`;
  return { check, blocked: undefined, judged, failing, key };
}

type RangeCheck = Extract<Check, { check: 'range' }>;

function planRange(check: RangeCheck, type: ColumnType, sql: SqlText): CheckPlan {
  const bounds = [check.min, check.max].filter((bound) => bound !== undefined);
  const isTime = type === 'date' || type === 'timestamp';
  const isNumber = type === 'integer' || type === 'number';
  if (!isTime && !isNumber)
    return { check, blocked: messages.rangeOfWrongType(check.column, type) };
  const wrong = bounds.find((bound) => (isTime ? !isDate(bound) : typeof bound !== 'number'));
  if (wrong !== undefined) {
    return { check, blocked: messages.boundOfWrongKind(check.column, type, wrong) };
  }
  const column = sql.identifier(check.column);
  const bound = (value: string | number): string =>
    isTime ? `CAST(${sql.literal(value)} AS TIMESTAMP)` : sql.literal(value);
  const parts = [
    ...(check.min === undefined ? [] : [`${column} < ${bound(check.min)}`]),
    ...(check.max === undefined ? [] : [`${column} > ${bound(check.max)}`]),
    // Not a number is outside every range, whichever way the engine sorts it.
    ...(type === 'number' ? [`isnan(CAST(${column} AS DOUBLE))`] : []),
  ];
  return counted(check, column, `(${parts.join(' OR ')})`);
}

function isDate(bound: string | number): boolean {
  const form = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/u;
  return typeof bound === 'string' && form.test(bound) && !Number.isNaN(Date.parse(bound));
}

type AllowedValuesCheck = Extract<Check, { check: 'allowed-values' }>;

function planAllowedValues(check: AllowedValuesCheck, type: ColumnType, sql: SqlText): CheckPlan {
  const column = sql.identifier(check.column);
  if (type === 'integer' || type === 'number') {
    const wrong = check.values.find((value) => typeof value !== 'number');
    if (wrong !== undefined) {
      return { check, blocked: messages.valueOfWrongKind(check.column, type, wrong) };
    }
    const values = check.values.map((value) => sql.literal(value));
    return counted(check, column, `${column} NOT IN (${values.join(', ')})`);
  }
  const values = check.values.map((value) => sql.literal(String(value)));
  return counted(check, column, `CAST(${column} AS VARCHAR) NOT IN (${values.join(', ')})`);
}

function counted(check: Check, column: string, condition: string): CheckPlan {
  const failing = `count_if(${condition})`;
  return { check, blocked: undefined, judged: `count(${column})`, failing, condition };
}

/** Aggregates asked in one query, each expression once however many checks need it. */
export interface AggregateQuery {
  readonly text: string;
  /** The name of an expression's value in the one row that comes back. */
  nameOf(expression: string): string;
}

/** One scan for all checks and for the overview of the columns. */
export function aggregateQuery(
  relation: string,
  plans: readonly CheckPlan[],
  columns: readonly TableColumn[],
  sql: SqlText,
): AggregateQuery {
  const names = new Map<string, string>();
  const add = (expression: string): void => {
    if (!names.has(expression)) names.set(expression, `v${names.size}`);
  };
  add('count(*)');
  for (const column of columns) {
    for (const expression of Object.values(overviewOf(column, sql))) add(expression);
  }
  for (const { judged, failing } of plans) {
    if (judged !== undefined) add(judged);
    if (failing !== undefined) add(failing);
  }
  const parts = [...names].map(([expression, name]) => `${expression} AS ${name}`);
  return {
    text: `SELECT ${parts.join(', ')} FROM ${relation}`,
    nameOf: (expression) => names.get(expression) ?? '',
  };
}

/** What is shown of every column: how many values, and the range of numbers and dates. */
export function overviewOf({ name, type }: TableColumn, sql: SqlText): Record<string, string> {
  const column = sql.identifier(name);
  const value = knownValue(name, type, sql);
  const present = `count(${value})`;
  if (type === 'integer' || type === 'number') {
    return { present, min: `min(${value})`, max: `max(${value})` };
  }
  if (type === 'date' || type === 'timestamp') {
    const text = (aggregate: string): string => `CAST(${aggregate}(${column}) AS VARCHAR)`;
    return { present, min: text('min'), max: text('max') };
  }
  return { present };
}

/** Smallest or largest value as a table cell: what JSON has no number for becomes text. */
export function boundOf(value: unknown): number | string | null {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** First failing rows of every failing check but `unique`, in one scan. `f0`, `f1` ... are lists. */
export function failingRowsQuery(
  relation: string,
  failing: readonly CheckPlan[],
  withValues: boolean,
  sql: SqlText,
): string | undefined {
  const parts = failing.flatMap(({ check, condition }, i) => {
    if (condition === undefined) return [];
    const only = `FILTER (WHERE ${condition})`;
    const [column] = columnsOf(check);
    const rows = `min(mlops_row, ${shownRows}) ${only} AS f${i}`;
    if (!withValues || column === undefined) return [rows];
    const text = `CAST(${sql.identifier(column)} AS VARCHAR)`;
    return [rows, `arg_min(${text}, mlops_row, ${shownRows}) ${only} AS w${i}`];
  });
  if (parts.length === 0) return undefined;
  return `SELECT ${parts.join(', ')} FROM (SELECT row_number() OVER () AS mlops_row, * FROM ${relation})`;
}

/** First rows whose key stands more than once. */
export function duplicateRowsQuery(relation: string, key: readonly string[], sql: SqlText): string {
  const names = key.map((name) => sql.identifier(name));
  const list = names.join(', ');
  const same = names.map((name) => `numbered.${name} IS NOT DISTINCT FROM twice.${name}`);
  const there = names.length === 1 ? `WHERE ${list} IS NOT NULL` : '';
  return [
    `WITH twice AS (SELECT ${list} FROM ${relation} ${there} GROUP BY ${list} HAVING count(*) > 1)`,
    `SELECT mlops_row AS r FROM (SELECT row_number() OVER () AS mlops_row, ${list} FROM ${relation}) AS numbered`,
    `JOIN twice ON ${same.join(' AND ')} ORDER BY r LIMIT ${shownRows}`,
  ].join(' ');
}

const bars = 12;

/** Rows per bar of a column's distribution: equal widths for numbers, else the commonest values. */
export function distributionQuery(
  relation: string,
  { name, type }: TableColumn,
  sql: SqlText,
): string {
  const column = sql.identifier(name);
  if (type === 'string' || type === 'boolean' || type === 'other') {
    return `SELECT count(*) AS rows FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY rows DESC LIMIT ${bars}`;
  }
  const isTime = type === 'date' || type === 'timestamp';
  const x = isTime ? `epoch(${column})` : `CAST(${column} AS DOUBLE)`;
  const finite = `(SELECT ${x} AS x FROM ${relation} WHERE isfinite(${x}))`;
  const bar = `least(${bars - 1}, CAST(floor((x - low) / (high - low) * ${bars}) AS INTEGER))`;
  return [
    `WITH edges AS (SELECT min(x) AS low, max(x) AS high FROM ${finite})`,
    `SELECT CASE WHEN high > low THEN ${bar} ELSE 0 END AS bar, count(*) AS rows`,
    `FROM ${finite}, edges GROUP BY bar`,
  ].join(' ');
}

/** Bars from the rows of `distributionQuery`, empty ones included. */
export function barsOf(rows: readonly Readonly<Record<string, unknown>>[]): number[] {
  if (rows.some((row) => 'bar' in row)) {
    const counts = new Array<number>(bars).fill(0);
    for (const row of rows) counts[Number(row.bar)] = Number(row.rows);
    return counts;
  }
  return rows.map((row) => Number(row.rows));
}
