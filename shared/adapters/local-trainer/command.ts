import { stripVTControlCharacters } from 'node:util';
import { usageError } from '../../kernel/action-error.ts';
import type { TrainingEnd, TrainingJob, TrainingOutcome } from '../../ports/trainer.ts';
import { commands } from './messages.ts';
import { type CommandEnd, runInGroup } from './process-group.ts';

export interface CommandSettings {
  /** The environment the command inherits. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values that are replaced wherever the command prints them. */
  readonly secrets: readonly string[];
  readonly graceMs: number;
}

/** Enough to hold a stack trace, and no more than a person reads in a comment. */
const keptLines = 20;
const keptLength = 400;

/** Run the user's command: everything it needs to know is in files that variables name. */
export async function runCommand(
  job: TrainingJob,
  command: string,
  settings: CommandSettings,
): Promise<TrainingOutcome> {
  const kept = { stdout: [] as string[], stderr: [] as string[] };
  const redact = (text: string): string =>
    settings.secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  const end = await runInGroup({
    command,
    directory: job.directory,
    environment: { ...settings.environment, ...variables(job) },
    timeoutMs: job.timeoutMs,
    graceMs: settings.graceMs,
    signal: job.signal,
    line(text, stream) {
      const shown = redact(text);
      job.log(shown);
      keep(kept[stream], shown);
    },
    progress: (text) => job.progress(redact(text)),
  });
  const lastLines = kept.stderr.length > 0 ? kept.stderr : kept.stdout;
  return { end: endOf(end, lastLines), lastLines, framework: null };
}

function variables({ places, seed, label, key }: TrainingJob): Record<string, string> {
  return {
    MLOPS_PARAMS_FILE: places.paramsFile,
    MLOPS_DATA_FILE: places.dataFile,
    MLOPS_METRICS_FILE: places.metricsFile,
    MLOPS_MODEL_DIR: places.modelDir,
    MLOPS_PREDICTIONS_FILE: places.predictionsFile,
    MLOPS_SEED: String(seed),
    MLOPS_LABEL: label ?? '',
    MLOPS_KEY: key ?? '',
    // Python holds its output back when nobody seems to watch.
    PYTHONUNBUFFERED: '1',
  };
}

function keep(lines: string[], text: string): void {
  const plain = stripVTControlCharacters(text).trimEnd();
  if (plain === '') return;
  lines.push(plain.length > keptLength ? `${plain.slice(0, keptLength)}…` : plain);
  if (lines.length > keptLines) lines.shift();
}

function endOf(end: CommandEnd, lastLines: readonly string[]): TrainingEnd {
  if (end.how !== 'exited') return end;
  if (end.code === 0) return { how: 'done' };
  const reason = lastLines.at(-1)?.trim();
  if (end.code === 126 || end.code === 127) throw notRunnable(end.code, reason);
  // A shell reports a child that a signal ended as 128 and the signal's number; 9 is the kernel's
  // answer to a lack of memory.
  if (end.code === 137) return { how: 'killed', signal: 'SIGKILL' };
  return { how: 'failed', what: commands.exitCode(end.code), reason };
}

function notRunnable(code: number, reason: string | undefined): Error {
  const said = reason === undefined ? '' : commands.said(reason);
  return code === 127
    ? usageError('command-not-found', commands.notFound(said), commands.install)
    : usageError('command-not-found', commands.notExecutable(said), commands.makeExecutable);
}
