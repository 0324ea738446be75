import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { type Comparison, ours } from './comparison.ts';
import { python } from './environments.ts';
import { fastest, measurePython, measureStep } from './measure.ts';

const rows = 1_000_000;
/** What the interval of a bootstrap is usually drawn from, and what is really run here. */
const replicates = 2_000;
const measured = 6;
const target = 100;

const policy = `metrics:
  auc: { max-regression: 0.002 }
  log-loss: { max-regression: 0.01 }
  accuracy: { max-regression: 0.01 }
fairness:
  by: [place]
  limits:
    demographic-parity-difference: 0.2
    selection-rate-ratio: 0.5
    equalized-odds-difference: 0.2
`;

/** The gate beside scikit-learn, Fairlearn and a paired bootstrap in NumPy. */
export async function compare(directory: string): Promise<Comparison> {
  await writePredictions(directory);
  writeFileSync(join(directory, 'policy.yml'), policy);
  const program = python('sklearn');
  const files = ['challenger.parquet', 'champion.parquet'];
  const byHand = (count: number) =>
    measurePython(directory, program, 'gate_numpy.py', [...files, String(count)]);
  // The first run warms the disk and compiles the modules.
  byHand(1);
  const few = byHand(1);
  const more = byHand(1 + measured);
  const each = (more.wall_s - few.wall_s) / measured;
  const seconds = few.wall_s + (replicates - 1) * each;
  const gate = fastest(3, () =>
    measureStep(directory, 'evaluate-gate', [
      ...['--challenger', 'challenger.parquet', '--champion', 'champion.parquet'],
      ...['--policy', 'policy.yml', '--key', 'id', '--comment', 'never'],
    ]),
  );
  return {
    title: 'evaluate-gate: 1M rows x 2 models, three metrics, fairness of eight groups',
    rows: [
      ours(gate),
      {
        tool: `NumPy bootstrap (${replicates} replicates), scikit-learn, Fairlearn`,
        seconds,
        memory: more.memory_bytes,
        times: seconds / gate.wall_s,
        target,
      },
    ],
    notes: [
      `The Python time is ${few.wall_s.toFixed(2)} s with one replicate and ${each.toFixed(2)} s for each of the other ${replicates - 1}, measured over ${measured}.`,
    ],
  };
}

async function writePredictions(directory: string): Promise<void> {
  const tables = duckdbTableReader();
  for (const [name, salt, blur] of [
    ['challenger', 1, 3],
    ['champion', 2, 4],
  ] as const) {
    const label = 'CAST(hash(i) % 5 = 0 AS INTEGER)';
    const score = `1 / (1 + exp(-(1.5 * label - 1 + ${blur} * (hash(id + ${salt}) % 100000) / 1e5)))`;
    const base = `SELECT i AS id, ${label} AS label, 'p' || (hash(i + 9) % 8) AS place FROM range(${rows}) AS r(i)`;
    const file = tables.literal(join(directory, `${name}.parquet`));
    await tables.query(
      `COPY (SELECT id, ${score} AS prediction, label, place FROM (${base}) ORDER BY hash(id + ${salt})) TO ${file} (FORMAT parquet)`,
    );
  }
  await tables.close();
}
