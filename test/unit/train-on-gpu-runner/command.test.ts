import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { step } from '../../../actions/train-on-gpu-runner/main.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { runStep } from '../../support/run-step.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'train-'));
  writeFileSync(join(directory, 'rows.csv'), 'x,y\n1,2\n2,4\n');
});

/** A shell script is the smallest "any language" there is. */
const script = (...lines: string[]): void =>
  writeFileSync(join(directory, 'train.sh'), `${lines.join('\n')}\n`);

const train = (inputs: Record<string, string> = {}, config?: string) => {
  if (config !== undefined) writeFileSync(join(directory, 'mlops.yml'), config);
  return runStep(step, directory, { command: 'sh train.sh', data: 'rows.csv', ...inputs });
};

const good = [
  'echo \'{"step": 1, "loss": 0.9}\' >> "$MLOPS_METRICS_FILE"',
  'echo \'{"step": 2, "loss": 0.4}\' >> "$MLOPS_METRICS_FILE"',
  'echo \'{"auc": 0.71}\' >> "$MLOPS_METRICS_FILE"',
  'cp "$MLOPS_PARAMS_FILE" "$MLOPS_MODEL_DIR/weights.json"',
];

describe('a command', () => {
  it('is recorded with the reason another run gave for it', async () => {
    script(...good);
    const reason = 'auc lost 2.1 points <img src=x>';
    const inputs = { command: 'sh train.sh', data: 'rows.csv' };
    const { record } = await runStep(step, directory, inputs, { context: { reason } });
    expect(record?.inputs.trigger).toBe(reason);
    expect((await train()).record?.inputs).not.toHaveProperty('trigger');
  });

  it('gets parameters, data, seed and places, and leaves a model, metrics and a record', async () => {
    script(
      'echo training for real',
      'cat "$MLOPS_DATA_FILE" > "$MLOPS_MODEL_DIR/data.json"',
      'echo "$MLOPS_SEED" > "$MLOPS_MODEL_DIR/seed"',
      'echo "id,prediction" > "$MLOPS_PREDICTIONS_FILE"',
      ...good,
    );
    const { exitCode, record, host, log } = await train({ params: '{ rate: 0.1 }', seed: '7' });
    expect(exitCode).toBe(0);
    expect(log).toContain('training for real');
    const model = join(directory, '.mlops/model');
    expect(JSON.parse(readFileSync(join(model, 'weights.json'), 'utf8'))).toEqual({ rate: 0.1 });
    expect(readFileSync(join(model, 'seed'), 'utf8')).toBe('7\n');
    expect(JSON.parse(readFileSync(join(model, 'data.json'), 'utf8'))).toEqual({
      train: [join(directory, 'rows.csv')],
      test: [],
    });
    expect(record?.verdict).toBe('pass');
    expect(record?.metrics.slice(0, 2).map(({ name, value }) => [name, value])).toEqual([
      ['auc', 0.71],
      ['loss', 0.4],
    ]);
    expect(record?.series[0]).toMatchObject({
      title: 'loss by step',
      x: { values: [1, 2] },
      lines: [{ name: 'loss', values: [0.9, 0.4] }],
    });
    expect(record?.artifacts.map(({ path }) => path)).toEqual([
      '.mlops/model/data.json',
      '.mlops/model/seed',
      '.mlops/model/weights.json',
      '.mlops/predictions.csv',
    ]);
    expect(record?.artifacts[2]?.sha256).toBe(await digestFile(join(model, 'weights.json')));
    expect(record?.inputs).toMatchObject({ command: 'sh train.sh', seed: 7, data: ['rows.csv'] });
    expect(host.outputs.get('model-dir')).toBe('.mlops/model');
    expect(host.outputs.get('model-digest')).toBe(record?.subject.model);
    expect(JSON.parse(host.outputs.get('metrics') ?? '')).toEqual({ auc: 0.71, loss: 0.4 });
  });

  it('is not given a parameter as shell text', async () => {
    script(...good);
    const { exitCode } = await train({ params: '{ name: "$(touch pwned); `touch pwned`" }' });
    expect(exitCode).toBe(0);
    expect(existsSync(join(directory, 'pwned'))).toBe(false);
    const kept = readFileSync(join(directory, '.mlops/model/weights.json'), 'utf8');
    expect(JSON.parse(kept).name).toBe('$(touch pwned); `touch pwned`');
  });

  it('gives the same model digest when run again, and another one for another seed', async () => {
    script(...good);
    const first = await train({ seed: '1' });
    const second = await train({ seed: '1' });
    const other = await train({ seed: '2' });
    expect(first.record?.subject.model).toMatch(/^sha256:/u);
    expect(second.record?.subject).toEqual(first.record?.subject);
    expect(other.record?.subject.model).not.toBe(first.record?.subject.model);
  });

  it('replaces the model and the predictions of the training before', async () => {
    script('echo old > "$MLOPS_PREDICTIONS_FILE"', 'echo 1 > "$MLOPS_MODEL_DIR/old"');
    await train();
    script('echo 2 > "$MLOPS_MODEL_DIR/new"');
    await train();
    expect(readdirSync(join(directory, '.mlops/model'))).toEqual(['new']);
    expect(existsSync(join(directory, '.mlops/predictions.csv'))).toBe(false);
  });
});

