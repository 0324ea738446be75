import { describe, expect, it } from 'vitest';
import { judgeTraining, type Trained } from '../../../actions/train-on-gpu-runner/decide.ts';
import type { TrainingDefinition } from '../../../actions/train-on-gpu-runner/definition.ts';
import { summariseGpuUse } from '../../../actions/train-on-gpu-runner/gpu-use.ts';
import { parseMetrics } from '../../../actions/train-on-gpu-runner/metrics-log.ts';
import { configDigest, planTraining } from '../../../actions/train-on-gpu-runner/plan.ts';
import type { InputsOf } from '../../../shared/kernel/define-action.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

const trained = (changes: Partial<Trained> = {}): Trained => ({
  reported: parseMetrics('{"auc": 0.7}'),
  requiredMetrics: ['auc'],
  modelFiles: 1,
  data: digest('a'),
  validation: undefined,
  ...changes,
});

const validation = (data: string | null, verdict: 'pass' | 'fail') => ({
  verdict,
  subject: { commit: null, dirty: null, data, model: null, environment: null },
});

const codes = (changes: Partial<Trained>): string[] => {
  const { verdict, findings } = judgeTraining(trained(changes));
  return [verdict, ...findings.map(({ code, severity }) => `${severity} ${code}`)];
};

describe('a finished training', () => {
  it.each<[string, Partial<Trained>, string[]]>([
    ['that owes nothing passes', {}, ['pass']],
    ['on validated data passes', { validation: validation(digest('a'), 'pass') }, ['pass']],
    [
      'on data that failed validation warns: the gate will refuse',
      { validation: validation(digest('a'), 'fail') },
      ['warn', 'warning data-not-valid'],
    ],
    [
      'beside a validation of other data warns that it does not count',
      { validation: validation(digest('b'), 'pass') },
      ['warn', 'warning validation-of-other-data'],
    ],
    [
      'without any metric says so, where none is asked for',
      { reported: parseMetrics(''), requiredMetrics: [] },
      ['pass', 'info no-metrics'],
    ],
    ['without a model fails', { modelFiles: 0 }, ['fail', 'error model-empty']],
    [
      'with unreadable lines warns, five by name',
      { reported: parseMetrics(`{"auc": 0.7}\n${'x\n'.repeat(8)}`) },
      ['warn', ...Array(6).fill('warning metrics-line-unreadable')],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('names the record it does not count, and what to do', () => {
    const { findings } = judgeTraining(trained({ validation: validation(digest('b'), 'pass') }));
    expect(findings[0]?.message).toBe(
      'The record of data-validate is about other data (sha256:bbbbbb…bbbb), not about the data this model learned from (sha256:aaaaaa…aaaa), so it does not count; validate the files of the input "data".',
    );
  });

  it('suggests the name that was meant', () => {
    const { findings } = judgeTraining(
      trained({ reported: parseMetrics('{"log_loss": 1}'), requiredMetrics: ['log-loss'] }),
    );
    expect(findings[0]?.message).toMatch(/It reported log_loss\. Did you mean "log_loss"\?$/u);
  });
});

describe('a plan', () => {
  const inputs: InputsOf<TrainingDefinition> = {
    command: undefined,
    entry: undefined,
    params: undefined,
    data: undefined,
    seed: undefined,
    engine: 'local',
    'price-per-hour': undefined,
    'timeout-minutes': 360,
    reproduce: undefined,
    config: 'mlops.yml',
    model: undefined,
    'working-directory': '.',
    'report-dir': '.mlops',
    comment: 'auto',
    'commit-check': 'auto',
    language: 'auto',
    token: undefined,
    'fail-on': 'fail',
  };
  const model = {
    data: { train: 'train.csv', test: ['a.csv', 'b.csv'] },
    train: {
      command: 'python train.py',
      params: { rate: 0.1, depth: 3 },
      seed: 3,
      metrics: ['auc'],
    },
  };

  it('is the configuration, and inputs win', () => {
    expect(planTraining(inputs, model)).toMatchObject({
      code: { kind: 'command', command: 'python train.py' },
      params: { rate: 0.1, depth: 3 },
      seed: 3,
      data: { train: ['train.csv'], test: ['a.csv', 'b.csv'] },
    });
    const plan = planTraining(
      {
        ...inputs,
        entry: 'train.js',
        params: { depth: 5 },
        seed: 0,
        data: ['x.csv'],
        'price-per-hour': '2.49 EUR',
      },
      model,
    );
    expect(plan).toMatchObject({
      code: { kind: 'entry', entry: 'train.js' },
      params: { rate: 0.1, depth: 5 },
      seed: 0,
      data: { train: ['x.csv'] },
      price: { perHour: 2.49, currency: 'EUR' },
    });
  });

  it('has one digest for what a person chose, whatever the order', () => {
    const plan = planTraining(inputs, model);
    const reordered = { ...plan, params: { depth: 3, rate: 0.1 }, timeoutMs: 1 };
    expect(configDigest(reordered)).toBe(configDigest(plan));
    expect(configDigest({ ...plan, seed: 4 })).not.toBe(configDigest(plan));
  });
});

it('GPU use is the mean of what was seen, and the most memory', () => {
  const sample = (gpu: string, utilisation: number | undefined, memoryUsed: number) => ({
    ...{ gpu, utilisation, memoryUsed, memoryTotal: 100 },
  });
  expect(
    summariseGpuUse([
      sample('0: H200', 0.5, 10),
      sample('1: H200', undefined, 1),
      sample('0: H200', 1, 30),
      sample('0: H200', 0, 20),
    ]),
  ).toEqual([
    { gpu: '0: H200', utilisation: 0.5, memoryUsed: 30, memoryTotal: 100 },
    { gpu: '1: H200', utilisation: undefined, memoryUsed: 1, memoryTotal: 100 },
  ]);
});
