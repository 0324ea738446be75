import { readFileSync } from 'node:fs';

/**
 * Whether a process runs. One that has ended but that nobody has waited for is still listed: in a
 * container without an init, orphans stay so for ever.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+[ZX]/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // Gone in between, or a system without /proc, which reaps its orphans.
    return process.platform !== 'linux';
  }
}
