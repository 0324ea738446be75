import { bareName } from './data-files/compression.ts';
import { partitionColumns } from './data-files/hive-partitions.ts';
import type { DataSource, SourceFile } from './data-files/source-file.ts';
import { csvDialect } from './duckdb-csv.ts';
import { hidesPlace } from './duckdb-sample.ts';
import { identifier, literal } from './duckdb-sql.ts';

export type Ask = (sql: string) => Promise<Readonly<Record<string, unknown>>[]>;

/** A column as it comes out of the file. */
export interface RawColumn {
  readonly name: string;
  /** SQL expression over the scan. */
  readonly raw: string;
  readonly declared: string;
  /** Whether it is text whose type is still to be found. */
  readonly isText: boolean;
}

export interface Scan {
  /** SQL table function. */
  readonly from: string;
  readonly columns: readonly RawColumn[];
  /** The engine's name for a row's number in its file; undefined where there is none to filter by. */
  readonly place?: string;
  /** The same over one file, for counting its rows. */
  readonly fromFile: (file: SourceFile) => string;
}

/** How the engine reads the files, and the columns they hold and lie in. */
export async function openScan(source: DataSource, ask: Ask): Promise<Scan> {
  return withPartitions(await describeScan(source, ask), source.files);
}

async function describeScan(source: DataSource, ask: Ask): Promise<Scan> {
  if (source.format === 'csv') return scanCsv(source);
  const read = source.format === 'json' ? readJson(source) : readParquet;
  const from = read(source.files);
  const described = await ask(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.map((row) => {
    const name = String(row.column_name);
    const declared = String(row.column_type);
    // Values of several types in one JSON key: seen as text, then typed as text is.
    const isText = declared === 'JSON';
    return {
      name,
      declared,
      isText,
      raw: isText ? `(${identifier(name)}->>'$')` : identifier(name),
    };
  });
  const isNumbered = source.format !== 'json' && !hidesPlace(columns, 'file_row_number');
  return {
    ...{ from, columns, fromFile: (file) => read([file]) },
    ...(isNumbered ? { place: 'file_row_number' } : {}),
  };
}

type ReadFiles = (files: readonly SourceFile[]) => string;

/** Folders are read by us: the engine would read those above the working directory too. */
const noPartitions = 'hive_partitioning = false';

/** Files are unpacked by now, and a name that ends in `.gz` may be wrong. */
const unpacked = "compression = 'uncompressed'";

const readParquet: ReadFiles = (files) => `read_parquet(${pathList(files)}, ${noPartitions})`;

function readJson(source: DataSource): ReadFiles {
  const settings = `format = '${jsonFormat(source)}', sample_size = -1, ${unpacked}, ${noPartitions}`;
  return (files) =>
    `read_json(${pathList(files)}, ${settings}, maximum_sample_files = ${files.length})`;
}

function pathList(files: readonly SourceFile[]): string {
  return `[${files.map(({ readFrom }) => literal(readFrom)).join(', ')}]`;
}

/** Where the name promises a value a line, an error can say which line it is in. */
function jsonFormat({ files }: DataSource): string {
  const lines = files.every(({ name }) => /\.(?:jsonl|ndjson)$/u.test(bareName(name)));
  return lines ? 'newline_delimited' : 'auto';
}

function scanCsv(source: DataSource): Scan {
  const { delimiter, names } = csvDialect(source.files);
  const columns = names.map((name, i) => ({
    name,
    raw: `c${i}`,
    declared: 'VARCHAR',
    isText: true,
  }));
  const declared = columns.map(({ raw }) => `'${raw}': 'VARCHAR'`).join(', ');
  const settings = [
    'auto_detect = false',
    'header = true',
    `delim = ${literal(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'strict_mode = true',
    'null_padding = false',
    unpacked,
    noPartitions,
    `columns = {${declared}}`,
  ];
  const read: ReadFiles = (files) => `read_csv(${pathList(files)}, ${settings.join(', ')})`;
  return { from: read(source.files), columns, fromFile: (file) => read([file]) };
}

/** Add the columns that stand in the names of folders: text, typed as any text is. */
function withPartitions(scan: Scan, files: readonly SourceFile[]): Scan {
  const names = scan.columns.map(({ name }) => name);
  const partitions = partitionColumns(files, names);
  if (partitions.length === 0) return scan;
  const parts = partitions.map(({ name, values }, i) => {
    const entries = files.map(
      ({ readFrom }, j) => `${literal(readFrom)}: ${literal(values[j] ?? null)}`,
    );
    const raw = identifier(`partition ${i}`);
    // The engine keeps a file's own name at hand as `filename`.
    return { name, raw, sql: `CAST(MAP {${entries.join(', ')}}[filename] AS VARCHAR) AS ${raw}` };
  });
  return {
    from: `(SELECT *, ${parts.map(({ sql }) => sql).join(', ')} FROM ${scan.from})`,
    columns: [
      ...scan.columns,
      ...parts.map(({ name, raw }) => ({ name, raw, declared: 'VARCHAR', isText: true })),
    ],
    fromFile: scan.fromFile,
  };
}
