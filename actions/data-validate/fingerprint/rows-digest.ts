import { canonicalDigest } from '../../../shared/domain/canonical-digest.ts';
import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import type { Digest } from '../../../shared/domain/digest.ts';

/** Names this definition. Digests under another name cannot be compared. */
const scheme = 'rows-1';

/**
 * SQL for the sum over a table's rows, in two columns `high` and `low`.
 *
 * Every value has one canonical text (`canonicalText`); a row is, for each column in the order of
 * their names by UTF-16 code unit, the length of that text in bytes of UTF-8, a colon and the text,
 * with no length where the value is missing. A row's number is the first 128 bits of the SHA-256 of
 * that; the table's is the sum over its rows. A sum does not depend on their order and counts a
 * repeated row as often as it stands there.
 *
 * Two tables that differ have equal sums with a probability of 2^-128, unless somebody sought them:
 * a forger who may choose many rows can make sums meet with far less work. What has to withstand
 * one is the digest of the bytes.
 */
export function rowsQuery(relation: string, columns: readonly TableColumn[], sql: SqlText): string {
  const texts = sorted(columns).map(
    (column, i) => `${canonicalText(column, sql.identifier(column.name))} AS t${i}`,
  );
  const row = texts.map((_, i) => `strlen(t${i}), ':', t${i}`).join(', ');
  const hashes = `SELECT sha256(concat(${row})) AS h FROM (SELECT ${texts.join(', ')} FROM ${relation})`;
  const part = (from: number): string => `sum(CAST('0x' || substr(h, ${from}, 16) AS UBIGINT))`;
  return `SELECT count(*) AS n, CAST(${part(1)} AS VARCHAR) AS high, CAST(${part(17)} AS VARCHAR) AS low FROM (${hashes})`;
}

/** What `rowsQuery` answers, as one digest with the names of the columns and the number of rows. */
export function rowsDigest(
  columns: readonly TableColumn[],
  answer: Readonly<Record<string, unknown>>,
): Digest {
  const part = (name: string): bigint => BigInt(String(answer[name] ?? 0));
  const sum = BigInt.asUintN(128, (part('high') << 64n) + part('low'));
  return canonicalDigest({
    scheme,
    columns: sorted(columns).map(({ name }) => name),
    rows: Number(answer.n),
    sum: sum.toString(16).padStart(32, '0'),
  });
}

function sorted(columns: readonly TableColumn[]): TableColumn[] {
  return columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * SQL: a value's canonical text, which is the same for 1.50 in a CSV, 1.5 as DOUBLE and 1.50 as
 * DECIMAL. NULL, NaN and the empty text are one thing: CSV cannot tell them apart.
 *
 * - whole numbers within 64 bits: their decimal digits; others as the nearest DOUBLE, in the fewest
 *   digits that read back as it, written as Python's `repr` does. FLOAT is what its own fewest
 *   digits read as.
 * - days as `2001-01-31`; times in UTC as `2001-01-31 10:00:00.5` without trailing zeros, and as
 *   the day alone at midnight.
 * - lists and structs as JSON, bytes in hexadecimal digits.
 */
function canonicalText({ type, declared }: TableColumn, value: string): string {
  switch (type) {
    case 'string':
      return `NULLIF(CAST(${value} AS VARCHAR), '')`;
    case 'integer':
      return /^(?:UBIGINT|U?HUGEINT)$/u.test(declared) ? wideInteger(value) : text(value);
    case 'number':
      return number(declared === 'FLOAT' ? text(value) : value);
    case 'timestamp':
      return time(/ZONE/u.test(declared) ? `CAST(${value} AS TIMESTAMP)` : value);
    case 'other':
      return other(declared, value);
    default:
      return text(value);
  }
}

const text = (value: string): string => `CAST(${value} AS VARCHAR)`;

function wideInteger(value: string): string {
  const whole = text(`TRY_CAST(${value} AS BIGINT)`);
  return `COALESCE(${whole}, ${text(`CAST(${value} AS DOUBLE)`)})`;
}

function number(value: string): string {
  const double = `CAST(${value} AS DOUBLE)`;
  const isWhole = `trunc(${double}) = ${double} AND abs(${double}) < 9223372036854775808`;
  return `CASE WHEN isnan(${double}) THEN NULL WHEN ${isWhole} THEN CAST(CAST(${double} AS BIGINT) AS VARCHAR) ELSE CAST(${double} AS VARCHAR) END`;
}

function time(value: string): string {
  const day = `CAST(${value} AS DATE)`;
  return `CASE WHEN ${day} = ${value} THEN ${text(day)} ELSE ${text(value)} END`;
}

function other(declared: string, value: string): string {
  if (declared === 'BLOB') return `NULLIF(lower(hex(${value})), '')`;
  return /[[(]/u.test(declared) ? text(`to_json(${value})`) : text(value);
}
