/**
 * Loaded before a program under test: it kills the process with SIGKILL right before its n-th change
 * to the file system (TEST_KILL_AT), half of a long write included. With 0 it only counts, and says
 * how many changes there were.
 */

import { writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const killAt = Number(process.env.TEST_KILL_AT ?? 0);
const changing = ['copyFile', 'link', 'mkdir', 'rename', 'rm', 'writeFile'] as const;
let changes = 0;

type Change = (...args: unknown[]) => Promise<unknown>;
const patched = fs as unknown as Record<(typeof changing)[number], Change>;
for (const name of changing) {
  const original = patched[name];
  patched[name] = async (...args) => {
    changes += 1;
    if (changes === killAt) {
      // A killed write leaves what came before the kill.
      if (name === 'writeFile') await original(args[0], String(args[1]).slice(0, 7));
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => undefined);
    }
    return original(...args);
  };
}
syncBuiltinESMExports();

process.on('exit', () => {
  if (killAt === 0) writeSync(2, `changes: ${changes}\n`);
});
