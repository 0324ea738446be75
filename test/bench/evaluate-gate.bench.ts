import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { step } from '../../actions/evaluate-gate/main.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { runStep } from '../support/run-step.ts';
import type { BenchResult } from './run.ts';

const rows = 1_000_000;

const all = [
  ...['auc', 'average-precision', 'log-loss', 'brier', 'expected-calibration-error'],
  ...['accuracy', 'balanced-accuracy', 'f1', 'precision', 'recall', 'mcc', 'business-value'],
];
const cases = [
  { name: 'gate: 1M rows x 2 models, AUC', metrics: ['auc'], slices: '', target: 30 },
  { name: 'gate: 1M rows x 2 models x 12 metrics', metrics: all, slices: '', target: 70 },
];
/** The whole process, from its start to its report: time and resident memory on two cores. */
const longest = 10_000;
const mostMemory = 1024 ** 3;

/**
 * The gate from files to report, beside DuckDB joining and scanning the same files. The engine does
 * little beside the sorting, resampling and drawing that follow, so the ratios are large; they are
 * watched so that they do not grow.
 */
export async function bench(): Promise<BenchResult[]> {
  const directory = await mkdtemp(join(tmpdir(), 'gate-bench-'));
  try {
    await writePredictions(directory);
    const limit = await fastest(3, () => bareJoin(directory));
    const results: BenchResult[] = [];
    for (const { name, metrics, slices, target } of cases) {
      const ours = await fastest(2, () => judge(directory, metrics, slices));
      results.push({ name, ours_ms: ours, limit_ms: limit, ratio: ours / limit, target });
    }
    const whole = await wholeProcess(directory);
    const name = 'gate: whole process, 12 metrics, 50 slices';
    results.push({
      name,
      ours_ms: whole,
      limit_ms: longest,
      ratio: whole / longest,
      target: 1,
    });
    return results;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writePredictions(directory: string): Promise<void> {
  const tables = duckdbTableReader();
  const score = (salt: number, blur: number) =>
    `1 / (1 + exp(-(1.5 * label - 1 + ${blur} * (hash(id + ${salt}) % 100000) / 1e5)))`;
  for (const [name, salt, blur] of [
    ['challenger', 1, 3],
    ['champion', 2, 4],
  ] as const) {
    const base = `SELECT i AS id, CAST(hash(i) % 5 = 0 AS INTEGER) AS label, 'p' || (hash(i + 9) % 50) AS place FROM range(${rows}) AS r(i)`;
    const file = tables.literal(join(directory, `${name}.parquet`));
    await tables.query(
      `COPY (SELECT id, ${score(salt, blur)} AS prediction, label, place FROM (${base}) ORDER BY hash(id + ${salt})) TO ${file} (FORMAT parquet)`,
    );
  }
  await tables.close();
}

async function bareJoin(directory: string): Promise<number> {
  const tables = duckdbTableReader();
  const path = (name: string) => tables.literal(join(directory, `${name}.parquet`));
  await tables.query('SELECT 1');
  const start = performance.now();
  await tables.query(
    `SELECT count(*), sum(a.prediction), sum(b.prediction), sum(a.label) FROM ${path('challenger')} AS a JOIN ${path('champion')} AS b ON a.id = b.id`,
  );
  const took = performance.now() - start;
  await tables.close();
  return took;
}

/** The gate as its own process. @throws Error where it takes more memory than it may */
async function wholeProcess(directory: string): Promise<number> {
  await writePolicy(directory, all);
  const cli = fileURLToPath(new URL('../../actions/cli.ts', import.meta.url));
  const atExit =
    'data:text/javascript,process.on("exit",()=>console.error("maxrss",process.resourceUsage().maxRSS))';
  const files = ['--challenger', 'challenger.parquet', '--champion', 'champion.parquet'];
  const rest = ['--policy', 'policy.yml', '--slices', 'place'];
  const argv = ['--import', atExit, cli, 'evaluate-gate', ...files, ...rest];
  const start = performance.now();
  const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { cwd: directory });
  const took = performance.now() - start;
  const memory = 1024 * Number(/maxrss (\d+)/u.exec(stderr)?.[1] ?? Number.NaN);
  if (!(memory <= mostMemory)) throw new Error(`${memory} bytes resident: ${stdout}${stderr}`);
  return took;
}

async function writePolicy(directory: string, metrics: readonly string[]): Promise<void> {
  const rules = metrics.map((name) => `${name}: { max-regression: 0.01 }`).join(', ');
  const worth = 'worth: { true-positive: 5, false-positive: -1, false-negative: -10 }';
  await writeFile(join(directory, 'policy.yml'), `${worth}\nmetrics: { ${rules} }\n`);
}

async function judge(
  directory: string,
  metrics: readonly string[],
  slices: string,
): Promise<number> {
  await writePolicy(directory, metrics);
  const start = performance.now();
  const ran = await runStep(step, directory, {
    challenger: 'challenger.parquet',
    champion: 'champion.parquet',
    policy: 'policy.yml',
    slices,
  });
  const took = performance.now() - start;
  if (ran.record?.metrics[0]?.value == null) throw new Error(`the gate did not judge: ${ran.log}`);
  return took;
}

async function fastest(times: number, run: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) best = Math.min(best, await run());
  return best;
}
