import { afterAll, describe, expect, test } from 'vitest';
import { countColumns, countReference } from '../../../actions/drift-report/counting/run.ts';
import type { Samples } from '../../../actions/drift-report/counts.ts';
import { countable } from '../../../actions/drift-report/profile/run.ts';
import {
  labelAt,
  type WindowUnit,
  windowCut,
  windowOf,
} from '../../../actions/drift-report/windows/calendar.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';

const tables = duckdbTableReader({ threads: 2 });
afterAll(() => tables.close());

/** The same reader, but its first rows never say that a column has few values. */
const seeingManyValues: TableReader = {
  ...tables,
  query: (sql) =>
    sql.includes('approx_count_distinct') ? Promise.resolve([{}]) : tables.query(sql),
};

const columns = countable([
  { name: 'whole', type: 'integer' },
  { name: 'real', type: 'number' },
  { name: 'odd', type: 'number' },
  { name: 'big', type: 'integer' },
  { name: 'text', type: 'string' },
  { name: 'yes', type: 'boolean' },
  { name: 'on', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'nothing', type: 'number' },
]);

/** Rows of every kind of value, and of none; the second side has values the first never has. */
function relation(rows: number, shift: number): string {
  const pick = (salt: number, values: number) => `(hash(i + ${salt}) % ${values})`;
  const odd = `CASE ${pick(3, 7)} WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE WHEN 3 THEN -0.0 WHEN 4 THEN 0.0 ELSE i % 5 END`;
  const day = `DATE '1969-12-20' + ${pick(9, 30 + shift)}::INTEGER`;
  return `(SELECT ${[
    `${pick(1, 90)}::BIGINT + ${shift} AS whole`,
    `${pick(2, 400)}::DOUBLE / 7 + ${shift} AS real`,
    `${odd} AS odd`,
    `9007199254740993 + ${pick(4, 3)}::BIGINT AS big`,
    `CASE WHEN ${pick(5, 10)} > 0 THEN concat(chr((${pick(6, 3)} * 60000 + 5000)::INTEGER), ${pick(7, 90 + shift)}) END AS text`,
    `${pick(8, 2)} = 0 AS yes`,
    `CASE WHEN i % 50 = 0 THEN 'infinity'::DATE WHEN i % 51 > 0 THEN ${day} END AS "on"`,
    `CASE WHEN i % 49 > 0 THEN (${day})::TIMESTAMP + to_hours(${pick(10, 24)}::INTEGER) END AS "at"`,
    'NULL::DOUBLE AS nothing',
  ].join(', ')} FROM range(${rows}) AS r(i))`;
}

async function counted(reader: TableReader, unit: WindowUnit) {
  const known = await countReference(reader, relation(3_000, 0), columns);
  const side = { relation: relation(2_000, 9), window: windowCut('"at"', unit), time: 'at' };
  return countColumns(reader, side, known);
}

function rounded({ all, windows }: Samples) {
  const short = (sample: Samples['all']) => ({
    ...sample,
    mean: sample.mean === null ? null : sample.mean.toPrecision(9),
  });
  return [short(all), ...[...windows].map(([window, sample]) => ({ window, ...short(sample) }))];
}

describe('counting', () => {
  test('by value and in cells comes to the same', async () => {
    const byValue = await counted(tables, 'week');
    for (let i = 0; i < columns.length; i++) {
      await tables.query(`DROP TABLE IF EXISTS ${tables.identifier(`categories ${i}`)}`);
    }
    const inCells = await counted(seeingManyValues, 'week');
    expect(byValue.some(({ tallies }) => tallies !== undefined)).toBe(true);
    expect(inCells.some(({ tallies }) => tallies !== undefined)).toBe(false);
    for (const [i, column] of byValue.entries()) {
      const other = inCells[i];
      const cells = ({ line, names, distinct }: typeof column) => ({ line, names, distinct });
      expect(cells(column)).toEqual(other && cells(other));
      const { reference, current } = column;
      const whole = (sample = reference) => rounded({ all: sample, windows: new Map() });
      expect(whole()).toEqual(whole(other?.reference));
      expect(rounded(current)).toEqual(other && rounded(other.current));
      expect(current.windows.size).toBe(column.column.name === 'at' ? 0 : 7);
    }
  });

  test.each(['hour', 'day', 'week', 'month', 'quarter', 'year'] as const)(
    'a window by its number has the name of its first moment: %s',
    async (unit) => {
      const cut = windowCut('t', unit);
      const moments = [
        '0099-03-01 05:00:00',
        '1969-12-28 23:59:59.9',
        '1970-01-01',
        '2024-02-29 07:30:00',
      ];
      const rows = moments.map((moment) => `(TIMESTAMP '${moment}')`).join(', ');
      const found = await tables.query(
        `SELECT ${cut.sql} AS i, ${windowOf('t', unit)} AS label FROM (VALUES ${rows}) AS v(t)`,
      );
      expect(found.map(({ i }) => cut.labelOf(Number(i)))).toEqual(found.map(({ label }) => label));
      expect(cut.labelOf(Number(found[3]?.i))).toBe(
        labelAt(unit, new Date('2024-02-29T07:30:00Z')),
      );
    },
  );

  test('a row without a moment, or at none that ends, is in no window', async () => {
    const { sql } = windowCut('t', 'day');
    const rows = "(NULL::TIMESTAMP), ('infinity'::TIMESTAMP), ('-infinity'::TIMESTAMP)";
    const found = await tables.query(`SELECT ${sql} AS i FROM (VALUES ${rows}) AS v(t)`);
    expect(found).toEqual([{ i: null }, { i: null }, { i: null }]);
  });
});
