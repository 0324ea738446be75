import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { type Comparison, ours, theirs } from './comparison.ts';
import { python } from './environments.ts';
import { fastest, measurePython, measureStep } from './measure.ts';

const columns = ['delay', 'distance', 'hour', 'origin', 'destination', 'weekday'];

/** Drift of six columns of three million flights, and how often each tool is right. */
export async function compare(directory: string): Promise<Comparison> {
  await splitFlights(directory);
  const us = fastest(3, () =>
    measureStep(directory, 'drift-report', [
      ...['--reference', 'reference.parquet', '--current', 'current.parquet'],
      ...['--columns', columns.join(','), '--time', 'date', '--comment', 'never'],
    ]),
  );
  const files = ['reference.parquet', 'current.parquet', 'report.html'];
  const evidently = fastest(1, () =>
    measurePython(directory, python('evidently'), 'drift_evidently.py', files),
  );
  const nannyml = fastest(1, () =>
    measurePython(directory, python('nannyml'), 'drift_nannyml.py', files),
  );
  return {
    title: 'drift-report: flights of January to March against April to June, six columns',
    rows: [
      ours(us),
      theirs('Evidently 0.7.23', evidently, us, 40),
      theirs('NannyML 0.13.1', nannyml, us, 20),
    ],
    tables: [await rightness(directory)],
    notes: [
      'Each tool with its defaults; every one counts all rows and writes its HTML report.',
      `Rates: share of ${simulated} independent normal columns that are called drifted. Without a shift that share is false alarms.`,
    ],
  };
}

async function splitFlights(directory: string): Promise<void> {
  const data = fileURLToPath(new URL('../../../node_modules/vega-datasets/data', import.meta.url));
  const tables = duckdbTableReader();
  const { relation } = await tables.open(data, ['flights-3m.parquet']);
  const all = `SELECT date, delay, distance, hour(date) AS hour, origin, destination, dayname(date) AS weekday FROM ${relation}`;
  for (const [name, where] of [
    ['reference.parquet', '<'],
    ['current.parquet', '>='],
  ] as const) {
    const path = tables.literal(join(directory, name));
    await tables.query(`COPY (${all} WHERE date ${where} TIMESTAMP '2001-04-01') TO ${path}`);
  }
  await tables.close();
}

const simulated = 100;
const shifts = [0, 0.3, 0.5, 1];
const sizes = [200, 2_000, 20_000];

/** Shares of independent columns that are called drifted, by size and shift, for each tool. */
async function rightness(directory: string): Promise<string[][]> {
  const head = ['rows a side', 'true shift', 'mlops-actions', 'Evidently', 'NannyML'];
  const table = [head];
  for (const rows of sizes) {
    await writeNormal(directory, 'normal-reference.parquet', rows, 0, 1);
    for (const shift of shifts) {
      await writeNormal(directory, 'normal-current.parquet', rows, shift, 2);
      const shares = calledDrifted(directory);
      const percent = shares.map((share) => `${(100 * share).toFixed(0)} %`);
      table.push([String(rows), shift === 0 ? 'none' : `${shift} sigma`, ...percent]);
    }
  }
  return table;
}

function calledDrifted(directory: string): number[] {
  const files = ['normal-reference.parquet', 'normal-current.parquet'];
  const [reference = '', current = ''] = files;
  const args = ['--reference', reference, '--current', current, '--comment', 'never'];
  measureStep(directory, 'drift-report', [...args, '--report-dir', 'normal']);
  const record = JSON.parse(
    readFileSync(join(directory, 'normal/records/drift-report.json'), 'utf8'),
  );
  const drifted = record.metrics.filter(
    ({ column, verdict }: { column?: string; verdict?: string }) =>
      column !== undefined && (verdict === 'fail' || verdict === 'warn'),
  );
  const names = new Set(drifted.map(({ column }: { column: string }) => column));
  const counted = ['evidently', 'nannyml'].map((tool) => {
    const environment = tool === 'evidently' ? 'evidently' : 'nannyml';
    const { output } = measurePython(directory, python(environment), `rates_${tool}.py`, files);
    return Number(output.trim().split('\n').at(-1));
  });
  return [names.size / simulated, ...counted];
}

/** Independent standard normal columns, by the probability integral of a hash. */
async function writeNormal(
  directory: string,
  name: string,
  rows: number,
  shift: number,
  seed: number,
): Promise<void> {
  const tables = duckdbTableReader();
  const draw = (i: number, part: number) =>
    `((hash(i * 1000003 + ${i * 8191 + part * 131071 + seed * 524287 + rows}) % 1000000007) + 0.5) / 1000000007`;
  // Box and Muller.
  const values = Array.from(
    { length: simulated },
    (_, i) => `${shift} + sqrt(-2 * ln(${draw(i, 0)})) * cos(2 * pi() * ${draw(i, 1)}) AS c${i}`,
  );
  const path = tables.literal(join(directory, name));
  await tables.query(
    `COPY (SELECT ${values.join(', ')} FROM range(${rows}) AS r(i)) TO ${path} (FORMAT parquet)`,
  );
  await tables.close();
}
