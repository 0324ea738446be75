import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * In the environment of every background process of a deployment, and of whatever its models
 * start: the folder they serve. A process cannot lose it, unlike its place in a list that someone
 * who is killed has not written yet.
 */
export const markName = 'MLOPS_LOCAL_TARGET';

const pollMs = 15;

export interface Ending {
  /** Processes that are still there now end by signal: a model whose code hangs hears no other. */
  readonly killAfterMs: number;
  readonly giveUpAfterMs: number;
}

/**
 * Wait until no background process of a deployment is left.
 *
 * @param mark what stands in their environment.
 * @param leader the gateway; where there is no /proc, its process group is asked instead.
 * @returns the processes that are left after all.
 */
export async function untilNoneLeft(
  mark: string,
  leader: number | undefined,
  { killAfterMs, giveUpAfterMs }: Ending,
): Promise<readonly number[]> {
  const began = performance.now();
  for (;;) {
    const left = await processesOf(mark, leader);
    const waited = performance.now() - began;
    if (left.length === 0 || waited > giveUpAfterMs) return left;
    if (waited > killAfterMs) for (const pid of left) kill(pid);
    await delay(pollMs);
  }
}

/** Numbers of the processes with this mark that run; a negative one stands for a process group. */
async function processesOf(mark: string, leader: number | undefined): Promise<number[]> {
  const names = await readdir('/proc').catch(() => undefined);
  if (names === undefined) return leader !== undefined && isThere(-leader) ? [-leader] : [];
  const pids = names.filter((name) => /^\d+$/u.test(name)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => pid !== process.pid && (await hasMark(pid, mark))),
  );
  return pids.filter((_, i) => marked[i]);
}

/** Processes of other users keep their environment to themselves, and ones that ended have none. */
async function hasMark(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').includes(`${markName}=${mark}`);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal, or is another user's: the next look tells.
  }
}
