import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { step } from '../../../actions/train-on-gpu-runner/main.ts';
import { localTrainer } from '../../../shared/adapters/local-trainer/trainer.ts';
import { nvidiaSmi } from '../../../shared/adapters/nvidia-smi.ts';
import { commandEnvironment, secretValues } from '../../../shared/hosts/command-environment.ts';
import type { TrainingJob } from '../../../shared/ports/trainer.ts';
import { isRunning } from '../../support/is-running.ts';
import { runStep } from '../../support/run-step.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-'));
});

/** A job that runs `command`; what it needs to wait for is told by its first line of output. */
function job(command: string, controller = new AbortController()) {
  const lines: string[] = [];
  const bars: string[] = [];
  const { promise: said, resolve } = Promise.withResolvers<void>();
  const file = (name: string): string => join(directory, name);
  const wanted: TrainingJob = {
    code: { kind: 'command', command },
    params: {},
    seed: 0,
    data: { train: [], test: [] },
    label: 'late',
    key: undefined,
    places: {
      paramsFile: file('params.json'),
      dataFile: file('data.json'),
      metricsFile: file('metrics.jsonl'),
      modelDir: directory,
      predictionsFile: file('predictions.csv'),
    },
    directory,
    timeoutMs: 20_000,
    signal: controller.signal,
    log(line) {
      lines.push(line);
      resolve();
    },
    progress: (line) => void bars.push(line),
  };
  return { wanted, lines, bars, said, abort: () => controller.abort(new Error('stop')) };
}

const trainer = (graceMs = 3_000, secrets: readonly string[] = []) =>
  localTrainer({ environment: process.env, secrets, graceMs });

describe('a command that is asked to stop', () => {
  it('gets SIGTERM, and can end in order', async () => {
    const { wanted, lines, said, abort } = job(
      'trap "echo saved a checkpoint; exit 0" TERM; echo ready; while true; do sleep 0.01; done',
    );
    const running = trainer().run(wanted);
    await said;
    abort();
    await running;
    expect(lines.at(0)).toBe('ready');
    expect(lines).toContain('saved a checkpoint');
  });

  it('is killed with all it started when it does not listen', async () => {
    const { wanted, lines, said, abort } = job(
      'trap "" TERM; sleep 300 & echo $!; while true; do sleep 0.01; done',
    );
    const running = trainer(50).run(wanted);
    await said;
    const child = Number(lines[0]);
    expect(isRunning(child)).toBe(true);
    abort();
    expect((await running).end).toEqual({ how: 'killed', signal: 'SIGKILL' });
    await vi.waitFor(() => expect(isRunning(child)).toBe(false));
  });

  it('leaves nothing running when it ends by itself', async () => {
    const { wanted, lines } = job('sleep 300 & echo $!');
    expect((await trainer().run(wanted)).end).toEqual({ how: 'done' });
    await vi.waitFor(() => expect(isRunning(Number(lines[0]))).toBe(false));
  });
});

describe('what a command prints', () => {
  it('comes line by line, with progress bars apart', async () => {
    const { wanted, lines, bars } = job(
      String.raw`printf 'one\r\ntwo\n10 %%\r20 %%\rdone\n'; printf 'no end'`,
    );
    await trainer().run(wanted);
    expect(lines).toEqual(['one', 'two', 'done', 'no end']);
    expect(bars).toEqual(['10 %', '20 %']);
  });

  it('comes in pieces when a line never ends', async () => {
    const { wanted, lines } = job('head -c 100000 /dev/zero | tr "\\0" x');
    await trainer().run(wanted);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(16_384);
    expect(lines.join('')).toHaveLength(100_000);
  });

  it('never shows a secret of the environment, in the log or the record', async () => {
    vi.stubEnv('STORAGE_API_KEY', 'hunter2-hunter2');
    writeFileSync(join(directory, 'rows.csv'), 'x\n1\n');
    const { log, record } = await runStep(step, directory, {
      command: 'echo "key $STORAGE_API_KEY"; echo "denied: $STORAGE_API_KEY" >&2; exit 1',
      data: 'rows.csv',
    });
    vi.unstubAllEnvs();
    expect(log).toContain('key ***');
    expect(JSON.stringify(record)).toContain('denied: ***');
    expect(log + JSON.stringify(record)).not.toContain('hunter2');
  });
});

describe('the environment of a command', () => {
  const environment = {
    PATH: '/bin',
    INPUT_TOKEN: 'ours',
    MLOPS_INPUT_TOKEN: 'ours',
    GITHUB_OUTPUT: '/tmp/output',
    GITHUB_ENV: '/tmp/env',
    ACTIONS_RUNTIME_TOKEN: 'runner',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner',
    HF_TOKEN: 'hf_12345678',
    SHORT_TOKEN: 'yes',
  };

  it('is ours, without what belongs to this step alone', () => {
    expect(Object.keys(commandEnvironment(environment))).toEqual([
      ...['PATH', 'GITHUB_ENV', 'HF_TOKEN', 'SHORT_TOKEN'],
    ]);
  });

  it('has secrets that are told by their names', () => {
    expect(secretValues(environment)).toEqual(['hf_12345678']);
  });
});

describe('GPUs', () => {
  /** A program that answers as nvidia-smi does. */
  function fakeSmi(...lines: string[]): string {
    const path = join(directory, 'nvidia-smi');
    const body = `case "$*" in *-lms*) cat answer; exec sleep 60;; *) cat answer;; esac`;
    writeFileSync(path, `#!/bin/sh\ncd ${directory}\n${body}\n`);
    chmodSync(path, 0o755);
    writeFileSync(join(directory, 'answer'), `${lines.join('\n')}\n`);
    return path;
  }

  it('are those nvidia-smi names, sampled until told to stop', async () => {
    const program = fakeSmi(
      '0, NVIDIA H200, 87, 1024, 143771',
      '1, NVIDIA H200, MIG, [N/A], [N/A], 143771',
    );
    const monitor = nvidiaSmi(program, 10);
    expect(await monitor.gpus()).toEqual(['0: NVIDIA H200', '1: NVIDIA H200, MIG']);
    const watch = monitor.watch();
    const [first, second] = await vi.waitFor(async () => {
      const seen = watch.seen();
      expect(seen).toHaveLength(2);
      return seen;
    });
    await watch.stop();
    expect(first).toEqual({
      gpu: '0: NVIDIA H200',
      utilisation: 0.87,
      memoryUsed: 1024 * 1024 ** 2,
      memoryTotal: 143771 * 1024 ** 2,
    });
    expect(second).toMatchObject({ utilisation: undefined, memoryUsed: undefined });
  });

  it.each([
    ['is no nvidia-smi', () => 'no-such-program'],
    ['is a driver that does not answer', () => fakeSmi('NVIDIA-SMI has failed')],
  ])('are none where there %s', async (_name, program) => {
    const monitor = nvidiaSmi(program(), 10);
    expect(await monitor.gpus()).toEqual([]);
    expect(await monitor.watch().stop()).toEqual([]);
  });
});
