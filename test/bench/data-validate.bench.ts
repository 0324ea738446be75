import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../../actions/data-validate/main.ts';
import { loadDuckdb } from '../../shared/native/duckdb.ts';
import { runStep } from '../support/run-step.ts';
import type { BenchResult } from './run.ts';

const flights = fileURLToPath(
  new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
);
const runs = 7;

/** A suite in which every check counts over all three million rows. */
const suite = `checks:
  - { check: row-count, min: 3000000, max: 3000000 }
  - { check: types, types: { date: timestamp, delay: integer, distance: integer, origin: string } }
  - { check: not-null, column: date }
  - { check: not-null, column: delay }
  - { check: not-null, column: distance }
  - { check: not-null, column: origin }
  - { check: not-null, column: destination }
  - { check: range, column: delay, min: -2000, max: 2000 }
  - { check: range, column: distance, min: 0, max: 5000 }
  - { check: range, column: date, min: 2001-01-01, max: 2001-12-31 }
`;

/** The same figures by hand, in the one query an analyst would write. */
const aggregates = `SELECT count(*), count(date), count(delay), count(distance), count(origin),
  count(destination), min(date), max(date), min(delay), max(delay), min(distance), max(distance),
  count_if(delay < -2000 OR delay > 2000), count_if(distance < 0 OR distance > 5000),
  count_if(date < TIMESTAMP '2001-01-01' OR date > TIMESTAMP '2001-12-31')
  FROM read_parquet('${flights.replaceAll("'", "''")}')`;

/**
 * The whole step in this process, fingerprint, record, comment and HTML report included, against
 * a bare scan by DuckDB. Both start an engine of their own; turns alternate, so that both see one
 * machine; the first turn, which loads code, is not counted.
 */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  const times = { step: [] as number[], scan: [] as number[] };
  try {
    writeFileSync(join(directory, 'suite.yml'), suite);
    for (let run = 0; run <= runs; run++) {
      const scan = await timeOf(bareScan);
      const validate = await timeOf(() => validateFlights(directory));
      if (run === 0) continue;
      times.scan.push(scan);
      times.step.push(validate);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const [ours_ms, limit_ms] = [median(times.step), median(times.scan)];
  const name = 'data-validate: 3M rows of Parquet, ten checks / the same aggregates in bare DuckDB';
  return [{ name, ours_ms, limit_ms, ratio: ours_ms / limit_ms, target: 2 }];
}

async function validateFlights(directory: string): Promise<void> {
  const { exitCode, log } = await runStep(step, directory, { data: flights, checks: 'suite.yml' });
  if (exitCode !== 0) throw new Error(`data-validate ended with ${exitCode}: ${log}`);
}

async function bareScan(): Promise<void> {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.runAndReadAll(aggregates);
  connection.closeSync();
  instance.closeSync();
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
