import type { ColumnType, SqlText, TableColumn } from '../../shared/domain/column.ts';

/** How a column is counted. */
export type Kind = 'number' | 'category' | 'time' | 'other';

export function kindOf(type: ColumnType): Kind {
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string' || type === 'boolean') return 'category';
  return type === 'date' || type === 'timestamp' ? 'time' : 'other';
}

/** A column both sides have, in the same kind. */
export interface WatchedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly kind: Kind;
}

/** Quantiles of the reference that bound the cells of a number. */
export const quantiles = 64;
/** Bars of a sparkline, equal widths over the reference's middle 96 %. */
const bars = 12;
/** Categories counted one by one; rarer ones share a cell. */
export const mostCategories = 200;

/** Codes of category cells that are no category. */
export const cellOfMissing = 0;
export const cellOfNew = -1;

/** SQL: a value on a line; what is not finite counts as missing. */
export function onLine({ name, kind }: WatchedColumn, sql: SqlText): string {
  const column = sql.identifier(name);
  const x = kind === 'time' ? `epoch(${column})` : `CAST(${column} AS DOUBLE)`;
  return `CASE WHEN isfinite(${x}) THEN ${x} END`;
}

/**
 * Exact quantiles of the reference from rows per distinct value, with their number. Sorting the
 * distinct values can spill to disk, which an exact quantile aggregate cannot.
 */
export function edgesQuery(relation: string, column: WatchedColumn, sql: SqlText): string {
  return [
    `WITH counted AS (SELECT ${onLine(column, sql)} AS v, count(*) AS n FROM ${relation} GROUP BY v),`,
    'cumulated AS (SELECT v, sum(n) OVER (ORDER BY v) AS upto, sum(n) OVER () AS total FROM counted WHERE v IS NOT NULL)',
    `SELECT max(v) AS edge, min(v) AS low, count(*) AS values FROM cumulated`,
    `GROUP BY ceil(upto * ${quantiles}.0 / total) ORDER BY edge`,
  ].join(' ');
}

/** The line cut into cells, each up to and including its edge, and one above the last. */
export interface LineCells {
  /** Ascending. The last one is the reference's largest value. */
  readonly edges: readonly number[];
  readonly lowest: number;
  readonly distinct: number;
  /** Which edges end a bar of the sparkline. */
  readonly barEdges: readonly number[];
}

/** Quantiles for the test, and equal widths for the eye: cells of equal counts look flat. */
export function lineCells(rows: readonly Readonly<Record<string, unknown>>[]): LineCells {
  const edges = rows.map((row) => Number(row.edge));
  const distinct = rows.reduce((sum, row) => sum + Number(row.values), 0);
  const lowest = Number(rows[0]?.low ?? 0);
  const at = (share: number): number => edges[Math.floor(share * (edges.length - 1))] ?? 0;
  const barEdges = distinct <= bars ? [...edges] : evenEdges(at(0.02), at(0.98));
  const all = [...new Set([...edges, ...barEdges])].sort((a, b) => a - b);
  return { edges: all, lowest, distinct, barEdges };
}

function evenEdges(low: number, high: number): number[] {
  if (!(high > low)) return [high];
  return Array.from({ length: bars - 1 }, (_, i) => low + ((i + 1) * (high - low)) / bars);
}

/** Rows by window: `w`, `n`, and per column values `p`, cells `h`, mean `m`, bounds `l`, `u`. */
export function lineCountsQuery(
  relation: string,
  window: string,
  columns: readonly { column: WatchedColumn; cells: LineCells }[],
  sql: SqlText,
): string {
  const values = columns.map(({ column }, i) => `${onLine(column, sql)} AS x${i}`);
  const parts = columns.flatMap(({ cells }, i) => {
    // As text: a bare number is read as a decimal, and two edges a last digit apart become one.
    const edges = cells.edges.map((edge) => `CAST(${sql.literal(String(edge))} AS DOUBLE)`);
    const counts =
      edges.length === 0 ? '[]' : `map_values(histogram(x${i}, [${edges.join(', ')}]))`;
    const x = `x${i}`;
    const bounds = [`min(${x}) AS l${i}`, `max(${x}) AS u${i}`];
    return [`count(${x}) AS p${i}`, `${counts} AS h${i}`, `avg(${x}) AS m${i}`, ...bounds];
  });
  return [
    `SELECT w, count(*) AS n${parts.map((part) => `, ${part}`).join('')}`,
    `FROM (SELECT ${[`${window} AS w`, ...values].join(', ')} FROM ${relation}) GROUP BY w ORDER BY w`,
  ].join(' ');
}

