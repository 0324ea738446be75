/** A name as SQL, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value as SQL, whatever is in it. */
export function literal(value: string | number | boolean | bigint | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'bigint' || Number.isFinite(value)) return `(${value})`;
  return `CAST('${value}' AS DOUBLE)`;
}
