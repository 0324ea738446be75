import type { ColumnType } from '../../../shared/domain/column.ts';

const names: Readonly<Record<ColumnType, readonly string[]>> = {
  boolean: ['bool', 'boolean', 'bit'],
  integer: [
    ...['int', 'integer', 'long', 'short', 'byte', 'bigint', 'smallint', 'tinyint', 'hugeint'],
    ...['int2', 'int4', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'],
  ],
  number: [
    ...['float', 'double', 'number', 'numeric', 'decimal', 'real', 'doubleprecision'],
    ...['float4', 'float8', 'float16', 'float32', 'float64'],
  ],
  string: ['str', 'string', 'object', 'text', 'varchar', 'char', 'character', 'charactervarying'],
  date: ['date', 'datetimedate'],
  timestamp: [
    ...['timestamp', 'datetime', 'datetime64', 'timestampntz', 'timestamptz', 'timestampltz'],
    ...['timestampwithouttimezone', 'timestampwithtimezone'],
  ],
  other: [],
};

const byName = new Map(
  Object.entries(names).flatMap(([type, all]) => all.map((name) => [name, type as ColumnType])),
);

/**
 * A type as pandas, Spark, SQL or a schema language calls it: `int64`, `VARCHAR(20)`,
 * `TimestampType`, `datetime64[ns, UTC]`. undefined where it is none of ours.
 */
export function columnTypeOf(foreign: string): ColumnType | undefined {
  const plain = foreign
    .toLowerCase()
    .replace(/[([].*$/u, '')
    .replace(/^(?:numpy|np|pandas|pd|pyarrow)\.|_$/gu, '')
    .replace(/type$/u, '')
    .replace(/[\s._]/gu, '');
  return byName.get(plain);
}
