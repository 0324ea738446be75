import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { externalError } from '../kernel/action-error.ts';
import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDbModule,
  loadDuckdb,
} from '../native/duckdb.ts';
import type { DataSources } from '../ports/data-source.ts';
import type { ColumnData, OpenOptions, Row, Table, TableReader } from '../ports/table-reader.ts';
import { arrowAsParquet } from './data-files/arrow.ts';
import { fromLegacy } from './data-files/prepare.ts';
import type { DataSource, SourceFile } from './data-files/source-file.ts';
import { type Staging, temporaryStaging } from './data-files/staging.ts';
import { findDataFiles } from './duckdb-files.ts';
import { memory } from './duckdb-messages.ts';
import { measureProgress, startProgress } from './duckdb-progress.ts';
import { rowPlaces } from './duckdb-row-places.ts';
import { sampleOf } from './duckdb-sample.ts';
import { openScan } from './duckdb-scan.ts';
import { type TypedSource, typeSource } from './duckdb-source.ts';
import { identifier, literal } from './duckdb-sql.ts';
import { loadText } from './duckdb-text-table.ts';
import { isAboutFiles, isNotUtf8, unreadable } from './duckdb-unreadable.ts';
import { columnValues, plainValues } from './duckdb-values.ts';

export interface DuckdbOptions {
  /** Default: the cores there are, at most 8: each thread holds its own buffers. */
  threads?: number;
  /** As DuckDB writes it. What does not fit is spilled to a temporary directory. */
  memoryLimit?: string;
  /** Default: a second, so that quick queries say nothing. */
  progressEveryMs?: number;
  /** Where data comes from that is no file of this machine. Closed with the reader. */
  sources?: DataSources;
}

interface Session {
  readonly duckdb: DuckDbModule;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly spill: string;
  readonly staging: Staging;
  /** All files opened so far: some errors about them come with the first query. */
  readonly files: SourceFile[];
  /** Those that a table is being made of; else those of the table whose reader asked for progress. */
  reading: readonly SourceFile[];
  /** Whom to tell how far a long query has come. */
  progress: OpenOptions['progress'];
  readonly progressEveryMs: number;
  /** Whether the caller chose how much memory the engine may take. */
  readonly hasOwnLimit: boolean;
}

/** Bytes of text files, packed or not, from which on they are not kept beside what is made of them. */
const largeText = 500e6;

/** Reads tables with DuckDB inside this process. The engine is loaded and started on first use. */
export function duckdbTableReader(options: DuckdbOptions = {}): TableReader {
  let opening: Promise<Session> | undefined;
  let tables = 0;
  const session = (): Promise<Session> => {
    opening ??= startSession(options);
    return opening;
  };
  const query = async (sql: string): Promise<Row[]> => readRows(await session(), sql);
  return {
    identifier,
    literal,
    query,
    async open(root, files, openOptions = {}) {
      const opened = await session();
      const source = await findDataFiles(root, files, opened.staging, options.sources);
      tables += 1;
      return openTable(opened, source, identifier(`table ${tables}`), openOptions);
    },
    async columns(sql) {
      return readColumns(await session(), sql);
    },
    async close() {
      await options.sources?.close();
      if (opening === undefined) return;
      const ending = opening;
      opening = undefined;
      await ending.then(endSession, () => undefined);
    },
  };
}

async function startSession(options: DuckdbOptions): Promise<Session> {
  const duckdb = await loadDuckdb();
  const spill = join(tmpdir(), `mlops-duckdb-${randomUUID()}`);
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? Math.min(8, availableParallelism())),
    memory_limit: options.memoryLimit ?? '700MB',
    temp_directory: spill,
    // Nothing is fetched behind the user's back.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Row numbers in findings are those of the file.
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  // Times without a zone mean the same on every runner.
  await connection.run("SET TimeZone = 'UTC'");
  const staging = temporaryStaging();
  return {
    ...{
      duckdb,
      instance,
      connection,
      spill,
      staging,
      files: [],
      reading: [],
      progress: undefined,
    },
    progressEveryMs: options.progressEveryMs ?? 1000,
    hasOwnLimit: options.memoryLimit !== undefined,
  };
}

async function endSession({ instance, connection, spill, staging }: Session): Promise<void> {
  connection.interrupt();
  connection.closeSync();
  instance.closeSync();
  await rm(spill, { recursive: true, force: true });
  await staging.remove();
}

