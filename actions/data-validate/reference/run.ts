import type { ColumnType } from '../../../shared/domain/column.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { Facts } from '../decide.ts';
import type { definition } from '../definition.ts';

/** The reference, opened, and how large it is. */
export interface Reference extends Facts {
  readonly table: Table;
}

/** Open what the data must look like, where the input names it. */
export async function openReference(
  { inputs, workingDirectory }: StepContext<typeof definition>,
  tables: TableReader,
  types: Record<string, ColumnType>,
): Promise<Reference | undefined> {
  if (inputs.reference === undefined) return undefined;
  const table = await tables.open(workingDirectory, inputs.reference, { types });
  const [row = {}] = await tables.query(`SELECT count(*) AS n FROM ${table.relation}`);
  return { table, rows: Number(row.n), columns: table.columns };
}
