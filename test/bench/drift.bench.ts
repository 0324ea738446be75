import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definition } from '../../actions/drift-report/definition.ts';
import { ports } from '../../actions/drift-report/main.ts';
import { run } from '../../actions/drift-report/run.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { timeAgainstBare } from './bare-duckdb.ts';
import type { BenchResult } from './run.ts';

/** Seven columns of three million flights, three months against three, against their scans. */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  try {
    await splitFlights(directory);
    const inputs = {
      reference: 'reference.parquet',
      current: 'current.parquet',
      time: 'date',
      comment: 'never',
    };
    const open = () => duckdbTableReader();
    const { ours_ms, bare_ms } = await timeAgainstBare(
      definition,
      (context, { tables }) => run(context, { ...ports(), tables }),
      open,
      directory,
      inputs,
    );
    const name = 'drift-report: 3M flights by month / the bare scans that count the same cells';
    return [{ name, ours_ms, limit_ms: bare_ms, ratio: ours_ms / bare_ms, target: 2 }];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function splitFlights(directory: string): Promise<void> {
  const data = fileURLToPath(new URL('../../node_modules/vega-datasets/data', import.meta.url));
  const tables = duckdbTableReader();
  const { relation } = await tables.open(data, ['flights-3m.parquet']);
  const all = `SELECT *, delay > 15 AS late, hour(date) AS hour FROM ${relation}`;
  for (const [name, where] of [
    ['reference.parquet', '<'],
    ['current.parquet', '>='],
  ] as const) {
    const path = tables.literal(join(directory, name));
    await tables.query(`COPY (${all} WHERE date ${where} TIMESTAMP '2001-04-01') TO ${path}`);
  }
  await tables.close();
}
