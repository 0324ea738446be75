/**
 * `node test/bench/drift-large.ts [millions of rows]`: a full report on a hundred million rows of ten
 * columns, a fifth of them the reference, and the most memory the process held, which must stay
 * below 4 GB. Not among `npm run bench`: it writes about 2 GB into the temporary folder, and takes
 * minutes on two cores.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../../actions/drift-report/main.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { runStep } from '../support/run-step.ts';

const limitInBytes = 4e9;
const rows = Number(process.argv[2] ?? 100) * 1e6;

/** Six numbers with few to very many values, three lists of categories, and a holed one. */
const columns = [
  'hash(i) % 10000 / 100 AS a',
  'hash(i + 1) % 1000 AS b',
  'ln(1 + hash(i + 2) % 100000) AS c',
  'hash(i + 3) / 1e19 AS d',
  'hash(i + 4) % 20 AS e',
  'i % 86400 AS f',
  "concat('k', hash(i + 5) % 30) AS g",
  "concat('city ', hash(i + 6) % 3000) AS h",
  'hash(i + 7) % 3 = 0 AS j',
  'CASE WHEN hash(i + 8) % 10 > 0 THEN hash(i + 9) % 500 END AS k',
];

const folder = mkdtempSync(join(tmpdir(), 'mlops-large-'));
try {
  const tables = duckdbTableReader();
  for (const [name, from, to] of [
    ['reference', 0, rows / 5],
    ['current', rows / 5, rows],
  ] as const) {
    const path = tables.literal(join(folder, `${name}.parquet`));
    const select = `SELECT ${columns.join(', ')} FROM range(${from}, ${to}) AS t(i)`;
    await tables.query(`COPY (${select}) TO ${path} (COMPRESSION zstd)`);
  }
  await tables.close();
  const written = process.resourceUsage().maxRSS * 1024;
  const started = performance.now();
  const { record, log } = await runStep(step, folder, {
    reference: 'reference.parquet',
    current: 'current.parquet',
    comment: 'never',
  });
  const seconds = (performance.now() - started) / 1000;
  const held = process.resourceUsage().maxRSS * 1024;
  console.log(`${rows / 1e6} million rows x ${columns.length} columns: ${record?.verdict ?? log}`);
  console.log(`${seconds.toFixed(0)} s; at most ${(held / 1e9).toFixed(2)} GB held`);
  console.log(`(${(written / 1e9).toFixed(2)} GB while the files were written)`);
  process.exitCode = record !== undefined && held < limitInBytes ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
