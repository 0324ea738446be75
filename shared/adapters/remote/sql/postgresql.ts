import type { Client, ClientConfig, DatabaseError, FieldDef, QueryArrayConfig } from 'pg';
import { formatDuration } from '../../../domain/duration.ts';
import { ActionError } from '../../../kernel/action-error.ts';
import { queries } from '../messages.ts';
import { Interrupted } from '../send.ts';
import type { QueryColumn } from './parquet-sink.ts';
import { databaseRefused, queryInvalid, queryTimedOut, unquoted } from './query-error.ts';
import type { Question } from './run-query.ts';

const rowsAtOnce = 5_000;
const connectMs = 15_000;

/** Types by the numbers of PostgreSQL's catalogue (pg_type.dat). All else is text. */
const types: Readonly<Record<number, string>> = {
  16: 'BOOLEAN',
  20: 'BIGINT',
  21: 'SMALLINT',
  23: 'INTEGER',
  26: 'BIGINT',
  700: 'FLOAT',
  701: 'DOUBLE',
  1082: 'DATE',
  1083: 'TIME',
  1114: 'TIMESTAMP',
  1184: 'TIMESTAMPTZ',
};
const numeric = 1700;

/** Dates, times and numbers in the one form that means the same everywhere. */
const plainText = [
  "SET LOCAL TIME ZONE 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'iso_8601'",
  'SET LOCAL extra_float_digits = 3',
  "SET LOCAL bytea_output = 'hex'",
];

/** What stands before the query, so that a position in it can be told. */
const declare = 'DECLARE answer NO SCROLL CURSOR FOR ';

/**
 * Ask PostgreSQL. The query runs in a read-only transaction, through a cursor, which takes a SELECT
 * and nothing else, and through the extended protocol, which takes one statement.
 */
export async function askPostgresql(question: Question): Promise<void> {
  const { default: pg } = await import('pg');
  const client: Client = new pg.Client(settings(question));
  // A broken connection is reported by the query that waits on it, too.
  client.on('error', () => undefined);
  const stop = (): void => void client.end().catch(() => undefined);
  question.signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect().catch((error) => {
      throw connectionError(question, error);
    });
    await readAll(client, question).catch((error) => {
      question.signal.throwIfAborted();
      throw explain(question, error);
    });
  } finally {
    question.signal.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}

function settings({ address, timeoutMs }: Question): ClientConfig {
  return {
    connectionString: address.href.replace(/^postgres(?:ql)?:/u, 'postgresql:'),
    application_name: 'mlops-actions',
    connectionTimeoutMillis: connectMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    // Every value as the text the server sends: what it means is decided in one place.
    types: { getTypeParser: () => (text: string) => text },
  };
}

async function readAll(client: Client, { query, sink, onRows }: Question): Promise<void> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  for (const statement of plainText) await client.query(statement);
  const extended = { text: `${declare}${query}`, values: [], queryMode: 'extended' };
  await client.query(extended);
  const fetch: QueryArrayConfig = { text: `FETCH ${rowsAtOnce} FROM answer`, rowMode: 'array' };
  for (let first = true; ; first = false) {
    const { rows, fields } = await client.query<(string | null)[]>(fetch);
    if (first) await sink.columns(fields.map(columnOf));
    sink.rows(rows);
    onRows();
    if (rows.length < rowsAtOnce) break;
  }
  await client.query('ROLLBACK');
}

function columnOf({ name, dataTypeID, dataTypeModifier }: FieldDef): QueryColumn {
  if (dataTypeID !== numeric) return { name, type: types[dataTypeID] ?? 'VARCHAR' };
  // Precision and scale, where the column declares them.
  const declared = dataTypeModifier - 4;
  const precision = declared >> 16;
  const scale = declared & 0x7ff;
  const isDecimal = dataTypeModifier >= 4 && precision <= 38 && scale <= precision;
  return { name, type: isDecimal ? `DECIMAL(${precision}, ${scale})` : 'DOUBLE' };
}

function connectionError(question: Question, error: unknown): Error {
  question.signal.throwIfAborted();
  const { code, message } = error as Error & { code?: string };
  // The classes of SQLSTATE: 28 is authorisation, 3D an unknown database.
  if (code?.startsWith('28')) {
    return databaseRefused(question.name, queries.login, question.variable);
  }
  if (code?.startsWith('3D')) {
    return databaseRefused(question.name, queries.noDatabase, question.variable);
  }
  if (code !== undefined && /^[0-9A-Z]{5}$/u.test(code) && !/^(?:57P0|53)/u.test(code)) {
    return databaseRefused(question.name, `${code}, ${unquoted(message)}`, question.variable);
  }
  return new Interrupted(code ?? unquoted(message));
}

function explain(question: Question, error: unknown): unknown {
  if (error instanceof ActionError) return error;
  const { code, message, position } = error as DatabaseError;
  if (code === undefined)
    return error instanceof Error && error.name === 'Error'
      ? new Interrupted(unquoted(message))
      : error;
  if (code === '57014') return queryTimedOut(question.name, formatDuration(question.timeoutMs));
  if (code === '25006') return queryInvalid(question.name, queries.wouldChange);
  // Syntax and names: what is quoted is the query's own text.
  if (code.startsWith('42') || code.startsWith('0A')) {
    const before = Number(position ?? Number.NaN) - 1 - declare.length;
    const line = before >= 0 ? question.query.slice(0, before).split('\n').length : undefined;
    return queryInvalid(question.name, message, code === '42501' ? undefined : line);
  }
  if (/^[0-9A-Z]{5}$/u.test(code))
    return queryInvalid(question.name, `${unquoted(message)} (${code})`);
  return new Interrupted(code);
}
