import type { EvaluateConfig } from '../../../shared/config/sections/evaluate.ts';
import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { LabelMeaning } from '../check-rows.ts';
import type { Decision } from '../decide.ts';
import type { Layout } from '../layout.ts';
import { sliceRule } from '../policy.ts';
import { columnsOf, type GateRows } from '../rows.ts';
import { rowPlacesQuery } from '../rows-query.ts';
import { type FlippedRow, flippedRows } from './list.ts';
import { flippedTable, type NamedRows } from './present.ts';

interface Judged {
  readonly rows: GateRows;
  readonly layout: Layout;
  readonly meaning: LabelMeaning;
  readonly decision: Decision;
  /** The opened challenger's predictions. */
  readonly challenger: Table;
}

/** The table of flipped cases, with the names that the policy lets them have. */
export async function readFlippedTable(
  tables: TableReader,
  policy: EvaluateConfig,
  { rows, layout, meaning, decision, challenger }: Judged,
): Promise<TableInput[]> {
  const flipped = flippedRows(rows, policy.threshold);
  if (flipped.length === 0) return [];
  const named = await nameRows(tables, layout, challenger, flipped, policy['show-keys']);
  const { rightToWrong = 0, wrongToRight = 0 } = decision.flips ?? {};
  const sensitive = columnsOf(policy.fairness?.by ?? []);
  const slices = columnsOf(sliceRule(policy).by).filter((name) => !sensitive.includes(name));
  const all = rightToWrong + wrongToRight;
  return flippedTable(flipped, named, { rows, meaning, all, slices });
}

async function nameRows(
  tables: TableReader,
  layout: Layout,
  challenger: Table,
  flipped: readonly FlippedRow[],
  showKeys: boolean,
): Promise<NamedRows> {
  const indices = flipped.map(({ row }) => row);
  const answer = await tables.query(rowPlacesQuery(tables, layout, indices));
  const found = new Map(answer.map(({ place, row, key }) => [Number(place), { row, key }]));
  if (showKeys) {
    return { title: 'key', names: indices.map((index) => String(found.get(index)?.key)) };
  }
  const numbers = indices.map((index) => Number(found.get(index)?.row));
  const places = await challenger.placesOf(numbers);
  const isOneFile = challenger.files.length === 1;
  return {
    title: 'row',
    names: places.map(({ file, row }) => (isOneFile ? String(row) : `${file}: ${row}`)),
  };
}
