import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { externalError } from '../../kernel/action-error.ts';
import { readLines } from '../read-lines.ts';
import { commands } from './messages.ts';

export interface ShellCommand {
  /** As the user typed it; nothing is ever put into it. */
  readonly command: string;
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** How long it may take to end in order once asked, before it is killed. */
  readonly graceMs: number;
  readonly signal: AbortSignal;
  /** A whole line of output, without its end. */
  line(text: string, stream: 'stdout' | 'stderr'): void;
  progress(text: string): void;
}

export type CommandEnd =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: string }
  | { readonly how: 'timed-out' };

/**
 * Run a command line in a shell and a process group of its own. Resolves when it has ended and
 * nothing of its group is left.
 *
 * @throws ActionError (external, `training-not-started`) when no shell could be started.
 */
export async function runInGroup(wanted: ShellCommand): Promise<CommandEnd> {
  const [shell, ...flags] = shellCommand();
  const child = spawn(shell, [...flags, wanted.command], {
    cwd: wanted.directory,
    env: wanted.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group: a signal reaches what the command started, and a terminal's Ctrl-C only us.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const reading = Promise.all([
    readLines(child.stdout, (text) => wanted.line(text, 'stdout'), wanted.progress),
    readLines(child.stderr, (text) => wanted.line(text, 'stderr'), wanted.progress),
  ]);
  const stopping = stopWhenAsked(child, wanted);
  const guard = guardGroup(child);
  try {
    const end = await endOf(child);
    // What the command left running in its group would go on training for nobody. What left the
    // group may still hold the output open: it is not waited for.
    signalGroup(child, 'SIGKILL');
    await Promise.race([reading, delay(wanted.graceMs, undefined, { ref: false })]);
    return stopping.timedOut() ? { how: 'timed-out' } : end;
  } finally {
    guard?.kill('SIGKILL');
    stopping.release();
  }
}

/**
 * A process that outlives this one only to end the group: should we be killed without a chance to
 * act, its input ends, and a training nobody waits for does not go on using the machine.
 */
function guardGroup({ pid }: ChildProcess): ChildProcess | undefined {
  if (pid === undefined || process.platform === 'win32') return undefined;
  const script = 'cat > /dev/null; kill -s KILL -- "-$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a guard a training is as good as with one, until we are killed.
  guard.on('error', () => undefined);
  guard.unref();
  return guard;
}

/**
 * As CI systems run a script: it stops at the first failing line, and a failing command is not
 * hidden by the pipe behind it (`python train.py | tee log`).
 */
function shellCommand(): readonly [string, ...string[]] {
  if (process.platform === 'win32') return ['cmd.exe', '/d', '/s', '/c'];
  const bash = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find((path) =>
    existsSync(path),
  );
  return bash === undefined
    ? ['/bin/sh', '-e', '-c']
    : [bash, '--noprofile', '--norc', '-eo', 'pipefail', '-c'];
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        externalError('training-not-started', commands.noShell, commands.checkDirectory, cause),
      ),
    );
    child.once('exit', (code, signal) =>
      resolve(signal === null ? { how: 'exited', code: code ?? 0 } : { how: 'killed', signal }),
    );
  });
}

function stopWhenAsked(child: ChildProcess, { timeoutMs, graceMs, signal }: ShellCommand) {
  let expired = false;
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(child, 'SIGTERM');
    killing ??= setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  };
  const expire = (): void => {
    expired = true;
    stop();
  };
  const timer = setTimeout(expire, timeoutMs);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return {
    timedOut: () => expired,
    release() {
      clearTimeout(timer);
      clearTimeout(killing);
      signal.removeEventListener('abort', stop);
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group is gone already.
  }
}
