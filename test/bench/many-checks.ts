import { loadDuckdb } from '../../shared/native/duckdb.ts';

/** A check as a suite declares it, and the aggregates an analyst would write for it. */
export interface PricedCheck {
  readonly yaml: string;
  readonly sql: readonly string[];
}

const whole = ['id', ...Array.from({ length: 7 }, (_, i) => `whole_${i}`)];
const real = Array.from({ length: 8 }, (_, i) => `real_${i}`);
const words = ['alpha', 'beta', 'gamma', 'delta'];
const text = Array.from({ length: 4 }, (_, i) => `text_${i}`);

/** Write a million rows of 20 columns: 8 of whole numbers, 8 of numbers, 4 of words. */
export async function writeWideTable(path: string): Promise<void> {
  const columns = [
    'i AS id',
    ...whole.slice(1).map((name, k) => `CAST(hash(i + ${k}) % 1000 AS INTEGER) AS ${name}`),
    ...real.map((name, k) => `(hash(i * ${k + 3}) % 1000000) / 1000.0 AS ${name}`),
    ...text.map(
      (name, k) =>
        `[${words.map((w) => `'${w}'`)}][CAST(1 + hash(i + ${k}) % 4 AS INTEGER)] AS ${name}`,
    ),
  ];
  const rows = `SELECT ${columns.join(', ')} FROM range(1000000) AS rows(i)`;
  await onBareEngine(`COPY (${rows}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
}

/** 226 checks of that table, every one of which holds. */
export function manyChecks(): PricedCheck[] {
  const numbers = [...whole, ...real];
  return [
    { yaml: 'check: row-count, min: 1000000', sql: ['count(*)'] },
    { yaml: 'check: column-count, min: 20', sql: [] },
    { yaml: 'check: columns, columns: [id, text_0]', sql: [] },
    { yaml: 'check: types, types: { id: integer, real_0: number }', sql: [] },
    { yaml: 'check: unique, column: id', sql: ['count(DISTINCT id)'] },
    ...numbers.flatMap(numberChecks),
    ...numbers.slice(1).map((column, i) => comparison(numbers[i] ?? '', column)),
    ...whole.slice(1).flatMap(categoryChecks),
    ...text.flatMap(textChecks),
    ...real.map((column) => ({
      yaml: `check: not-null, column: ${column}, mostly: 0.5, severity: warning`,
      sql: [`count(${column})`],
    })),
  ];
}

function figure(kind: string, column: string, sql: string): PricedCheck {
  return { yaml: `check: ${kind}, column: ${column}, min: 0`, sql: [sql] };
}

function numberChecks(column: string): PricedCheck[] {
  return [
    { yaml: `check: not-null, column: ${column}`, sql: [`count(${column})`] },
    {
      yaml: `check: range, column: ${column}, min: 0, max: 1000000`,
      sql: [`count_if(${column} < 0 OR ${column} > 1000000)`],
    },
    {
      yaml: `check: range, column: ${column}, above: -1, mostly: 0.9`,
      sql: [`count_if(${column} <= -1)`],
    },
    figure('mean', column, `avg(${column})`),
    figure('sum', column, `sum(${column})`),
    figure('minimum', column, `min(${column})`),
    figure('maximum', column, `max(${column})`),
    figure('standard-deviation', column, `stddev_samp(${column})`),
    figure('median', column, `quantile_cont(${column}, 0.5)`),
    figure('quantile, quantile: 0.95', column, `quantile_cont(${column}, 0.95)`),
  ];
}

function comparison(left: string, right: string): PricedCheck {
  const yaml = `check: compare-columns, column: ${left}, is: above, than: ${right}, mostly: 0.00001, severity: warning`;
  return { yaml, sql: [`count_if(NOT (${left} > ${right}))`] };
}

function categoryChecks(column: string): PricedCheck[] {
  return [
    {
      yaml: `check: distinct-count, column: ${column}, min: 2`,
      sql: [`count(DISTINCT ${column})`],
    },
    {
      yaml: `check: forbidden-values, column: ${column}, values: [-1, -2]`,
      sql: [`count_if(${column} IN (-1, -2))`],
    },
  ];
}

function textChecks(column: string): PricedCheck[] {
  const listed = words.map((word) => `'${word}'`).join(', ');
  return [
    { yaml: `check: not-null, column: ${column}`, sql: [`count(${column})`] },
    {
      yaml: `check: allowed-values, column: ${column}, values: [${words.join(', ')}]`,
      sql: [`count_if(${column} NOT IN (${listed}))`],
    },
    {
      yaml: `check: pattern, column: ${column}, matches: '^[a-z]+$'`,
      sql: [`count_if(NOT regexp_matches(${column}, '^[a-z]+$'))`],
    },
    {
      yaml: `check: length, column: ${column}, min: 4, max: 5`,
      sql: [`count_if(length(${column}) < 4 OR length(${column}) > 5)`],
    },
    {
      yaml: `check: distinct-count, column: ${column}, max: 4`,
      sql: [`count(DISTINCT ${column})`],
    },
    {
      yaml: `check: forbidden-values, column: ${column}, values: [omega]`,
      sql: [`count_if(${column} = 'omega')`],
    },
  ];
}

/** The suite of these checks. */
export function suiteOfMany(checks: readonly PricedCheck[]): string {
  return `checks:\n${checks.map(({ yaml }) => `  - { ${yaml} }\n`).join('')}`;
}

/** All their aggregates in one query, none twice. */
export function queryOfMany(checks: readonly PricedCheck[], path: string): string {
  const aggregates = [...new Set(checks.flatMap(({ sql }) => sql))];
  return `SELECT ${aggregates.join(', ')} FROM read_parquet('${path.replaceAll("'", "''")}')`;
}

/** Ask an engine that is started for this query and stopped after it. */
export async function onBareEngine(...queries: string[]): Promise<void> {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const sql of queries) await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
}
