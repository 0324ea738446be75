import type { TableReader } from '../../../../shared/ports/table-reader.ts';
import type { Lookup } from '../reference-column.ts';

/** The table of values (`v`) and cells (`cell`), made now where only a map of them was kept. */
export async function lookupTable(tables: TableReader, { table, cells }: Lookup): Promise<string> {
  if (cells === undefined) return table;
  const values = [...cells.keys()].map((value) => tables.literal(value)).join(', ');
  const lists = `CAST([${values}] AS VARCHAR[]) AS v, CAST([${[...cells.values()].join(', ')}] AS INTEGER[]) AS cell`;
  await tables.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${tables.identifier(table)} AS SELECT unnest(v) AS v, unnest(cell) AS cell FROM (SELECT ${lists})`,
  );
  return table;
}
