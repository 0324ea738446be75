import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definition } from '../../actions/data-validate/definition.ts';
import { run } from '../../actions/data-validate/run.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { timeAgainstBare } from './bare-duckdb.ts';
import type { BenchResult } from './run.ts';

const flights = fileURLToPath(
  new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
);

const suite = `checks:
  - { check: row-count, min: 2900000, max: 3100000 }
  - { check: types, types: { date: timestamp, delay: integer, distance: integer, origin: string } }
  - { check: not-null, column: date }
  - { check: not-null, column: delay }
  - { check: not-null, column: distance }
  - { check: not-null, column: origin }
  - { check: not-null, column: destination }
  - { check: range, column: date, min: 2001-01-01, max: 2001-07-01 }
  - { check: range, column: delay, min: -1500, max: 2000 }
  - { check: range, column: distance, min: 0, max: 5000 }
`;

/** Ten checks on three million rows, fingerprint included, against the one scan they need. */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  try {
    writeFileSync(join(directory, 'suite.yml'), suite);
    const inputs = { data: flights, checks: 'suite.yml', comment: 'never' };
    const open = () => duckdbTableReader();
    const { ours_ms, bare_ms } = await timeAgainstBare(definition, run, open, directory, inputs);
    const name = 'data-validate: 10 checks on 3M flights / a bare scan with the same aggregates';
    return [{ name, ours_ms, limit_ms: bare_ms, ratio: ours_ms / bare_ms, target: 2 }];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
