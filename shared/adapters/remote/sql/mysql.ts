import type { Connection, ConnectionOptions, FieldPacket, TypeCastField } from 'mysql2';
import { formatDuration } from '../../../domain/duration.ts';
import { ActionError, usageError } from '../../../kernel/action-error.ts';
import { queries } from '../messages.ts';
import { Interrupted } from '../send.ts';
import type { QueryColumn, TextRow } from './parquet-sink.ts';
import { databaseRefused, queryInvalid, queryTimedOut, unquoted } from './query-error.ts';
import type { Question } from './run-query.ts';

const rowsAtOnce = 5_000;
const connectMs = 15_000;

/** Types by the numbers of the protocol, unsigned ones where their flag is set. All else is text. */
const types: Readonly<Record<number, readonly [signed: string, unsigned: string]>> = {
  1: ['TINYINT', 'UTINYINT'],
  2: ['SMALLINT', 'USMALLINT'],
  3: ['INTEGER', 'UINTEGER'],
  4: ['FLOAT', 'FLOAT'],
  5: ['DOUBLE', 'DOUBLE'],
  7: ['TIMESTAMP', 'TIMESTAMP'],
  8: ['BIGINT', 'UBIGINT'],
  9: ['INTEGER', 'UINTEGER'],
  10: ['DATE', 'DATE'],
  12: ['TIMESTAMP', 'TIMESTAMP'],
  13: ['SMALLINT', 'SMALLINT'],
};
const decimals = new Set([0, 246]);
const texts = new Set([249, 250, 251, 252, 253, 254]);
const bit = 16;
const unsignedFlag = 32;
/** The character set of what is no text. */
const binary = 63;

/**
 * Ask MySQL or MariaDB. The query runs in a read-only transaction and alone: the server takes one
 * statement, and must accept it as a subquery first, which is a SELECT and writes no file.
 */
export async function askMysql(question: Question): Promise<void> {
  const { default: mysql } = await import('mysql2');
  const connection = mysql.createConnection(settings(question));
  // Every broken connection is reported by what waits on it, too.
  connection.on('error', () => undefined);
  const stop = (): void => connection.destroy();
  question.signal.addEventListener('abort', stop, { once: true });
  try {
    await connect(connection, question);
    await readAll(connection, question).catch((error) => {
      question.signal.throwIfAborted();
      throw explain(question, error);
    });
  } finally {
    question.signal.removeEventListener('abort', stop);
    connection.destroy();
  }
}

/** Only what is named here is taken from the address: its other options could allow more. */
function settings({ address, name, variable }: Question): ConnectionOptions {
  const tls = (address.searchParams.get('ssl-mode') ?? 'DISABLED').toUpperCase();
  const modes: Readonly<Record<string, ConnectionOptions['ssl'] | undefined>> = {
    DISABLED: undefined,
    REQUIRED: { rejectUnauthorized: false },
    VERIFY_CA: { rejectUnauthorized: true, verifyIdentity: false },
    VERIFY_IDENTITY: { rejectUnauthorized: true, verifyIdentity: true },
  };
  if (!Object.hasOwn(modes, tls)) {
    throw usageError(
      'secret-invalid',
      queries.unknownMode(name, variable),
      queries.writeMode(Object.keys(modes)),
    );
  }
  const ssl = modes[tls];
  return {
    host: address.hostname.replace(/^\[|\]$/gu, ''),
    port: Number(address.port || 3306),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)),
    charset: 'utf8mb4',
    connectTimeout: connectMs,
    multipleStatements: false,
    // The library would write its parsers as code and run it.
    disableEval: true,
    ...(ssl === undefined ? {} : { ssl }),
  };
}

function connect(connection: Connection, question: Question): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error === null) resolve();
      else
        reject(question.signal.aborted ? question.signal.reason : connectionError(question, error));
    });
  });
}

async function readAll(connection: Connection, question: Question): Promise<void> {
  const { timeoutMs, query } = question;
  const run = (sql: string): Promise<TextRow[]> => runSmall(connection, sql);
  const [[version] = []] = await run('SELECT VERSION()');
  const isMariadb = /mariadb/iu.test(version ?? '');
  await run(
    isMariadb
      ? `SET SESSION max_statement_time = ${timeoutMs / 1_000}`
      : `SET SESSION max_execution_time = ${Math.ceil(timeoutMs)}`,
  );
  await run("SET SESSION time_zone = '+00:00'");
  await run('START TRANSACTION READ ONLY');
  const one = query.replace(/;\s*$/u, '');
  await run(`EXPLAIN SELECT * FROM (\n${one}\n) AS answer`);
  await stream(connection, one, question);
}

