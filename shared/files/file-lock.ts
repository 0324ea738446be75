import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { externalError } from '../kernel/action-error.ts';
import { messages } from './messages.ts';
import { currentProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

interface Holder extends ProcessIdentity {
  readonly host: string;
  readonly token: string;
}

export interface FileLock {
  /** Whether the lock is still ours: another machine may have taken it for abandoned. */
  isHeld(): Promise<boolean>;
  /** Tell other machines that the holder lives. Needed by who holds longer than a minute. */
  refresh(): Promise<void>;
  release(): Promise<void>;
}

/**
 * A lock of another machine whose file is this old is abandoned: its process cannot be asked.
 * A holder on this machine is asked, so a killed one blocks nobody.
 */
const abandonedMs = 60_000;

/** Take the lock if it is free or its holder is gone; undefined where someone holds it. */
export async function tryFileLock(path: string): Promise<FileLock | undefined> {
  const holder: Holder = { ...currentProcess(), host: hostname(), token: randomUUID() };
  const own = `${path}.${holder.token}`;
  // Written whole beside the lock and linked into place, so that no reader sees half a lock.
  await writeFile(own, JSON.stringify(holder));
  try {
    if ((await placed(own, path)) || ((await cleared(path)) && (await placed(own, path)))) {
      return heldLock(path, holder.token);
    }
    return undefined;
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Run `body` while holding the lock.
 *
 * @throws ActionError (external, `locked`) when it is not free within `waitMs`.
 */
export async function withFileLock<T>(
  path: string,
  body: (lock: FileLock) => Promise<T>,
  waitMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + waitMs;
  let lock = await tryFileLock(path);
  while (lock === undefined) {
    if (performance.now() >= deadline) throw await lockedError(path, waitMs);
    await delay(10 + Math.random() * 20);
    lock = await tryFileLock(path);
  }
  try {
    return await body(lock);
  } finally {
    await lock.release();
  }
}

async function placed(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Remove the lock of a holder that is gone. Resolves to whether the way may be free now. */
async function cleared(path: string): Promise<boolean> {
  const holder = await readHolder(path);
  // Unreadable: just released, or written by a machine that lost power.
  if (holder === undefined) {
    if (!(await isFresh(path))) await rm(path, { force: true });
    return true;
  }
  if (await isHolding(path, holder)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  const moved = await readHolder(aside);
  // Someone cleared and took the lock between our look and our rename: give it back.
  const wasLive = moved !== undefined && moved.token !== holder.token;
  if (wasLive) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return !wasLive;
}

async function isHolding(path: string, holder: Holder): Promise<boolean> {
  return holder.host === hostname() ? isAlive(holder) : isFresh(path);
}

async function isFresh(path: string): Promise<boolean> {
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs < abandonedMs;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function heldLock(path: string, token: string): FileLock {
  const isHeld = async (): Promise<boolean> => (await readHolder(path))?.token === token;
  return {
    isHeld,
    async refresh() {
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
    },
    async release() {
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

async function lockedError(path: string, waitMs: number): Promise<Error> {
  const holder = await readHolder(path);
  const who =
    holder === undefined ? messages.anotherProcess : messages.processOn(holder.pid, holder.host);
  const message = messages.held(path, who, Math.round(waitMs / 1000));
  return externalError('locked', message, messages.waitForRun);
}
