import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryFileLock, withFileLock } from '../../../shared/files/file-lock.ts';
import { currentProcess, isAlive } from '../../../shared/files/process-identity.ts';
import { tempDir } from '../../support/temp-dir.ts';

const place = (): string => join(tempDir(), 'lock');
const gone = { pid: 2 ** 30, started: '1' };

function leave(path: string, holder: object, ageMs = 0): void {
  writeFileSync(path, JSON.stringify({ token: 'left', ...holder }));
  const when = new Date(Date.now() - ageMs);
  utimesSync(path, when, when);
}

test('one at a time, and free again afterwards', async () => {
  const path = place();
  const first = await tryFileLock(path);
  expect(first).toBeDefined();
  expect(await tryFileLock(path)).toBeUndefined();
  await first?.release();
  expect(existsSync(path)).toBe(false);
  expect(await tryFileLock(path)).toBeDefined();
});

test('many at once come one after the other', async () => {
  const path = place();
  let inside = 0;
  let most = 0;
  const body = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => withFileLock(path, body)));
  expect(most).toBe(1);
});

test.each([
  ['a process of this machine that has ended', { ...gone, host: hostname() }, 0],
  [
    'another process that was given its number',
    { pid: process.pid, started: '0', host: hostname() },
    0,
  ],
  ['another machine, a while ago', { ...gone, host: 'elsewhere' }, 120_000],
])('is taken over from %s', async (_who, holder, age) => {
  const path = place();
  leave(path, holder, age);
  const lock = await tryFileLock(path);
  expect(await lock?.isHeld()).toBe(true);
});

test.each([
  ['this process', { ...currentProcess(), host: hostname() }],
  ['another machine, just now', { ...gone, host: 'elsewhere' }],
])('is not taken over from %s', async (_who, holder) => {
  const path = place();
  leave(path, holder);
  expect(await tryFileLock(path)).toBeUndefined();
  expect(JSON.parse(readFileSync(path, 'utf8')).token).toBe('left');
});

test('a holder that was taken for gone knows, and frees nothing that is not its own', async () => {
  const path = place();
  const slow = await tryFileLock(path);
  leave(path, { ...currentProcess(), host: hostname() });
  expect(await slow?.isHeld()).toBe(false);
  await slow?.release();
  expect(existsSync(path)).toBe(true);
});

test('who waits in vain is told who holds it', async () => {
  const path = place();
  leave(path, { ...currentProcess(), host: hostname() });
  await expect(withFileLock(path, async () => undefined, 0)).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
  });
});

test('a process is told apart from a later one of the same number', () => {
  expect(isAlive(currentProcess())).toBe(true);
  expect(isAlive({ pid: process.pid, started: '0' })).toBe(false);
  expect(isAlive(gone)).toBe(false);
});