function runSmall(connection: Connection, sql: string): Promise<TextRow[]> {
  return new Promise((resolve, reject) => {
    const typeCast = (field: TypeCastField): string | null => field.string();
    connection.query({ sql, rowsAsArray: true, typeCast }, (error, rows) => {
      if (error === null) resolve(Array.isArray(rows) ? (rows as unknown as TextRow[]) : []);
      else reject(error);
    });
  });
}

async function stream(connection: Connection, sql: string, question: Question): Promise<void> {
  const { sink, onRows } = question;
  const bytes = new Set<string>();
  let fields: readonly FieldPacket[] | undefined;
  const typeCast = (field: TypeCastField): string | null =>
    bytes.has(field.name) ? (field.buffer()?.toString('hex') ?? null) : field.string();
  const rows = connection
    .query({ sql, rowsAsArray: true, typeCast })
    .on('fields', (found: FieldPacket[]) => {
      fields = found;
      for (const field of found) if (isBytes(field)) bytes.add(field.name);
    })
    .stream({ highWaterMark: rowsAtOnce });
  let batch: TextRow[] = [];
  let started = false;
  const flush = async (): Promise<void> => {
    if (!started) await sink.columns((fields ?? []).map(columnOf));
    started = true;
    sink.rows(batch);
    onRows();
    batch = [];
  };
  for await (const row of rows) {
    batch.push(row as TextRow);
    if (batch.length === rowsAtOnce) await flush();
  }
  await flush();
}

function isBytes({ columnType = 0, characterSet }: FieldPacket): boolean {
  return columnType === bit || (texts.has(columnType) && characterSet === binary);
}

function columnOf({
  name,
  columnType = 253,
  columnLength = 0,
  decimals: scale,
  flags,
}: FieldPacket): QueryColumn {
  const isUnsigned = typeof flags === 'number' && (flags & unsignedFlag) !== 0;
  if (!decimals.has(columnType)) {
    return { name, type: types[columnType]?.[isUnsigned ? 1 : 0] ?? 'VARCHAR' };
  }
  // The length is that of the text: digits, a point, a sign.
  const precision = columnLength - (scale > 0 ? 1 : 0) - (isUnsigned ? 0 : 1);
  const isDecimal = precision >= 1 && precision <= 38 && scale <= precision;
  return { name, type: isDecimal ? `DECIMAL(${precision}, ${scale})` : 'DOUBLE' };
}

/** What errors are called: https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html */
const refusals: Readonly<Record<string, 'login' | 'mayNotUse' | 'noDatabase'>> = {
  ER_ACCESS_DENIED_ERROR: 'login',
  ER_DBACCESS_DENIED_ERROR: 'mayNotUse',
  ER_BAD_DB_ERROR: 'noDatabase',
};

function connectionError(question: Question, error: { code?: string | undefined }): Error {
  const { code = '' } = error;
  const reason = refusals[code];
  if (reason !== undefined) {
    return databaseRefused(question.name, queries[reason], question.variable);
  }
  if (code.startsWith('ER_') && code !== 'ER_CON_COUNT_ERROR') {
    return databaseRefused(question.name, code, question.variable);
  }
  return new Interrupted(code);
}

const timeouts = new Set([1969, 3024]);
/** Syntax, and names the query uses: what is quoted is its own text. */
const aboutQuery = new Set([1051, 1052, 1054, 1056, 1060, 1064, 1109, 1142, 1143, 1146, 1305]);

function explain(question: Question, error: unknown): unknown {
  if (error instanceof ActionError) return error;
  const { errno, code = '', message } = error as Error & { errno?: number; code?: string };
  if (errno === undefined || !code.startsWith('ER_')) {
    return /^(?:PROTOCOL_|E[A-Z]+$)/u.test(code) ? new Interrupted(code) : error;
  }
  if (timeouts.has(errno)) return queryTimedOut(question.name, formatDuration(question.timeoutMs));
  if (errno === 1792) return queryInvalid(question.name, queries.wouldChange);
  const said = aboutQuery.has(errno) ? message : unquoted(message);
  const line = errno === 1064 ? Number(/at line (\d+)$/u.exec(message)?.[1]) - 1 : Number.NaN;
  const reason = said
    .replace(/; check the manual .* right syntax to use near /su, ' near ')
    .replace(/\s*\) AS answer' at line \d+$/u, "'")
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 300);
  return queryInvalid(question.name, reason, line >= 1 ? line : undefined);
}
