import { appendFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ActionError, usageError } from '../../kernel/action-error.ts';
import { loadTensorFlow, tensorflowFolders } from '../../native/tensorflow.ts';
import type { TrainingEntry, TrainingTask } from '../../ports/model-entry.ts';
import type { TrainingJob, TrainingOutcome } from '../../ports/trainer.ts';
import { duckdbTableReader } from '../duckdb.ts';
import { entries } from './messages.ts';

/**
 * Run the user's module in this process: it shares TensorFlow.js and the table reader with us. A
 * module that computes without ever awaiting anything cannot be stopped in order.
 */
export async function runEntry(job: TrainingJob, entry: string): Promise<TrainingOutcome> {
  const module = await loadEntry(job.directory, entry);
  const tf = await loadTensorFlow({
    folders: tensorflowFolders(job.directory),
    warn: (message) => job.log(message),
  });
  const framework = { backend: tf.backend, version: tf.version };
  const timeout = AbortSignal.timeout(job.timeoutMs);
  const signal = AbortSignal.any([job.signal, timeout]);
  const tables = duckdbTableReader();
  const task: TrainingTask = { ...taskOf(job), tf, tables, signal };
  try {
    await Promise.race([module.train(task), aborted(signal)]);
    return { end: { how: 'done' }, lastLines: [], framework };
  } catch (error) {
    job.signal.throwIfAborted();
    if (timeout.aborted) return { end: { how: 'timed-out' }, lastLines: [], framework };
    if (error instanceof ActionError) throw error;
    return { ...failureOf(error), framework };
  } finally {
    await tables.close();
  }
}

/**
 * @returns the module's absolute path.
 * @throws ActionError (usage): `entry-not-found`.
 */
export async function findEntry(directory: string, entry: string): Promise<string> {
  const path = resolve(directory, entry);
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile()) return path;
  throw usageError('entry-not-found', entries.notAFile(entry), entries.relativeTo(directory));
}

/** @throws ActionError (usage): `entry-not-found`, `entry-invalid`. */
async function loadEntry(directory: string, entry: string): Promise<TrainingEntry> {
  const path = await findEntry(directory, entry);
  let module: Partial<TrainingEntry> & { default?: Partial<TrainingEntry> };
  try {
    module = await import(/* webpackIgnore: true */ pathToFileURL(path).href);
  } catch (cause) {
    throw usageError('entry-invalid', entries.notLoaded(entry), entries.runWithNode, cause);
  }
  const found = [module, module.default].find((candidate) => isEntry(candidate));
  if (isEntry(found)) return found;
  const names = Object.keys(module);
  throw usageError('entry-invalid', entries.noTrain(entry, names), entries.writeTrain);
}

function isEntry(value: unknown): value is TrainingEntry {
  return typeof (value as Partial<TrainingEntry> | undefined)?.train === 'function';
}

function taskOf(job: TrainingJob): Omit<TrainingTask, 'tf' | 'tables' | 'signal'> {
  const { params, seed, data, label, key, places } = job;
  return {
    params,
    seed,
    data,
    label,
    key,
    modelDir: places.modelDir,
    predictionsFile: places.predictionsFile,
    report(metrics, step) {
      appendFileSync(places.metricsFile, `${metricsLine(metrics, step)}\n`);
    },
    log: (message) => job.log(String(message)),
    progress: (message) => job.progress(String(message)),
  };
}

/** One JSON line. What is not finite is written as Python writes it: JSON has no word for it. */
function metricsLine(metrics: Readonly<Record<string, unknown>>, step: unknown): string {
  const all = step === undefined ? metrics : { step, ...metrics };
  const fields = Object.entries(all).map(([name, value]) => {
    const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'null');
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{${fields.join(', ')}}`;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function failureOf(error: unknown): Pick<TrainingOutcome, 'end' | 'lastLines'> {
  const { name, message, stack } =
    error instanceof Error ? error : { name: 'thrown', message: String(error), stack: '' };
  const lastLines = stack === '' ? [message] : (stack ?? message).split('\n').slice(0, 12);
  return { end: { how: 'failed', what: name, reason: message.split('\n')[0] }, lastLines };
}
