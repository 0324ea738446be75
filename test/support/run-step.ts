import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { recordSchema, type StepRecord } from '../../shared/domain/record.ts';
import { type MemoryHost, type MemoryHostOptions, memoryHost } from '../../shared/hosts/memory.ts';
import { type Start, start } from '../../shared/hosts/start.ts';
import type { ActionDefinition } from '../../shared/kernel/define-action.ts';

export interface StepRun {
  exitCode: number;
  host: MemoryHost;
  /** The record on disk, or undefined where the step wrote none. */
  record: StepRecord | undefined;
  /** Everything logged, one line each. */
  log: string;
}

/** Run a step in this process on a memory host, in `directory`. */
export async function runStep<D extends ActionDefinition>(
  step: Start<D>,
  directory: string,
  inputs: Readonly<Record<string, string>> = {},
  options: MemoryHostOptions = {},
): Promise<StepRun> {
  const host = memoryHost({ ...options, inputs: { 'working-directory': directory, ...inputs } });
  const exitCode = await start(step, host);
  const reportDir = resolve(directory, inputs['report-dir'] ?? '.mlops');
  const path = join(reportDir, 'records', `${step.definition.name}.json`);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const record = text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
  const log = host.logs.map(({ level, message }) => `${level}: ${message}`).join('\n');
  return { exitCode, host, record, log };
}
