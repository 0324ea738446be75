import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  List,
  Null,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';

/** What lies in the project, and what the input "data" names. */
export interface BrokenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where that is another name: a pointer is named by the data it stands for. */
  readonly data?: string;
}

const names = fc.constantFrom(
  'a',
  'b',
  'A',
  '',
  ' ',
  '__proto__',
  'constructor',
  'x"; DROP TABLE t; --',
  "it's",
  '😀',
  '@everyone <img src=x> | [x](javascript:1)',
  'a,b',
  'line\nbreak',
  'c0',
  'mlops_row',
  '1',
  'select',
  'null',
  '\u202Ertl',
  'x'.repeat(300),
);

const cells = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '-1', '1.5', '1e308', '-1e308', '5e-324', '9007199254740993', '1e999'],
    ...['99999999999999999999', 'NaN', 'inf', '-inf', 'NA', 'null', 'true', 'False', ' TRUE '],
    ...['2024-01-31', '2024-02-30', '0001-01-01', '2024-01-31 25:00', '290000-01-01', '2024/1/1'],
    ...['1,5', '1_000', '0x1A', '+-7', '٣', '$1', '"', '""', "'", '<b>', '{{x}}', '=1+1', '\\'],
  ),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const table = fc.array(names, { minLength: 1, maxLength: 4 }).chain((header) =>
  fc.tuple(
    fc.constant(header),
    fc.array(fc.array(cells, { minLength: header.length, maxLength: header.length }), {
      maxLength: 6,
    }),
  ),
);

/** A table as text, mostly well formed, then damaged or not. */
export const textFile = fc
  .record({
    table,
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    quote: fc.boolean(),
    damage: fc.constantFrom('none', 'none', 'none', 'cut', 'short', 'long', 'bytes', 'zero', 'bom'),
    at: fc.nat({ max: 400 }),
  })
  .map(({ table: [header, rows], delimiter, end, quote, damage, at }) => {
    const line = (fields: readonly string[]): string =>
      (quote ? fields.map(quoted) : fields).join(delimiter);
    const text = [header, ...rows].map(line).join(end) + end;
    return { name: 'data.csv', bytes: damaged(text, damage, at) };
  });

const jsonFile = fc
  .record({
    rows: fc.array(fc.dictionary(names, fc.oneof(cells, fc.jsonValue({ maxDepth: 2 }))), {
      maxLength: 5,
    }),
    damage: fc.constantFrom('none', 'none', 'none', 'cut', 'bytes', 'long'),
    at: fc.nat({ max: 400 }),
    array: fc.boolean(),
  })
  .map(({ rows, damage, at, array }) => {
    const text = array ? JSON.stringify(rows) : rows.map((row) => JSON.stringify(row)).join('\n');
    return { name: array ? 'data.json' : 'data.jsonl', bytes: damaged(text, damage, at) };
  });

const bytesFile = fc
  .tuple(
    fc.constantFrom('data.csv', 'data.parquet', 'data.jsonl', 'data', 'data.csv.gz'),
    fc.constantFrom('', 'PAR1', '\x1f\x8b', '{', 'version https://git-lfs.github.com/spec/v1\n'),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([name, head, tail]) => ({
    name,
    bytes: Buffer.concat([Buffer.from(head, 'latin1'), tail]),
  }));

