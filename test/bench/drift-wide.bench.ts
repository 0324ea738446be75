import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../../actions/drift-report/main.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { runStep } from '../support/run-step.ts';
import type { BenchResult } from './run.ts';

const [few, many] = [32, 304];

/** Hundreds of columns by month, a few hundred rows a window: each is judged by permutation. */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  try {
    await writeSides(directory);
    const names = Array.from({ length: many }, (_, i) => `c${i}`);
    const timed = async (columns: number): Promise<number> => {
      const started = performance.now();
      const { record, log } = await runStep(step, directory, {
        ...{ reference: 'reference.parquet', current: 'current.parquet', comment: 'never' },
        ...{ time: 'day', window: 'month', columns: names.slice(0, columns).join(',') },
      });
      if (record?.verdict !== 'pass') throw new Error(`the step did not pass: ${log}`);
      return performance.now() - started;
    };
    await timed(few);
    const [least, ours_ms] = [await timed(few), await timed(many)];
    const limit_ms = (least * many) / few;
    const name = `drift-report: ${many} columns by month / as many times ${few} columns`;
    return [{ name, ours_ms, limit_ms, ratio: ours_ms / limit_ms, target: 1.2 }];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function writeSides(directory: string): Promise<void> {
  const tables = duckdbTableReader();
  const kinds = ['{} % 1000 / 10', '{} % 8', "concat('k', {} % 12)"];
  const columns = Array.from({ length: many }, (_, i) => {
    const draw = `hash(r.i * ${many} + ${i})`;
    return `${(kinds[i % 3] ?? '').replace('{}', draw)} AS c${i}`;
  });
  for (const [name, from, rows] of [
    ['reference.parquet', 1_000_000, 450],
    ['current.parquet', 0, 2_700],
  ] as const) {
    const day = `DATE '2024-01-01' + ((r.i - ${from}) // 15)::INTEGER AS day`;
    const select = `SELECT ${day}, ${columns.join(', ')} FROM range(${from}, ${from + rows}) AS r(i)`;
    await tables.query(`COPY (${select}) TO ${tables.literal(join(directory, name))}`);
  }
  await tables.close();
}
