import type { DuckDBDataChunk, DuckDBValue, DuckDbModule } from '../native/duckdb.ts';
import type { ColumnData } from '../ports/table-reader.ts';

type Plain = string | number | boolean | bigint | null;

/** Turns the engine's values into plain ones; lists and structs become arrays and objects. */
export function plainValues(duckdb: DuckDbModule): (value: DuckDBValue) => unknown {
  const plain = (value: DuckDBValue): unknown => {
    if (value === null || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return safeNumber(value);
    if (value instanceof duckdb.DuckDBListValue) return value.items.map(plain);
    if (value instanceof duckdb.DuckDBStructValue) {
      const entries = Object.entries(value.entries);
      return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)]));
    }
    if (value instanceof duckdb.DuckDBDecimalValue) return Number(value.toString());
    if (
      value instanceof duckdb.DuckDBTimestampValue ||
      value instanceof duckdb.DuckDBTimestampNanosecondsValue
    ) {
      return value.toString().replace(' ', 'T');
    }
    return value.toString();
  };
  return plain;
}

function safeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * One column of a result. A column of numbers becomes one Float64Array (missing: NaN), so that a
 * million predictions cost 8 MB and no object each; integers beyond 2^53 stay a plain array.
 */
export function columnValues(
  chunks: readonly DuckDBDataChunk[],
  index: number,
  isNumeric: boolean,
  plain: (value: DuckDBValue) => unknown,
): ColumnData {
  const numbers = isNumeric ? numbersOf(chunks, index) : undefined;
  if (numbers !== undefined) return numbers;
  const values: Plain[] = [];
  for (const chunk of chunks) {
    chunk.visitColumnValues(index, (value) => {
      values.push(plain(value) as Plain);
    });
  }
  return values;
}

function numbersOf(chunks: readonly DuckDBDataChunk[], index: number): Float64Array | undefined {
  const length = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const numbers = new Float64Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(index);
    // Asked once: each reading of it is a call into the engine.
    const { rowCount } = chunk;
    for (let row = 0; row < rowCount; row++) {
      const value = vector.getItem(row);
      const number = value === null ? Number.NaN : Number(value);
      if (typeof value === 'bigint' && !Number.isSafeInteger(number)) return undefined;
      numbers[offset + row] = number;
    }
    offset += rowCount;
  }
  return numbers;
}