async function openTable(
  session: Session,
  found: DataSource,
  relation: string,
  options: OpenOptions,
): Promise<Table> {
  if (options.progress !== undefined) {
    session.progress = options.progress;
    await session.connection.run(measureProgress);
  }
  await makeRoomForReading(session, found);
  const before = session.reading;
  const { source, typed } = await loadTable(session, found, relation, options);
  session.reading = options.progress === undefined ? before : source.files;
  const { columns, castFailures, placed } = typed;
  const placesOf = rowPlaces(source.files, typed.countRows);
  const files = source.files.map(({ readFrom, head, ...file }) => file);
  const sampled: Table['sampled'] = (size) => sampleOf(relation, columns, placed, size);
  return { relation, columns, castFailures, files, format: source.format, placesOf, sampled };
}

/**
 * Reading text takes buffers that the engine's limit does not count. Ten gigabytes held 1.11 GB with
 * the usual limit, 0.94 GB with this; beside less text the checks are quicker with more.
 */
async function makeRoomForReading(session: Session, { format, files }: DataSource): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (format === 'parquet' || bytes < largeText || session.hasOwnLimit) return;
  await session.connection.run("SET memory_limit = '550MB'");
}

/** Make the relation; text in which the engine meets a byte that is no UTF-8 is converted first. */
async function loadTable(
  session: Session,
  found: DataSource,
  relation: string,
  options: OpenOptions,
): Promise<{ source: DataSource; typed: Omit<TypedSource, 'select'> }> {
  const source = found.format === 'arrow' ? await convertArrow(session, found) : found;
  const ask = (sql: string): Promise<Row[]> => readRows(session, sql);
  session.files.push(...source.files);
  session.reading = source.files;
  try {
    const scan = await openScan(source, ask);
    // Columns are read where they lie; text is parsed once, because parsing costs more than reading.
    if (source.format === 'csv' || source.format === 'json') {
      return { source, typed: await loadText(scan, relation, ask, options) };
    }
    const typed = await typeSource(scan, ask, options);
    await ask(`CREATE VIEW ${relation} AS ${typed.select}`);
    return { source, typed };
  } catch (error) {
    if (!isNotUtf8(error) || source.files.every(({ encoding }) => encoding !== 'utf-8'))
      throw error;
    return loadTable(session, await fromLegacyFiles(source, session.staging), relation, options);
  }
}

async function convertArrow(session: Session, source: DataSource): Promise<DataSource> {
  const files: SourceFile[] = [];
  for (const file of source.files) files.push(await arrowAsParquet(file, session));
  return { ...source, files };
}

/** The engine does not always say in which of several files it met the byte: all are looked at. */
async function fromLegacyFiles(source: DataSource, staging: Staging): Promise<DataSource> {
  const files: SourceFile[] = [];
  for (const file of source.files) {
    files.push(file.encoding === 'utf-8' ? await fromLegacy(file, staging) : file);
  }
  return { ...source, files };
}

async function readRows(session: Session, sql: string): Promise<Row[]> {
  const plain = plainValues(session.duckdb);
  const reader = await guarded(session, () => session.connection.runAndReadAll(sql));
  const names = reader.columnNames();
  // Not the engine's own row objects: they lose a column called `__proto__`.
  return reader
    .getRows()
    .map((row) => Object.fromEntries(names.map((name, i) => [name, plain(row[i] ?? null)])));
}

async function readColumns(session: Session, sql: string): Promise<Record<string, ColumnData>> {
  const { duckdb } = session;
  const plain = plainValues(duckdb);
  const result = await guarded(session, () => session.connection.run(sql));
  const chunks = await result.fetchAllChunks();
  const numeric = new Set<number>(numericTypes.map((name) => duckdb.DuckDBTypeId[name]));
  return Object.fromEntries(
    result
      .columnNames()
      .map((name, i) => [
        name,
        columnValues(chunks, i, numeric.has(result.columnTypeId(i)), plain),
      ]),
  );
}

const numericTypes = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
  'FLOAT',
  'DOUBLE',
] as const;

async function guarded<T>(session: Session, ask: () => Promise<T>): Promise<T> {
  const { files } = session;
  const stopProgress = startProgress(session);
  try {
    return await ask();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (isAboutFiles(error, files)) throw unreadable(files, error);
    if (!/^Out of Memory Error/u.test(text)) throw error;
    throw externalError('out-of-memory', memory.full, memory.moreDisk, error);
  } finally {
    stopProgress();
  }
}
