import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nativeFolder } from '../../support/bundle-copy.ts';
import { until } from '../../support/until.ts';
import { peer } from '../install.ts';
import type { Gitea } from './gitea.ts';

export interface Runner {
  stop(): Promise<void>;
}

/** Runs the jobs of a Gitea on this machine, two at once. */
export async function startRunner(gitea: Gitea, folder: string): Promise<Runner> {
  const { token } = await gitea.api<{ token: string }>(
    'POST',
    '/admin/actions/runners/registration-token',
  );
  mkdirSync(join(folder, 'home'), { recursive: true });
  const log = join(folder, 'out.log');
  const output = openSync(log, 'a');
  // The runner takes whatever node is on PATH for `using: node24`.
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const child = spawn(
    peer('gitea-runner'),
    [
      ...['-forge', gitea.url, '-token', token, '-folder', folder, '-jobs', '2'],
      ...['-env', `MLOPS_NATIVE_DIR=${nativeFolder()}`, '-env', 'GIT_PAGER=cat'],
    ],
    // In a group of its own, so that what a job leaves running can be ended with it.
    {
      cwd: folder,
      env: { PATH: path, HOME: join(folder, 'home') },
      stdio: ['pipe', output, output],
      detached: true,
    },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.stdin?.end();
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(force);
    }
    endGroup(child.pid);
  };
  const isRegistered = async () => {
    const said = readFileSync(log, 'utf8');
    if (child.exitCode !== null) throw new Error(`the runner ended: ${said}`);
    return said.includes('registered');
  };
  try {
    await until(isRegistered, 'the runner has registered');
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
