import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../../actions/data-validate/main.ts';
import { runStep } from '../support/run-step.ts';
import {
  manyChecks,
  onBareEngine,
  queryOfMany,
  suiteOfMany,
  writeWideTable,
} from './many-checks.ts';
import type { BenchResult } from './run.ts';

const flights = fileURLToPath(
  new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
);

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

/** As many rows of the columns with text, which is what a search for personal data has to read. */
const sample = `SELECT origin, destination FROM read_parquet('${flights.replaceAll("'", "''")}')
  USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)`;

/**
 * The whole step in this process, fingerprint, record, comment and HTML report included, against
 * a bare scan by DuckDB. Both start an engine of their own.
 */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  try {
    return [
      // As a user runs it, the search for sensitive data included, beside the aggregates alone.
      await benchFlights(directory, 'ten checks / the same aggregates', '', []),
      await benchFlights(directory, 'not searched / the same aggregates', 'sensitive: false\n', []),
      await benchFlights(directory, 'and sensitive data / and as large a sample', '', [sample]),
      await benchManyChecks(directory),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function benchFlights(
  directory: string,
  what: string,
  settings: string,
  also: readonly string[],
): Promise<BenchResult> {
  writeFileSync(join(directory, 'suite.yml'), settings + suite);
  return compare(
    `data-validate: 3M rows of Parquet, ${what} in bare DuckDB`,
    () => validate(directory, flights, 'suite.yml'),
    () => onBareEngine(aggregates, ...also),
    7,
  );
}

async function benchManyChecks(directory: string): Promise<BenchResult> {
  const path = join(directory, 'wide.parquet');
  const checks = manyChecks();
  await writeWideTable(path);
  writeFileSync(join(directory, 'many.yml'), suiteOfMany(checks));
  return compare(
    `data-validate: 1M rows x 20 of Parquet, ${checks.length} checks / the same aggregates in bare DuckDB`,
    () => validate(directory, path, 'many.yml'),
    () => onBareEngine(queryOfMany(checks, path)),
    3,
  );
}

/** Turns alternate, so that both see one machine; the first, which loads code, is not counted. */
async function compare(
  name: string,
  ours: () => Promise<void>,
  bare: () => Promise<void>,
  runs: number,
): Promise<BenchResult> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let run = 0; run <= runs; run++) {
    const [limit, own] = [await timeOf(bare), await timeOf(ours)];
    if (run === 0) continue;
    times.bare.push(limit);
    times.ours.push(own);
  }
  const [ours_ms, limit_ms] = [median(times.ours), median(times.bare)];
  return { name, ours_ms, limit_ms, ratio: ours_ms / limit_ms, target: 2 };
}

async function validate(directory: string, data: string, checks: string): Promise<void> {
  const { exitCode, log } = await runStep(step, directory, { data, checks });
  if (exitCode !== 0) throw new Error(`data-validate ended with ${exitCode}: ${log}`);
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
