import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a whole process took, from its start to its end. */
export interface Measured {
  readonly wall_s: number;
  readonly cpu_s: number;
  /** Peak resident memory of the process and what it started. */
  readonly memory_bytes: number;
  readonly output: string;
}

const scripts = fileURLToPath(new URL('python/', import.meta.url));
const command = fileURLToPath(new URL('../../../actions/dist/cli.js', import.meta.url));

/** Telemetry off, and compiled modules kept: a tool is not to be timed while it compiles itself. */
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NML_DISABLE_USAGE_LOGGING: '1',
  DO_NOT_TRACK: '1',
  GX_ANALYTICS_ENABLED: 'false',
};

/** @throws Error when it does not end with one of `exits`. */
export function measure(
  directory: string,
  argv: readonly string[],
  exits: readonly number[] = [0],
): Measured {
  const result = join(directory, 'measured.json');
  const output = execFileSync('python3', [join(scripts, 'measured.py'), result, ...argv], {
    cwd: directory,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const { exit, ...figures } = JSON.parse(readFileSync(result, 'utf8'));
  if (!exits.includes(exit)) throw new Error(`${argv.join(' ')} ended with ${exit}: ${output}`);
  return { ...figures, output };
}

/** A script of `python/`, by the interpreter of an environment. */
export function measurePython(
  directory: string,
  python: string,
  script: string,
  args: readonly string[],
): Measured {
  return measure(directory, [python, join(scripts, script), ...args]);
}

/** A step of ours from the committed bundle; 1 is a verdict, not a crash. */
export function measureStep(directory: string, step: string, args: readonly string[]): Measured {
  return measure(directory, [process.execPath, command, step, ...args], [0, 1]);
}

/** The fastest of a few runs after one that warms the disk and the compiled modules. */
export function fastest(times: number, run: () => Measured): Measured {
  run();
  let best = run();
  for (let i = 1; i < times; i++) {
    const next = run();
    if (next.wall_s < best.wall_s) best = next;
  }
  return best;
}
