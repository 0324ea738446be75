import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step as gateStep } from '../../actions/evaluate-gate/main.ts';
import { step as registerStep } from '../../actions/register-model/main.ts';
import { recordSchema } from '../../shared/domain/record.ts';
import type { MemoryHostOptions } from '../../shared/hosts/memory.ts';
import { runStep, type StepRun } from './run-step.ts';
import { leaveRecord } from './step-records.ts';
import { trainModel } from './trained-model.ts';

/** A training step that wrote a model and, listed in its record, the model's predictions. */
export async function train(
  directory: string,
  predictions: string,
  files: Readonly<Record<string, string>> = {
    'weights.bin': createHash('sha256').update(predictions).digest('hex'),
  },
  code?: string,
): Promise<string> {
  const id = await trainModel(directory, files, code === undefined ? {} : { code });
  writeFileSync(join(directory, 'predictions.csv'), predictions);
  const path = join(directory, '.mlops/records/train-on-gpu-runner.json');
  const record = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const sha256 = createHash('sha256').update(predictions).digest('hex');
  const artifact = { path: 'predictions.csv', size: Buffer.byteLength(predictions), sha256 };
  leaveRecord(directory, { ...record, artifacts: [...record.artifacts, artifact] });
  return id;
}

/** The gate on what was trained last, with no champion unless one is named. */
export function judge(
  directory: string,
  inputs: Readonly<Record<string, string>> = {},
  options: MemoryHostOptions = {},
): Promise<StepRun> {
  const all = { model: 'flights', challenger: 'predictions.csv', ...inputs };
  return runStep(gateStep, directory, all, options);
}

export function register(
  directory: string,
  inputs: Readonly<Record<string, string>> = { alias: 'champion' },
): Promise<StepRun> {
  return runStep(registerStep, directory, { model: 'flights', ...inputs });
}

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];

export function git(directory: string, ...args: readonly string[]): string {
  const options = { cwd: directory, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', [...identity, ...args], options).trim();
}

/** Change the code and commit it. Resolves to the commit. */
export function commitChange(directory: string, content: string): string {
  writeFileSync(join(directory, 'train.py'), content);
  git(directory, 'add', 'train.py');
  git(directory, 'commit', '-q', '-m', content);
  return git(directory, 'rev-parse', 'HEAD');
}

export function newRepository(directory: string): string {
  git(directory, 'init', '-q', '-b', 'main');
  return commitChange(directory, 'first');
}
