import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { CandidateColumn, LabelValue, LabelValues } from './columns.ts';
import { errors } from './messages.ts';

type TableReader = ReturnType<typeof duckdbTableReader>;
type Table = Awaited<ReturnType<TableReader['open']>>;

/** A data file as init sees it. */
export interface TableView {
  readonly columns: readonly CandidateColumn[];
  /** undefined: only the header was read. */
  readonly rows: number | undefined;
  /** Figures of single columns; undefined where only the header was read. */
  unique(column: string): Promise<boolean | undefined>;
  values(column: string): Promise<LabelValues | undefined>;
  close(): Promise<void>;
}

/** Text beyond this would be parsed for longer than a person waits for an answer. */
const largestText = 300_000_000;
/** More different values than this are measurements, whatever they are of. */
const mostValues = 50;

/**
 * Open a data file with the reader the steps use. Where DuckDB cannot be had, or the text is very
 * large, only the header is read.
 *
 * @throws ActionError (usage) where the file cannot be read as data
 */
export async function viewTable(directory: string, path: string): Promise<TableView> {
  const isText = /\.(?:csv|tsv|tab|txt)$/u.test(path);
  const { size } = await stat(join(directory, path)).catch(() => ({ size: 0 }));
  if (isText && size > largestText) return headerOnly(directory, path);
  const reader = duckdbTableReader({ threads: 2 });
  try {
    const table = await reader.open(directory, [path]);
    const [answer] = await reader.query(`SELECT count(*) AS n FROM ${table.relation}`);
    return openedView(reader, table, Number(answer?.n));
  } catch (error) {
    await reader.close();
    const isMissing = error instanceof ActionError && error.code === 'native-package-missing';
    if (isMissing && isText) return headerOnly(directory, path);
    throw error;
  }
}

function openedView(reader: TableReader, table: Table, rows: number): TableView {
  const one = async (sql: string) => (await reader.query(sql))[0];
  return {
    columns: table.columns.map(({ name, type }) => ({ name, type })),
    rows,
    async unique(column) {
      const name = reader.identifier(column);
      const sql = `SELECT count(DISTINCT ${name}) AS kinds FROM ${table.relation}`;
      return rows > 0 && Number((await one(sql))?.kinds) === rows;
    },
    async values(column) {
      const name = reader.identifier(column);
      const found = await reader.query(
        `SELECT ${name} AS value, count(*) AS n FROM ${table.relation} WHERE ${name} IS NOT NULL
         GROUP BY 1 ORDER BY 1 LIMIT ${mostValues + 1}`,
      );
      const missing = await one(
        `SELECT count(*) AS n FROM ${table.relation} WHERE ${name} IS NULL`,
      );
      const counted = found.map(({ value, n }) => ({ value: labelValue(value), rows: Number(n) }));
      return {
        values: counted.slice(0, mostValues),
        more: counted.length > mostValues,
        missing: Number(missing?.n),
      };
    },
    close: () => reader.close(),
  };
}

function labelValue(value: unknown): LabelValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

/** The names alone, from the first line of a delimited text. */
async function headerOnly(directory: string, path: string): Promise<TableView> {
  const input = createReadStream(join(directory, path), { encoding: 'utf8', end: 1_000_000 });
  const lines = createInterface({ input });
  let header = '';
  for await (const line of lines) {
    header = line.replace(/^\uFEFF/u, '');
    break;
  }
  lines.close();
  input.destroy();
  const delimiter = ['\t', ';', ',', '|'].find((mark) => header.includes(mark)) ?? ',';
  return {
    columns: fieldsOf(header, delimiter).map((name) => ({ name, type: undefined })),
    rows: undefined,
    unique: async () => undefined,
    values: async () => undefined,
    close: async () => undefined,
  };
}

function fieldsOf(line: string, delimiter: string): string[] {
  const fields: string[] = [''];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) fields.push('');
    else fields.push(`${fields.pop() ?? ''}${letter}`);
  }
  return fields.filter((name) => name !== '');
}

/** @throws ActionError (usage, `column-unknown`) with the nearest name */
export function requireColumn(view: TableView, path: string, flag: string, column: string): string {
  const names = view.columns.map(({ name }) => name);
  if (names.includes(column)) return column;
  throw usageError(
    'column-unknown',
    errors.noColumn(flag, column, path),
    didYouMean(column, names),
  );
}
