import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { externalError } from '../kernel/action-error.ts';
import type { Trainer, TrainingEnd, TrainingJob } from '../ports/trainer.ts';
import { readLines } from './read-lines.ts';

/**
 * How long a command may take to end in order. A step has four seconds after its first signal, so
 * a command that does not listen must be gone before.
 */
const graceMs = 3_000;

/** Runs the command in a shell on this machine, in a process group of its own. */
export function localTrainer(
  environment: Readonly<Record<string, string | undefined>>,
  grace: number = graceMs,
): Trainer {
  return {
    run(job) {
      return runCommand(job, { ...environment, ...job.variables }, grace);
    },
  };
}

async function runCommand(
  job: TrainingJob,
  environment: Readonly<Record<string, string | undefined>>,
  grace: number,
): Promise<TrainingEnd> {
  const [shell, ...flags] = shellCommand();
  const child = spawn(shell, [...flags, job.command], {
    cwd: job.directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group: a signal reaches what the command started, and a terminal's Ctrl-C only us.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const reading = Promise.all([
    readLines(child.stdout, (text) => job.line(text, 'stdout'), job.progress),
    readLines(child.stderr, (text) => job.line(text, 'stderr'), job.progress),
  ]);
  const stopping = stopWhenAsked(child, job, grace);
  try {
    const end = await endOf(child);
    // What the command left running in its group would go on training for nobody. What left the
    // group may still hold the output open: it is not waited for.
    signalGroup(child, 'SIGKILL');
    await Promise.race([reading, delay(grace, undefined, { ref: false })]);
    return stopping.timedOut() ? { how: 'timed-out' } : end;
  } finally {
    stopping.release();
  }
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

function endOf(child: ChildProcess): Promise<TrainingEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        externalError(
          'training-not-started',
          'The shell that runs the training command could not be started.',
          'Check that the working directory exists and that this machine has a shell.',
          cause,
        ),
      ),
    );
    child.once('exit', (code, signal) =>
      resolve(
        signal === null ? { how: 'exited', code: code ?? 0 } : { how: 'killed', signal: signal },
      ),
    );
  });
}

function stopWhenAsked(child: ChildProcess, job: TrainingJob, grace: number) {
  let expired = false;
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(child, 'SIGTERM');
    killing ??= setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  };
  const timer = setTimeout(
    () => {
      expired = true;
      stop();
    },
    // A longer delay than Node's timers can hold would fire at once.
    Math.min(job.timeoutMs, 2 ** 31 - 1),
  );
  if (job.signal.aborted) stop();
  else job.signal.addEventListener('abort', stop, { once: true });
  return {
    timedOut: () => expired,
    release() {
      clearTimeout(timer);
      clearTimeout(killing);
      job.signal.removeEventListener('abort', stop);
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
