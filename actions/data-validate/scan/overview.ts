import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { knownValue } from '../checks/kind.ts';

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
