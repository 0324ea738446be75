import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';

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
