import { open } from 'node:fs/promises';
import type { RecordBatch, Schema } from 'apache-arrow';
import { messages as pathMessages } from '../../files/messages.ts';
import { ActionError, usageError } from '../../kernel/action-error.ts';
import type { DuckDBConnection, DuckDbModule } from '../../native/duckdb.ts';
import { identifier, literal } from '../duckdb-sql.ts';
import { ArrowBatches } from './arrow-batches.ts';
import { type ArrowColumn, arrowColumn } from './arrow-columns.ts';
import { type Arrow, loadArrow } from './arrow-library.ts';
import { columns as columnMessages, files } from './messages.ts';
import type { SourceFile } from './source-file.ts';
import { type Staging, stagingError } from './staging.ts';

/** The engine and where it may write. */
export interface ArrowTarget {
  readonly duckdb: DuckDbModule;
  readonly connection: DuckDBConnection;
  readonly staging: Staging;
}

/** As many rows as a vector of the engine holds. */
const rowsAtOnce = 2048;

/**
 * Convert an Arrow IPC file or stream into Parquet, batch by batch: the engine reads Arrow only
 * with an extension that would have to be fetched.
 *
 * @throws ActionError (usage, `not-readable-as-data`).
 */
export async function arrowAsParquet(file: SourceFile, target: ArrowTarget): Promise<SourceFile> {
  const readFrom = await target.staging.place();
  const table = identifier(`arrow ${readFrom}`);
  const { connection } = target;
  try {
    await appendBatches(file, table, target);
    await connection.run(`COPY ${table} TO ${literal(readFrom)} (FORMAT parquet)`);
  } catch (cause) {
    if (cause instanceof ActionError || target.staging.signal.aborted) throw cause;
    const full = stagingError(cause, file.name);
    throw full === cause ? damaged(file, cause) : full;
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
  }
  return { ...file, readFrom };
}

async function appendBatches(
  { readFrom, name }: SourceFile,
  table: string,
  { duckdb, connection, staging }: ArrowTarget,
): Promise<void> {
  const arrow = await loadArrow();
  const handle = await open(readFrom);
  try {
    const batches = await ArrowBatches.open(arrow, handle);
    const columns = columnsOf(arrow, duckdb, batches.schema, name);
    const definitions = columns.map(
      ({ sqlType }, i) => `${identifier(nameAt(batches.schema, i))} ${sqlType}`,
    );
    await connection.run(`CREATE TEMP TABLE ${table} (${definitions.join(', ')})`);
    const appender = await connection.createAppender(table.slice(1, -1).replaceAll('""', '"'));
    const types = columns.map((_, i) => appender.columnType(i));
    for await (const batch of batches) {
      staging.signal.throwIfAborted();
      for (let from = 0; from < batch.numRows; from += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, batch.numRows - from);
        const chunk = duckdb.DuckDBDataChunk.create(types, rows);
        chunk.setColumns(columns.map((column, i) => valuesOf(batch, i, column, from, rows)));
        appender.appendDataChunk(chunk);
      }
    }
    appender.closeSync();
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function columnsOf(
  arrow: Arrow,
  duckdb: DuckDbModule,
  schema: Schema,
  name: string,
): ArrowColumn[] {
  const seen = new Set<string>();
  for (const field of schema.fields) {
    // The engine does not tell upper from lower case in names.
    if (seen.has(field.name.toLowerCase())) {
      throw usageError(
        'not-readable-as-data',
        columnMessages.twice(name, field.name),
        columnMessages.nameEach,
      );
    }
    seen.add(field.name.toLowerCase());
  }
  if (schema.fields.length === 0) {
    throw usageError('not-readable-as-data', columnMessages.none(name), pathMessages.checkWriter);
  }
  return schema.fields.map(({ type }) => arrowColumn(arrow, duckdb, type));
}

function nameAt({ fields }: Schema, index: number): string {
  return fields[index]?.name || `column ${index + 1}`;
}

function valuesOf(
  batch: RecordBatch,
  index: number,
  column: ArrowColumn,
  from: number,
  rows: number,
) {
  const vector = batch.getChildAt(index);
  return Array.from({ length: rows }, (_, i) =>
    vector === null || vector.get(from + i) === null ? null : column.valueAt(vector, from + i),
  );
}

function damaged({ name }: SourceFile, cause: unknown): ActionError {
  return usageError(
    'not-readable-as-data',
    columnMessages.notWholeArrow(name),
    files.checkWhole,
    cause,
  );
}
