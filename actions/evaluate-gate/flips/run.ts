import type { EvaluateConfig } from '../../../shared/config/sections/evaluate.ts';
import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { LabelMeaning } from '../check-rows.ts';
import type { Decision } from '../decide.ts';
import type { Layout } from '../layout.ts';
import { sliceRule } from '../policy.ts';
import { columnsOf, type GateRows } from '../rows.ts';
import { rowPlacesQuery, rowsOfKeysQuery } from '../rows-query.ts';
import { type FlippedRow, flippedRows } from './list.ts';
import { flippedTable, type NamedRows } from './present.ts';

interface Judged {
  readonly rows: GateRows;
  /** The key of each row, where it is a whole number. */
  readonly keys: Float64Array | undefined;
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
  judged: Judged,
): Promise<TableInput[]> {
  const { rows, meaning, decision } = judged;
  const flipped = flippedRows(rows, policy.threshold);
  if (flipped.length === 0) return [];
  const named = await nameRows(tables, judged, flipped, policy['show-keys']);
  const { rightToWrong = 0, wrongToRight = 0 } = decision.flips ?? {};
  const sensitive = columnsOf(policy.fairness?.by ?? []);
  const slices = columnsOf(sliceRule(policy).by).filter((name) => !sensitive.includes(name));
  const all = rightToWrong + wrongToRight;
  return flippedTable(flipped, named, { rows, meaning, all, slices });
}

async function nameRows(
  tables: TableReader,
  judged: Judged,
  flipped: readonly FlippedRow[],
  showKeys: boolean,
): Promise<NamedRows> {
  const found = await placeRows(tables, judged, flipped);
  if (showKeys) return { title: 'key', names: found.map(({ key }) => key) };
  const { files, placesOf } = judged.challenger;
  const places = await placesOf(found.map(({ row }) => row));
  const isOneFile = files.length === 1;
  return {
    title: 'row',
    names: places.map(({ file, row }) => (isOneFile ? String(row) : `${file}: ${row}`)),
  };
}

interface Placed {
  readonly key: string;
  /** Of the challenger's table, from 1. */
  readonly row: number;
}

async function placeRows(
  tables: TableReader,
  { keys, layout }: Judged,
  flipped: readonly FlippedRow[],
): Promise<Placed[]> {
  const indices = flipped.map(({ row }) => row);
  if (keys === undefined) {
    const answer = await tables.query(rowPlacesQuery(tables, layout, indices));
    const found = new Map(answer.map(({ place, row, key }) => [Number(place), { row, key }]));
    return indices.map((index) => placed(found.get(index)));
  }
  const wanted = indices.map((index) => keys[index] as number);
  const answer = await tables.query(rowsOfKeysQuery(tables, layout, wanted));
  const found = new Map(answer.map(({ row, key }) => [String(key), { row, key }]));
  return wanted.map((key) => placed(found.get(String(key))));
}

function placed(found: { readonly key: unknown; readonly row: unknown } | undefined): Placed {
  return { key: String(found?.key), row: Number(found?.row) };
}