describe('a command that fails', () => {
  it('fails the run with its exit code and the last lines it wrote', async () => {
    script(
      'echo fine',
      'echo "Traceback" >&2',
      'echo "ValueError: rate is negative" >&2',
      'exit 3',
    );
    const { exitCode, log, record } = await train();
    expect(exitCode).toBe(1);
    expect(log).toContain('The training (sh train.sh) failed with exit code 3 after');
    expect(log).toContain('ValueError: rate is negative');
    expect(record?.verdict).toBe('fail');
    expect(record?.findings[0]?.code).toBe('training-failed');
    expect(existsSync(join(directory, '.mlops/model'))).toBe(false);
  });

  it('is not hidden by a pipe behind it', async () => {
    script('exit 3');
    const { exitCode } = await train({ command: 'sh train.sh | cat' });
    expect(exitCode).toBe(1);
  });

  it('that is no program is the user’s mistake', async () => {
    const { exitCode, log } = await train({ command: 'no-such-trainer --fast' });
    expect(exitCode).toBe(2);
    expect(log).toContain('was not found on this machine (exit code 127)');
  });

  it('for lack of memory says so', async () => {
    script('kill -9 $$');
    const { exitCode, log } = await train();
    expect(exitCode).toBe(1);
    expect(log).toContain('was ended by SIGKILL');
    expect(log).toContain('ran out of memory');
  });

  it('to end in time is stopped with all it started', async () => {
    script('sleep 60 & echo $! > child', 'echo $! >> "$MLOPS_MODEL_DIR/x"', 'wait');
    const { exitCode, log } = await train({ 'timeout-minutes': '0.02' });
    expect(exitCode).toBe(1);
    expect(log).toContain('did not end within 1.2\u00a0s and was stopped');
    const child = readFileSync(join(directory, 'child'), 'utf8').trim();
    expect(spawnSync('ps', ['-o', 'stat=', '-p', child]).stdout.toString()).not.toMatch(/^[RSD]/u);
  });

  it('keeps the model of the training before', async () => {
    script(...good);
    await train();
    script('echo half > "$MLOPS_MODEL_DIR/half"', 'exit 1');
    await train();
    expect(readdirSync(join(directory, '.mlops/model'))).toEqual(['weights.json']);
  });
});

