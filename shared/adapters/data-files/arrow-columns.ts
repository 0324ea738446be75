import type {
  Data,
  DataType,
  Date_,
  Decimal,
  Dictionary,
  Float,
  Int,
  Time,
  Timestamp,
  Vector,
} from 'apache-arrow';
import type { DuckDBValue, DuckDbModule } from '../../native/duckdb.ts';
import type { Arrow } from './arrow-library.ts';

/** How a column of an Arrow batch becomes one of the engine. */
export interface ArrowColumn {
  /** Type in SQL; never built from the file's own text. */
  readonly sqlType: string;
  /** The value of a row that has one. */
  valueAt(column: Vector, row: number): DuckDBValue;
}

/** Units of time in a second: seconds, milliseconds, microseconds, nanoseconds. */
const perSecond = [1n, 1_000n, 1_000_000n, 1_000_000_000n];

/**
 * The engine's column for an Arrow type. Times are taken from the buffers: Arrow's own getters give
 * milliseconds and lose the rest. What has no plain counterpart (lists, structs) becomes JSON text.
 */
export function arrowColumn(arrow: Arrow, duckdb: DuckDbModule, type: DataType): ArrowColumn {
  const { Type } = arrow;
  const plain = plainTypes(arrow, type);
  if (plain !== undefined) return { sqlType: plain, valueAt: (column, row) => column.get(row) };
  switch (type.typeId) {
    case Type.Int:
      return integerColumn(type as Int);
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return {
        sqlType: 'BLOB',
        valueAt: (column, row) => new duckdb.DuckDBBlobValue(column.get(row)),
      };
    case Type.Date: {
      const perDay = (type as Date_).unit === arrow.DateUnit.DAY ? 1 : 86_400_000;
      const valueAt = (column: Vector, row: number): DuckDBValue =>
        new duckdb.DuckDBDateValue(Math.floor(Number(stored(column, row)) / perDay));
      return { sqlType: 'DATE', valueAt };
    }
    case Type.Timestamp:
      return timestampColumn(duckdb, type as Timestamp);
    case Type.Time: {
      const unit = perSecond[(type as Time).unit] ?? 1n;
      const valueAt = (column: Vector, row: number): DuckDBValue =>
        new duckdb.DuckDBTimeValue((BigInt(stored(column, row)) * 1_000_000n) / unit);
      return { sqlType: 'TIME', valueAt };
    }
    case Type.Decimal:
      return decimalColumn(duckdb, type as Decimal);
    default:
      return { sqlType: 'VARCHAR', valueAt: (column, row) => jsonText(column.get(row)) };
  }
}

function plainTypes(arrow: Arrow, type: DataType): string | undefined {
  const { Type } = arrow;
  switch (type.typeId) {
    case Type.Null:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return 'VARCHAR';
    case Type.Bool:
      return 'BOOLEAN';
    case Type.Float:
      return (type as Float).precision === arrow.Precision.DOUBLE ? 'DOUBLE' : 'FLOAT';
    case Type.Dictionary:
      return plainTypes(arrow, (type as Dictionary).dictionary);
    default:
      return undefined;
  }
}

function integerColumn({ bitWidth, isSigned }: Int): ArrowColumn {
  const names = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' } as const;
  return {
    sqlType: `${isSigned ? '' : 'U'}${names[bitWidth]}`,
    valueAt: (column, row) => column.get(row),
  };
}

function timestampColumn(duckdb: DuckDbModule, { unit, timezone }: Timestamp): ArrowColumn {
  const units = perSecond[unit] ?? 1n;
  if (units > 1_000_000n && !timezone) {
    return {
      sqlType: 'TIMESTAMP_NS',
      valueAt: (column, row) =>
        new duckdb.DuckDBTimestampNanosecondsValue(BigInt(stored(column, row))),
    };
  }
  const micros = (column: Vector, row: number): bigint => {
    const value = BigInt(stored(column, row));
    return units > 1_000_000n ? value / 1_000n : value * (1_000_000n / units);
  };
  return timezone
    ? {
        sqlType: 'TIMESTAMPTZ',
        valueAt: (column, row) => new duckdb.DuckDBTimestampTZValue(micros(column, row)),
      }
    : {
        sqlType: 'TIMESTAMP',
        valueAt: (column, row) => new duckdb.DuckDBTimestampValue(micros(column, row)),
      };
}

function decimalColumn(duckdb: DuckDbModule, type: Decimal): ArrowColumn {
  const { precision, scale } = type;
  const whole = (column: Vector, row: number): bigint => {
    // Words of 32 bits, the lowest first, in two's complement.
    const words = [...(column.get(row) as Uint32Array)];
    const value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
    return BigInt.asIntN(words.length * 32, value);
  };
  if (precision > 38 || scale < 0) {
    return {
      sqlType: 'DOUBLE',
      valueAt: (column, row) => Number(`${whole(column, row)}e${-scale}`),
    };
  }
  return {
    sqlType: `DECIMAL(${Number(precision)}, ${Number(scale)})`,
    valueAt: (column, row) => new duckdb.DuckDBDecimalValue(whole(column, row), precision, scale),
  };
}

/** What the buffer holds for a row of a column of one batch. */
function stored(column: Vector, row: number): number | bigint {
  const [data] = column.data as readonly Data[];
  return (data?.values as ArrayLike<number | bigint> | undefined)?.[row] ?? 0;
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => {
    if (typeof inner === 'bigint')
      return Number.isSafeInteger(Number(inner)) ? Number(inner) : `${inner}`;
    return inner instanceof Uint8Array ? Buffer.from(inner).toString('hex') : inner;
  });
}