function damaged(text: string, damage: string, at: number): Buffer {
  const bytes = Buffer.from(text);
  const place = Math.min(at, bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (damage) {
    case 'cut':
      return before;
    case 'short':
      return Buffer.concat([bytes, Buffer.from('only\n')]);
    case 'long':
      return Buffer.concat([bytes, Buffer.from('1,2,3,4,5,6,7\n')]);
    case 'bytes':
      return Buffer.concat([before, Buffer.from([0xff, 0xe9, 0x80]), after]);
    case 'zero':
      return Buffer.concat([before, Buffer.from([0]), after]);
    case 'bom':
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    default:
      return bytes;
  }
}

/** The same tables compressed, before or after the damage. */
const packedFile = fc
  .record({
    file: fc.oneof(textFile, jsonFile),
    packing: fc.constantFrom('gz', 'zst'),
    damage: fc.constantFrom('none', 'none', 'cut', 'bytes', 'long'),
    at: fc.nat({ max: 200 }),
  })
  .map(({ file: { name, bytes }, packing, damage, at }) => {
    const packed = packing === 'gz' ? gzipSync(bytes) : zstdCompressSync(bytes);
    return { name: `${name}.${packing}`, bytes: damagedBytes(packed, damage, at) };
  });

/** The same tables in UTF-16, with a mark that says so or without. */
const wideFile = fc
  .record({
    file: fc.oneof(textFile, jsonFile),
    isBigEndian: fc.boolean(),
    isMarked: fc.boolean(),
    damage: fc.constantFrom('none', 'none', 'cut', 'bytes', 'zero'),
    at: fc.nat({ max: 800 }),
  })
  .map(({ file: { name, bytes }, isBigEndian, isMarked, damage, at }) => {
    const text = Buffer.from(`${isMarked ? '\uFEFF' : ''}${bytes.toString('utf8')}`, 'utf16le');
    return { name, bytes: damagedBytes(isBigEndian ? text.swap16() : text, damage, at) };
  });

/** The same cells as other types: their text, their length, whether there is one, all of them. */
const arrowVectors: readonly ((cells: readonly (string | null)[]) => Vector)[] = [
  (cells) => vectorFromArray(cells, new Utf8()),
  (cells) => vectorFromArray(cells, new Dictionary(new Utf8(), new Int32())),
  (cells) =>
    vectorFromArray(
      cells.map((cell) => cell?.length ?? null),
      new Float64(),
    ),
  (cells) =>
    vectorFromArray(
      cells.map((cell) => cell && cell !== ''),
      new Bool(),
    ),
  (cells) =>
    vectorFromArray(
      cells.map(() => null),
      new Null(),
    ),
  (cells) =>
    vectorFromArray(
      cells.map((cell) => cell && [cell]),
      new List(new Field('item', new Utf8())),
    ),
];

const arrowFile = fc
  .record({
    names: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }),
    rows: fc.array(fc.oneof(cells, fc.constant(null)), { maxLength: 5 }),
    as: fc.constantFrom(...arrowVectors),
    format: fc.constantFrom('file' as const, 'stream' as const),
    damage: fc.constantFrom('none', 'none', 'cut', 'bytes', 'zero', 'long'),
    at: fc.nat({ max: 1_200 }),
  })
  .map(({ names: header, rows, as, format, damage, at }) => {
    const column = as(rows);
    const table = new Table(Object.fromEntries(header.map((name) => [name, column])));
    return { name: 'data.arrow', bytes: damagedBytes(tableToIPC(table, format), damage, at) };
  });

const hex = fc.stringMatching(/^[0-9a-f]{32}$/u);

/** Pointers to data that is not here, whole and damaged. */
const pointerFile = fc
  .record({
    kind: fc.constantFrom('lfs', 'dvc'),
    digest: fc.oneof(
      hex,
      hex.map((half) => half.repeat(2)),
      fc.constantFrom('', '../../x', 'g'.repeat(32)),
    ),
    size: fc.constantFrom('12', '-1', 'many', '99999999999999999999'),
    damage: fc.constantFrom('none', 'none', 'cut', 'bytes', 'long', 'zero'),
    at: fc.nat({ max: 160 }),
  })
  .map(({ kind, digest, size, damage, at }): BrokenFile => {
    if (kind === 'lfs') {
      const text = `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize ${size}\n`;
      return { name: 'data.csv', bytes: damaged(text, damage, at) };
    }
    const text = `outs:\n- md5: ${digest}\n  size: ${size}\n  hash: md5\n  path: data.csv\n`;
    return { name: 'data.csv.dvc', bytes: damaged(text, damage, at), data: 'data.csv' };
  });

function damagedBytes(bytes: Uint8Array, damage: string, at: number): Buffer {
  const place = Math.min(at, bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (damage) {
    case 'cut':
      return Buffer.from(before);
    case 'bytes':
      return Buffer.concat([before, Buffer.from([0xff, 0xe9, 0x80]), after]);
    case 'zero':
      return Buffer.concat([before, Buffer.from([0]), after]);
    case 'long':
      return Buffer.concat([bytes, Buffer.from('1,2,3,4,5,6,7\n')]);
    default:
      return Buffer.from(bytes);
  }
}

/** Data files of every format that is read, most of them damaged in one place. */
export const brokenFiles: fc.Arbitrary<BrokenFile> = fc.oneof(
  { arbitrary: textFile, weight: 8 },
  { arbitrary: jsonFile, weight: 4 },
  { arbitrary: bytesFile, weight: 2 },
  { arbitrary: packedFile, weight: 3 },
  { arbitrary: wideFile, weight: 2 },
  { arbitrary: arrowFile, weight: 3 },
  { arbitrary: pointerFile, weight: 2 },
);

const column = names.filter((name) => name !== '');
const bound = fc.oneof(
  fc.integer(),
  fc.constantFrom('2024-01-01', 'x', '2024-02-30', '10000-01-01'),
);
/** Checks of columns that such files may have, some of which make no sense. */
export const anyCheck = fc.oneof(
  fc.record({ check: fc.constant('row-count'), min: fc.nat({ max: 5 }) }),
  fc.record({ check: fc.constant('columns'), columns: fc.array(column, { minLength: 1 }) }),
  fc.record({ check: fc.constant('not-null'), column }),
  fc.record({ check: fc.constant('unique'), columns: fc.array(column, { minLength: 1 }) }),
  fc.record({ check: fc.constant('range'), column, min: bound }),
  fc.record({
    check: fc.constant('allowed-values'),
    column,
    values: fc.array(fc.oneof(cells, fc.integer(), fc.boolean()), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    check: fc.constant('types'),
    types: fc.dictionary(column, fc.constantFrom('integer', 'number', 'string', 'date', 'other')),
  }),
);
