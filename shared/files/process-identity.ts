import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the kernel's ticks. null where the system does not say (not Linux). */
  readonly started: string | null;
}

export function currentProcess(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** Whether that very process still runs. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  if (!isThere(pid)) return false;
  const now = startOf(pid);
  if (now === ended) return false;
  // No start to read: it has ended since the look before, or this system does not say.
  if (now === null) return isThere(pid);
  return started === null || now === started;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Of a zombie: only its parent has not yet asked. It still takes signals. */
const ended = 'ended';

/** Field 22 of /proc/<pid>/stat; the command's name before it may itself hold spaces and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? ended : (fields[19] ?? null);
  } catch {
    return null;
  }
}
