import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { step } from '../../actions/train-on-gpu-runner/main.ts';
import { recordSchema, type StepRecord } from '../../shared/domain/record.ts';
import { isRunning } from '../support/is-running.ts';
import { runStep } from '../support/run-step.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const cli = fileURLToPath(new URL('../../actions/cli.ts', import.meta.url));

/** A project with a model that was trained before. */
async function project(): Promise<string> {
  const directory = tempDir({ 'rows.csv': 'x\n1\n' });
  const first = await runStep(step, directory, {
    command: 'echo first > "$MLOPS_MODEL_DIR/weights"; echo first > "$MLOPS_PREDICTIONS_FILE"',
    data: 'rows.csv',
  });
  expect(first.exitCode).toBe(0);
  return directory;
}

/** A training that has written half a model, said so, and goes on until it is stopped. */
const endless =
  'trap "echo stopped in order; exit 1" TERM; echo half > "$MLOPS_MODEL_DIR/weights"; echo $$ > pid; echo "half done"; while true; do sleep 0.02; done';

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Start the step in a process of its own, and resolve once the training has said where it is. */
async function startTraining(directory: string): Promise<Running> {
  const { GITHUB_ACTIONS, GITLAB_CI, ...env } = process.env;
  const args = [cli, step.definition.name, '--command', endless, '--data', 'rows.csv'];
  const child = spawn(process.execPath, args, { cwd: directory, env });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    const training = trainingOf(directory);
    if (training !== undefined && isRunning(training)) process.kill(training, 'SIGKILL');
  });
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('\nhalf done')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, output: () => output, ended };
}

/** The process of the training, once it has said so. */
function trainingOf(directory: string): number | undefined {
  const path = join(directory, 'pid');
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
}

const modelFile = (directory: string): string =>
  readFileSync(join(directory, '.mlops/model/weights'), 'utf8');
const record = (directory: string): StepRecord => {
  const path = join(directory, '.mlops/records/train-on-gpu-runner.json');
  return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
};

describe('a training that is stopped', () => {
  it('by SIGTERM passes it on, says so in its record and keeps the former model', async () => {
    const directory = await project();
    const { child, output, ended } = await startTraining(directory);
    child.kill('SIGTERM');
    expect(await ended).toBe(3);
    expect(output()).toContain('stopped in order');
    expect(modelFile(directory)).toBe('first\n');
    expect(record(directory)).toMatchObject({
      verdict: 'fail',
      findings: [{ code: 'interrupted' }],
    });
  });

  it('by SIGKILL keeps the former model and leaves nothing running, and a rerun converges', async () => {
    const directory = await project();
    const { child, ended } = await startTraining(directory);
    child.kill('SIGKILL');
    await ended;
    const training = trainingOf(directory);
    expect(training).toBeGreaterThan(0);
    await until(async () => !isRunning(training ?? 0), 'the training has ended');
    expect(modelFile(directory)).toBe('first\n');
    expect(record(directory).verdict).toBe('pass');
    const again = await runStep(step, directory, {
      command: 'echo second > "$MLOPS_MODEL_DIR/weights"',
      data: 'rows.csv',
    });
    expect(again.exitCode).toBe(0);
    expect(modelFile(directory)).toBe('second\n');
    expect(readdirSync(join(directory, '.mlops'))).not.toContain('predictions.csv');
    expect(readdirSync(join(directory, '.mlops')).filter((name) => /old|tmp/u.test(name))).toEqual(
      [],
    );
  });
});