/** The reference's categories, the commonest first, as a table to look values up in. */
export function categoriesTable(
  name: string,
  relation: string,
  column: WatchedColumn,
  sql: SqlText,
): string {
  const value = `CAST(${sql.identifier(column.name)} AS VARCHAR)`;
  return [
    `CREATE TEMP TABLE ${sql.identifier(name)} AS`,
    `SELECT v, n, least(row_number() OVER (ORDER BY n DESC, v), ${mostCategories}) AS cell`,
    `FROM (SELECT ${value} AS v, count(*) AS n FROM ${relation} GROUP BY v) WHERE v IS NOT NULL`,
  ].join(' ');
}

/** Names of the cells, where one category has a cell of its own. */
export function categoryNamesQuery(name: string, sql: SqlText): string {
  return `SELECT cell, min(v) AS v, count(*) AS members FROM ${sql.identifier(name)} GROUP BY cell ORDER BY cell`;
}

/** Rows per category, by window, of all category columns in one scan: `w`, `c0` ..., `n`. */
export function categoryCountsQuery(
  relation: string,
  window: string,
  columns: readonly { column: WatchedColumn; table: string }[],
  sql: SqlText,
): string {
  const cells = columns.map(({ column, table }, i) => {
    const missing = `${sql.identifier(column.name)} IS NULL`;
    const cell = `coalesce(${sql.identifier(table)}.cell, ${cellOfNew})`;
    return `CASE WHEN ${missing} THEN ${cellOfMissing} ELSE ${cell} END AS c${i}`;
  });
  const joins = columns.map(({ column, table }) => {
    const value = `CAST(data.${sql.identifier(column.name)} AS VARCHAR)`;
    return `LEFT JOIN ${sql.identifier(table)} ON ${value} = ${sql.identifier(table)}.v`;
  });
  const names = columns.map((_, i) => `c${i}`);
  const sets = names.map((name) => `(w, ${name})`);
  return [
    `SELECT w, ${names.join(', ')}, count(*) AS n FROM`,
    `(SELECT ${window} AS w, ${cells.join(', ')} FROM ${relation} AS data ${joins.join(' ')})`,
    `GROUP BY GROUPING SETS (${sets.join(', ')}) ORDER BY w, ${names.join(', ')}`,
  ].join(' ');
}

/** Rows and values of columns that can only be missing or not, by window: `w`, `n`, `p0` ... */
export function presenceQuery(
  relation: string,
  window: string,
  columns: readonly WatchedColumn[],
  sql: SqlText,
): string {
  const parts = columns.map(({ name }, i) => `count(${sql.identifier(name)}) AS p${i}`);
  return `SELECT ${[`${window} AS w`, 'count(*) AS n', ...parts].join(', ')} FROM ${relation} GROUP BY w ORDER BY w`;
}

/** Both sides' columns put side by side. */
export interface SchemaComparison {
  readonly watched: readonly WatchedColumn[];
  /** In the reference only, with the new column it may have been renamed to. */
  readonly gone: readonly { name: string; renamedTo: string | undefined }[];
  /** In the current data only. */
  readonly added: readonly string[];
  readonly changed: readonly { name: string; from: ColumnType; to: ColumnType }[];
  /** With values in the reference, without any now. */
  readonly emptied: readonly string[];
}

export function compareSchemas(
  reference: readonly TableColumn[],
  current: readonly TableColumn[],
  nearest: (name: string, known: readonly string[]) => string | undefined,
): SchemaComparison {
  const now = new Map(current.map((column) => [column.name, column.type]));
  const before = new Set(reference.map(({ name }) => name));
  const added = current.map(({ name }) => name).filter((name) => !before.has(name));
  const comparison = {
    watched: [] as WatchedColumn[],
    gone: [] as { name: string; renamedTo: string | undefined }[],
    changed: [] as { name: string; from: ColumnType; to: ColumnType }[],
  };
  for (const { name, type } of reference) {
    const to = now.get(name);
    if (to === undefined) comparison.gone.push({ name, renamedTo: renamed(name, added, nearest) });
    else if (kindOf(to) !== kindOf(type)) comparison.changed.push({ name, from: type, to });
    else comparison.watched.push({ name, type, kind: kindOf(type) });
  }
  return { ...comparison, added, emptied: [] };
}

/** A name that differs in case only is the likeliest, however short it is. */
function renamed(
  name: string,
  added: readonly string[],
  nearest: (name: string, known: readonly string[]) => string | undefined,
): string | undefined {
  const folded = name.toLowerCase();
  return added.find((other) => other.toLowerCase() === folded) ?? nearest(name, added);
}
