import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { onLine } from '../reference/cells.ts';
import { timeOf } from './bounds.ts';
import type { TextForm } from './shapes.ts';

/** A column with at most this many values is taken for a category. */
const mostCategories = 50;
/** Codes written as whole numbers: few of them, each seen often. */
const mostCodes = 10;
const rowsPerCode = 20;
/** Pairs are asked about among the first columns only: there are about half as many as squared. */
const mostPaired = 14;

export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

export interface ColumnProfile extends TableColumn {
  readonly present: number;
  readonly distinct: number;
  /** Of a number; null where no range holds for it: infinite, or none at all. */
  readonly min: number | null;
  readonly max: number | null;
  /** Of a date or time, as text. */
  readonly earliest: string | null;
  readonly latest: string | null;
  /** All values of a category, sorted, with their rows; absent for other columns. */
  readonly values?: readonly ValueCount[];
  /** Of a number: upper ends of ten cells of about equal counts, and the rows in each. */
  readonly cells?: { readonly edges: readonly number[]; readonly rows: readonly number[] };
  /** Of text that is no category. */
  readonly form?: TextForm;
}

/** What a whole table shows, for checks to be derived from. */
export interface TableProfile {
  readonly rows: number;
  /** Whether no two rows are alike. */
  readonly rowsDiffer: boolean;
  readonly columns: readonly ColumnProfile[];
  /** Pairs of columns of which the first was never above the second. */
  readonly ordered: readonly (readonly [string, string])[];
}

export function isNumber({ type }: Pick<TableColumn, 'type'>): boolean {
  return type === 'integer' || type === 'number';
}

export function isTime({ type }: Pick<TableColumn, 'type'>): boolean {
  return type === 'date' || type === 'timestamp';
}

/** Bounds and counts of every column in one scan: `n`, `p0 d0 l0 h0 p1 ...`. */
export function profileQuery(
  relation: string,
  columns: readonly TableColumn[],
  sql: SqlText,
): string {
  const parts = columns.flatMap((column, i) => {
    const name = sql.identifier(column.name);
    const value =
      column.type === 'number'
        ? `CASE WHEN NOT isnan(CAST(${name} AS DOUBLE)) THEN ${name} END`
        : name;
    const bound = (aggregate: string): string =>
      isNumber(column)
        ? `CAST(${aggregate}(${value}) AS DOUBLE)`
        : `CAST(CAST(${aggregate}(${value}) AS TIMESTAMP) AS VARCHAR)`;
    const bounds =
      isNumber(column) || isTime(column)
        ? [`${bound('min')} AS l${i}`, `${bound('max')} AS h${i}`]
        : [];
    return [`count(${value}) AS p${i}`, `count(DISTINCT ${name}) AS d${i}`, ...bounds];
  });
  return `SELECT ${['count(*) AS n', ...parts].join(', ')} FROM ${relation}`;
}

export function profilesOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly TableColumn[],
): ColumnProfile[] {
  const finite = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) ? value : null;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return columns.map((column, i) => {
    const [low, high] = [row[`l${i}`], row[`h${i}`]];
    return {
      ...column,
      present: Number(row[`p${i}`]),
      distinct: Number(row[`d${i}`]),
      min: finite(low),
      max: finite(high),
      earliest: text(low),
      latest: text(high),
    };
  });
}

/** Whether a column's values are few enough to be listed. */
export function isCategory({ type, distinct, present }: ColumnProfile): boolean {
  if (distinct === 0 || distinct >= present) return false;
  if (type === 'string') return distinct <= mostCategories;
  if (type === 'boolean') return true;
  return type === 'integer' && distinct <= mostCodes && present >= distinct * rowsPerCode;
}

/** Values of a category as `v`, with their rows as `n`. */
export function valuesQuery(relation: string, name: string, sql: SqlText): string {
  const column = sql.identifier(name);
  return `SELECT CAST(${column} AS VARCHAR) AS v, count(*) AS n FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY v`;
}

/** `rows` different rows. By digest: whole rows do not fit the memory that a digest does. */
export function differentRowsQuery(
  relation: string,
  columns: readonly TableColumn[],
  sql: SqlText,
): string {
  const names = columns.map(({ name }) => sql.identifier(name));
  return `SELECT count(DISTINCT hash(${names.join(', ')})) AS rows FROM ${relation}`;
}

/** Pairs of columns that could be ordered row by row: of one form, and over the same range. */
export function comparablePairs(
  profiles: readonly ColumnProfile[],
): (readonly [ColumnProfile, ColumnProfile])[] {
  const forms = [profiles.filter(isNumber), profiles.filter(isTime)];
  return forms.flatMap((columns) => {
    const kept = columns.filter((column) => column.distinct > mostCodes).slice(0, mostPaired);
    return kept.flatMap((a) =>
      kept.filter((b) => a !== b && overlaps(a, b)).map((b) => [a, b] as const),
    );
  });
}

/** Columns over ranges with less in common than this are in order by nature: that says nothing. */
const leastCommon = 0.25;

function overlaps(a: ColumnProfile, b: ColumnProfile): boolean {
  const [first, second] = [rangeOf(a), rangeOf(b)];
  if (first === undefined || second === undefined) return false;
  const common = Math.min(first.max, second.max) - Math.max(first.min, second.min);
  const all = Math.max(first.max, second.max) - Math.min(first.min, second.min);
  return common > 0 && common >= leastCommon * all;
}

function rangeOf({
  min,
  max,
  earliest,
  latest,
}: ColumnProfile): { min: number; max: number } | undefined {
  if (min !== null && max !== null) return { min, max };
  const [from, to] = [timeOf(earliest ?? ''), timeOf(latest ?? '')];
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { min: from, max: to };
}

/** For each pair, rows with both values `n0`, with the first above `a0` and below `b0`. */
export function orderQuery(
  relation: string,
  pairs: readonly (readonly [ColumnProfile, ColumnProfile])[],
  sql: SqlText,
): string {
  const names = [...new Set(pairs.flat())];
  const position = new Map(names.map((column, i) => [column, i]));
  const values = names.map((column, i) => `${onLine(column, sql)} AS x${i}`);
  const parts = pairs.flatMap(([a, b], i) => {
    const [x, y] = [`x${position.get(a)}`, `x${position.get(b)}`];
    return [
      `count(${x} + ${y}) AS n${i}`,
      `count_if(${x} > ${y}) AS a${i}`,
      `count_if(${x} < ${y}) AS b${i}`,
    ];
  });
  return `SELECT ${parts.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`;
}

/** In how many rows two columns must have been in order, for it to be no chance. */
const leastOrdered = 100;

export function orderedPairs(
  row: Readonly<Record<string, unknown>>,
  pairs: readonly (readonly [ColumnProfile, ColumnProfile])[],
): [string, string][] {
  return pairs.flatMap(([a, b], i) => {
    const isOrdered =
      Number(row[`n${i}`]) >= leastOrdered &&
      Number(row[`a${i}`]) === 0 &&
      Number(row[`b${i}`]) > 0;
    return isOrdered ? [[a.name, b.name] as [string, string]] : [];
  });
}
