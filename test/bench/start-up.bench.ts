import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './run.ts';

const dist = fileURLToPath(new URL('../../actions/dist', import.meta.url));
const runs = 21;

/**
 * A step that parses its inputs and publishes: the drift report of nothing, which ends with a
 * record, a comment file, an HTML report, JUnit and OpenMetrics that all say what is missing.
 * Whole process, against a Node that does nothing; turns alternate, so that both see one machine.
 */
export async function bench(): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-'));
  const times = { step: [] as number[], node: [] as number[] };
  try {
    for (let run = 0; run < runs; run++) {
      times.node.push(timeOf(['-e', '0'], directory, 0));
      times.step.push(timeOf([join(dist, 'drift-report.js')], directory, 2));
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const [ours_ms, limit_ms] = [median(times.step), median(times.node)];
  const name = 'start-up: a step that parses its inputs and publishes / node -e 0';
  return [{ name, ours_ms, limit_ms, ratio: ours_ms / limit_ms, target: 8 }];
}

function timeOf(args: string[], cwd: string, expectedExit: number): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd },
    encoding: 'utf8',
  });
  const elapsed = performance.now() - started;
  if (status !== expectedExit) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
