import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

export interface KilledRun {
  /** How it ended: an exit code, or null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Run a program of this repository and kill it with SIGKILL at its n-th system call that changes a
 * file, or let it end. The count comes from a preload that wraps `node:fs/promises`, so the kill
 * falls between two effects wherever they are, and the same n is the same place every time.
 */
export function runKilledAt(
  program: string,
  args: readonly string[],
  killAt: number | undefined,
): Promise<KilledRun> {
  const preload = new URL('./kill-preload.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, program, ...args], {
    env: { ...process.env, TEST_KILL_AT: String(killAt ?? 0) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const ended = new Promise<KilledRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
  // Where the test is over before it: nothing of it may go on.
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
  });
  return ended;
}