describe('what a policy needs', () => {
  const policy = (metrics: string): string =>
    `version: 1\nmodels:\n  m:\n    train:\n      metrics: [${metrics}]\n`;

  it('comes first in the record', async () => {
    script('echo \'{"loss": 0.4, "auc": 0.7}\' >> "$MLOPS_METRICS_FILE"', ...good.slice(3));
    const { exitCode, record } = await train({}, policy('auc'));
    expect(exitCode).toBe(0);
    expect(record?.metrics[0]).toEqual({ name: 'auc', value: 0.7, better: 'higher' });
    expect(record?.summary).toContain('AUC 0.7, trained in');
  });

  it('and nobody reported fails the step with the names there are', async () => {
    script('echo \'{"val_auc": 0.7}\' >> "$MLOPS_METRICS_FILE"', ...good.slice(3));
    const { exitCode, record } = await train({}, policy('auc, log-loss'));
    expect(exitCode).toBe(1);
    expect(record?.findings.map(({ message }) => message)).toEqual([
      'The policy asks for the metric "auc" (train.metrics), and the training did not report it. It reported val_auc.',
      'The policy asks for the metric "log-loss" (train.metrics), and the training did not report it. It reported val_auc.',
    ]);
    expect(record?.metrics[0]).toMatchObject({ name: 'auc', value: null });
  });

  it('must be a number', async () => {
    script('echo \'{"auc": NaN}\' >> "$MLOPS_METRICS_FILE"', ...good.slice(3));
    const { exitCode, record } = await train({}, policy('auc'));
    expect(exitCode).toBe(1);
    expect(record?.findings[0]?.message).toBe(
      'The final value of "auc" is NaN: the training diverged, or divided by zero.',
    );
  });

  it('is a model, first of all', async () => {
    script('true');
    const { exitCode, record } = await train();
    expect(exitCode).toBe(1);
    expect(record?.findings[0]?.code).toBe('model-empty');
    expect(record?.findings[0]?.message).toBe(
      'The training ended without an error but left no file in the model folder. Write the model into the folder that MLOPS_MODEL_DIR (for an entry: task.modelDir) names.',
    );
    expect(record?.subject.model).toBeNull();
  });
});

describe('inputs', () => {
  it.each([
    [{ command: '' }, 'neither a command nor an entry'],
    [{ entry: 'train.js' }, 'both a command and an entry'],
    [{ data: '' }, 'Nothing says which data to learn from'],
    [{ data: 'row.csv' }, 'There is no file row.csv. Did you mean rows.csv?'],
    [{ data: '*.parquet' }, 'No file matches *.parquet.'],
    [{ data: 'empty.csv' }, 'is empty (0 bytes)'],
    [{ data: 'pointer.csv' }, 'is a Git LFS pointer'],
    [{ seed: '-1' }, 'a whole number of at least 0'],
    [{ 'price-per-hour': 'cheap' }, 'a price with an optional currency'],
    [{ reproduce: 'last' }, 'the digest of a model'],
  ])('%j is refused', async (inputs, message) => {
    writeFileSync(join(directory, 'empty.csv'), '');
    writeFileSync(
      join(directory, 'pointer.csv'),
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    );
    const { exitCode, log } = await train(inputs);
    expect(exitCode).toBe(2);
    expect(log).toContain(message);
  });

  it('a directory stands for its files', async () => {
    mkdirSync(join(directory, 'images/a'), { recursive: true });
    writeFileSync(join(directory, 'images/a/1.png'), 'x');
    writeFileSync(join(directory, 'images/2.png'), 'y');
    script(...good);
    const { record } = await train({ data: 'images' });
    expect(record?.inputs.data).toEqual(['images/2.png', 'images/a/1.png']);
  });

  it('a price becomes a cost', async () => {
    script(...good);
    const { record } = await train({ 'price-per-hour': '3600 EUR' });
    const value = (name: string) => record?.metrics.find((metric) => metric.name === name)?.value;
    expect(value('cost')).toBeCloseTo(value('training-duration') ?? Number.NaN, 9);
    expect(record?.summary).toMatch(/cost \d+\.\d+ EUR/u);
  });
});
