import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatDuration } from '../../../domain/duration.ts';
import { messages as pathMessages } from '../../../files/messages.ts';
import { usageError } from '../../../kernel/action-error.ts';
import type { FetchedFile, SqlSource } from '../../../ports/data-source.ts';
import { diskFull, secretMissing } from '../errors.ts';
import { progress, queries } from '../messages.ts';
import type { Fetch } from '../remote-sources.ts';
import { persist } from '../send.ts';
import { askMysql } from './mysql.ts';
import { parquetSink, type RowSink } from './parquet-sink.ts';
import { askPostgresql } from './postgresql.ts';
import { queryInvalid, queryTimedOut } from './query-error.ts';

const defaultTimeoutMs = 600_000;
const longestQuery = 1_000_000;

/** What a database is asked. */
export interface Question {
  /** The source, as the user knows it. */
  readonly name: string;
  /** Holds a password: it is shown nowhere. */
  readonly address: URL;
  /** The environment variable with the address. */
  readonly variable: string;
  readonly query: string;
  /** For the query with all its rows. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly sink: RowSink;
  onRows(): void;
}

const engines = {
  postgres: { title: 'PostgreSQL', ask: askPostgresql },
  postgresql: { title: 'PostgreSQL', ask: askPostgresql },
  mysql: { title: 'MySQL', ask: askMysql },
  mariadb: { title: 'MariaDB', ask: askMysql },
} as const;

/**
 * Run a query, and keep its answer in a Parquet file.
 *
 * @throws ActionError (usage): `query-invalid`, `secret-missing`, `data-too-large`; (external):
 *   `source-refused`, `source-unavailable`, `query-timed-out`, `disk-full`.
 */
export async function runQuery(source: SqlSource, fetch: Fetch): Promise<FetchedFile[]> {
  const { name, context, network } = fetch;
  const query = source.query ?? (await readQuery(fetch, source.file ?? name));
  const { address, engine } = databaseOf(source, fetch);
  const timeoutMs = source.timeout ?? defaultTimeoutMs;
  const late = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([context.signal, late]);
  context.host.progress(progress.asking(engine.title, name));
  const question = { name, address, variable: source.connection, query, timeoutMs, signal };
  const ask = (): Promise<FetchedFile[]> => askOnce(engine, question, fetch);
  try {
    return await persist(name, network, signal, ask);
  } catch (error) {
    if (!late.aborted || context.signal.aborted) throw error;
    throw queryTimedOut(name, formatDuration(timeoutMs));
  }
}

async function askOnce(
  { title, ask }: (typeof engines)[keyof typeof engines],
  question: Omit<Question, 'sink' | 'onRows'>,
  { context: { host }, limit, place }: Fetch,
): Promise<FetchedFile[]> {
  const { name, query } = question;
  const path = await place('.parquet');
  const sink = parquetSink(name, path, limit);
  const checked: RowSink = {
    columns: (columns) => sink.columns(distinct(name, columns)),
    rows: sink.rows,
  };
  const onRows = (): void => host.progress(progress.rows(name, sink.count));
  try {
    await ask({ ...question, sink: checked, onRows });
    await sink.finish();
  } catch (error) {
    throw isFull(error) ? diskFull(name, host.tempDir, error) : error;
  } finally {
    await sink.close();
  }
  const digest = createHash('sha256').update(query).digest('hex');
  const origin = { source: `${title}, ${name}`, version: `query-sha256:${digest}` };
  return [{ path, name, origin }];
}

async function readQuery({ root, name }: Fetch, file: string): Promise<string> {
  const text = await readFile(resolve(root, file), 'utf8').catch((cause) => {
    throw usageError(
      'file-not-found',
      cause.code === 'ENOENT' ? queries.noFile(file) : queries.unreadable(file),
      pathMessages.checkPath(root),
      cause.code === 'ENOENT' ? undefined : cause,
    );
  });
  if (text.trim() === '') throw queryInvalid(name, queries.empty);
  if (text.length > longestQuery) throw queryInvalid(name, queries.tooLong);
  return text;
}

function databaseOf({ connection }: SqlSource, { name, context: { host } }: Fetch) {
  const text = host.secret?.(connection);
  if (text === undefined) throw secretMissing(name, connection);
  const address = URL.parse(text);
  const scheme = address?.protocol.replace(/:$/u, '') ?? '';
  if (address === null || !Object.hasOwn(engines, scheme)) {
    const message = queries.notADatabase(name, connection);
    throw usageError('secret-invalid', message, queries.writeAddress);
  }
  for (const secret of [address.password, decoded(address.password)]) {
    if (secret !== '') host.mask(secret);
  }
  return { address, engine: engines[scheme as keyof typeof engines] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Upper and lower case count as the same here, as they do where the file is read. */
function distinct<T extends { readonly name: string }>(
  name: string,
  columns: readonly T[],
): readonly T[] {
  if (columns.length === 0) throw queryInvalid(name, queries.noColumns);
  const seen = new Set<string>();
  for (const column of columns) {
    const key = column.name.toLowerCase();
    if (seen.has(key)) throw queryInvalid(name, queries.columnTwice(column.name));
    seen.add(key);
  }
  return columns;
}

function isFull(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /No space left|Could not write all bytes/iu.test(text);
}
