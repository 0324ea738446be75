/**
 * `node test/bench/data-validate-large.ts [--gigabytes 10]`: a CSV larger than any memory, checked
 * whole, and the most memory the process held, which must stay below 1 GB. Not among `npm run
 * bench`: it writes the file, and what the engine spills, into the temporary folder, and takes a
 * minute for every gigabyte on two cores.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { step } from '../../actions/data-validate/main.ts';
import { memoryHost } from '../../shared/hosts/memory.ts';
import { start } from '../../shared/hosts/start.ts';
import { onBareEngine } from './many-checks.ts';

const limitInBytes = 1e9;
const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '10' } } });
const wantedBytes = Number(values.gigabytes) * 1e9;

/** Whole numbers, numbers, days, times, few and many words, and one with holes. */
const columns = {
  id: 'i',
  amount: '(hash(i) % 1000000) / 100.0',
  balance: 'round(ln(1 + hash(i + 1) % 100000), 6)',
  quantity: 'hash(i + 2) % 50',
  day: "DATE '2024-01-01' + CAST(hash(i + 3) % 366 AS INTEGER)",
  at: "TIMESTAMP '2024-01-01' + to_seconds(CAST(hash(i + 4) % 31622400 AS BIGINT))",
  country: "['de', 'fr', 'nl', 'pl', 'se'][CAST(1 + hash(i + 5) % 5 AS INTEGER)]",
  product: "concat('product ', hash(i + 6) % 5000)",
  note: 'CASE WHEN hash(i + 7) % 10 > 0 THEN sha256(CAST(i AS VARCHAR)) END',
  paid: 'hash(i + 8) % 3 > 0',
};
const rowsOfBlock = 500_000;

const suite = `checks:
  - { check: row-count, min: 1000 }
  - { check: types, types: { id: integer, amount: number, day: date, at: timestamp, paid: boolean } }
  - { check: not-null, column: id }
  - { check: not-null, column: note, mostly: 0.8 }
  - { check: range, column: amount, min: 0, max: 10000 }
  - { check: range, column: day, min: 2024-01-01, max: 2024-12-31 }
  - { check: allowed-values, column: country, values: [de, fr, nl, pl, se] }
  - { check: pattern, column: product, matches: '^product [0-9]+$' }
  - { check: length, column: note, min: 64, max: 64 }
  - { check: mean, column: quantity, min: 20, max: 30 }
`;

const folder = mkdtempSync(join(tmpdir(), 'mlops-large-'));
try {
  const bytes = await writeCsv(join(folder, 'data.csv'));
  writeFileSync(join(folder, 'suite.yml'), suite);
  const bareSeconds = await timeOf(() => readBytes(join(folder, 'data.csv')));
  const before = heldBytes();
  const lines: string[] = [];
  const inputs = { 'working-directory': folder, data: 'data.csv', checks: 'suite.yml' };
  const host = { ...memoryHost({ inputs }), progress: (line: string) => void lines.push(line) };
  let exitCode = -1;
  const seconds = await timeOf(async () => {
    exitCode = await start(step, host);
  });
  const held = heldBytes();
  const told = lines.filter((line) => /rows.*left/u.test(line));
  const record = JSON.parse(
    await readFile(join(folder, '.mlops/records/data-validate.json'), 'utf8'),
  );
  console.log(`${(bytes / 1e9).toFixed(1)} GB of CSV: exit code ${exitCode}; ${record.summary}`);
  console.log(
    `${seconds.toFixed(0)} s, ${(seconds / bareSeconds).toFixed(1)}x a bare read of its bytes`,
  );
  console.log(
    `at most ${(held / 1e9).toFixed(2)} GB held (${(before / 1e9).toFixed(2)} GB before)`,
  );
  console.log(`${told.length} lines of progress with rows and time left, such as:`);
  for (const at of [0.1, 0.5, 0.9]) console.log(`  ${told[Math.floor(told.length * at)]}`);
  for (const { level, message } of host.logs) if (level !== 'info') console.log(message);
  process.exitCode = exitCode === 0 && held < limitInBytes && told.length > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One header, and the same block of rows until the file is large enough. */
async function writeCsv(path: string): Promise<number> {
  const block = `${path}.block`;
  const named = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  const rows = `SELECT ${named.join(', ')} FROM range(${rowsOfBlock}) AS rows(i)`;
  await onBareEngine(
    `COPY (${rows}) TO '${block.replaceAll("'", "''")}' (FORMAT csv, HEADER false)`,
  );
  const { size } = await stat(block);
  writeFileSync(path, `${Object.keys(columns).join(',')}\n`);
  for (let written = 0; written < wantedBytes; written += size) {
    await pipeline(createReadStream(block), createWriteStream(path, { flags: 'a' }));
  }
  rmSync(block);
  return (await stat(path)).size;
}

async function readBytes(path: string): Promise<void> {
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 20 }));
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function heldBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
