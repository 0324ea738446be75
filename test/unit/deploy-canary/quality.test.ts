import { describe, expect, test } from 'vitest';
import {
  estimateMetric,
  isEstimated,
  type Reading,
} from '../../../actions/deploy-canary/quality/estimate.ts';
import {
  judgeQuality,
  type MetricRule,
  partition,
} from '../../../actions/deploy-canary/quality/judge.ts';
import { ruleBroken } from '../../../actions/deploy-canary/quality/messages.ts';
import { gatePolicy } from '../../../actions/deploy-canary/quality/run.ts';
import { type ModelConfig, modelSchema } from '../../../shared/config/schema.ts';
import {
  type LabelledAnswer,
  latencyBounds,
  noTraffic,
  type VersionTraffic,
} from '../../../shared/domain/rollout.ts';
import { stepRecord } from '../../support/step-records.ts';

const binary: Reading = { task: 'binary', positive: undefined, threshold: 0.5, classes: undefined };
const multiclass: Reading = { ...binary, task: 'multiclass', classes: ['a', 'b', 'c'] };
const regression: Reading = { ...binary, task: 'regression' };

const answer = (label: LabelledAnswer['label'], ...values: number[]): LabelledAnswer => ({
  label,
  prediction: { rows: 1, width: values.length, values: Float64Array.from(values) },
});

// scikit-learn 1.9.1 on y = [1,0,1,1,0,0,1,0] and these probabilities.
const eight = [0.9, 0.2, 0.6, 0.4, 0.55, 0.1, 0.8, 0.45].map((p, i) =>
  answer([1, 0, 1, 1, 0, 0, 1, 0][i] ?? 0, p),
);

describe('a metric of live answers', () => {
  test.each([
    ['auc', 0.875],
    ['accuracy', 0.75],
    ['precision', 0.75],
    ['recall', 0.75],
    ['specificity', 0.75],
    ['brier', 0.140625],
    ['log-loss', 0.4350586483197012],
  ])('%s is %d, inside its interval', (name, expected) => {
    const estimate = estimateMetric(name, eight, 0.95, binary);
    expect(estimate?.estimate).toBeCloseTo(expected, 9);
    expect(estimate?.low).toBeLessThan(expected);
    expect(estimate?.high).toBeGreaterThan(expected);
  });

  test('two probabilities, and labels as texts, mean the same', () => {
    const pairs = eight.map(({ label, prediction }) => {
      const [p = 0] = prediction.values;
      return answer(label === 1 ? 'late' : 'on time', 1 - p, p);
    });
    const reading = { ...binary, positive: 'late' };
    for (const name of ['auc', 'accuracy', 'brier']) {
      expect(estimateMetric(name, pairs, 0.95, reading)).toEqual(
        estimateMetric(name, eight, 0.95, binary),
      );
    }
  });

  test('a regression', () => {
    const rows = [answer(1, 2), answer(2, 2), answer(3, 1), answer(4, 7)];
    const of = (name: string) => estimateMetric(name, rows, 0.95, regression)?.estimate;
    expect([of('mae'), of('mse'), of('rmse')]).toEqual([1.5, 3.5, Math.sqrt(3.5)]);
  });

  test('several classes, by name, by number and by probability', () => {
    const named = {
      label: 'b',
      prediction: { rows: 1, width: 0, values: new Float64Array(), labels: ['b'] },
    };
    const rows = [named, answer('c', 0.1, 0.2, 0.7), answer('a', 0.1, 0.8, 0.1)];
    expect(estimateMetric('accuracy', rows, 0.95, multiclass)?.estimate).toBeCloseTo(2 / 3, 12);
    const numbers = { ...multiclass, classes: undefined };
    expect(estimateMetric('accuracy', [answer(2, 2), answer(1, 3)], 0.95, numbers)?.estimate).toBe(
      0.5,
    );
  });

  test.each([
    ['no answers', []],
    ['one class only', [answer(1, 0.9), answer(1, 0.8), answer(1, 0.7)]],
    ['answers that are no number', [answer(1, Number.NaN), answer(0, Number.NaN)]],
  ])('is not told by %s', (_what, rows) => {
    expect(estimateMetric('auc', rows, 0.95, binary)).toBeUndefined();
  });

  test('scores beyond 0 and 1 have no log loss', () => {
    expect(estimateMetric('log-loss', [answer(1, 3), answer(0, -2)], 0.95, binary)).toBeUndefined();
  });

  test('what single answers cannot tell is known beforehand', () => {
    expect(isEstimated('binary', 'auc')).toBe(true);
    expect(isEstimated('binary', 'mcc')).toBe(false);
    expect(isEstimated('binary', 'constructor')).toBe(false);
    expect(() => estimateMetric('mcc', eight, 0.95, binary)).toThrow(TypeError);
  });
});

const rule = (name: string, given: Partial<MetricRule> = {}): MetricRule => ({
  name,
  better: 'higher',
  min: undefined,
  max: undefined,
  maxRegression: undefined,
  isRequired: true,
  ...given,
});

/** `hits` right answers of `rows`. */
const answers = (hits: number, rows: number): LabelledAnswer[] =>
  Array.from({ length: rows }, (_, i) => answer(i % 2, i < hits === (i % 2 === 1) ? 0.9 : 0.1));

function slow(latencyMs: number, requests = 1000): VersionTraffic {
  const bucket = latencyBounds.findIndex((bound) => latencyMs <= bound);
  const latencies = latencyBounds.map((_, i) => (i === bucket ? requests : 0));
  return { ...noTraffic(), requests, latencies };
}

function verdicts(
  rules: readonly MetricRule[],
  canary: LabelledAnswer[],
  stable: LabelledAnswer[],
) {
  const stage = { weight: 20, canary: slow(40), stable: slow(10) };
  const seen = { stage, answers: { canary, stable } };
  const policy = { rules, reading: binary };
  return judgeQuality(seen, policy, { alpha: 0.05, stepCount: 2 }).map(({ verdict, broken }) =>
    broken === undefined ? verdict : `${verdict}: ${broken}`,
  );
}

describe('the rules of the gate, under live traffic', () => {
  const regressed = { maxRegression: { absolute: 0.02, relative: undefined } };

  test.each<[string, MetricRule, number, number, string]>([
    ['as good as stable', rule('accuracy', regressed), 1800, 1800, 'pass'],
    ['worse than allowed', rule('accuracy', regressed), 1500, 1800, 'fail: regression'],
    ['a little worse', rule('accuracy', regressed), 1780, 1800, 'inconclusive'],
    [
      'advisory',
      rule('accuracy', { ...regressed, isRequired: false }),
      1500,
      1800,
      'warn: regression',
    ],
    ['below the floor', rule('accuracy', { min: 0.85 }), 1500, 1500, 'fail: floor'],
    ['above the floor', rule('accuracy', { min: 0.7 }), 1500, 1500, 'pass'],
    ['about the floor', rule('accuracy', { min: 0.75 }), 1500, 1500, 'inconclusive'],
    [
      'a relative allowance',
      rule('accuracy', { maxRegression: { absolute: undefined, relative: 0.3 } }),
      1500,
      1800,
      'pass',
    ],
    [
      'the smaller of two allowances',
      rule('accuracy', { maxRegression: { absolute: 0.01, relative: 0.3 } }),
      1500,
      1800,
      'fail: regression',
    ],
    [
      'slower than the ceiling',
      rule('latency-p50', { better: 'lower', max: 20 }),
      0,
      0,
      'fail: ceiling',
    ],
    [
      'slower than stable allows',
      rule('latency-p50', { better: 'lower', maxRegression: { absolute: 5, relative: undefined } }),
      0,
      0,
      'fail: regression',
    ],
    ['fast enough', rule('latency-p95', { better: 'lower', max: 60 }), 0, 0, 'pass'],
  ])('%s', (_what, asked, canary, stable, expected) => {
    expect(verdicts([asked], answers(canary, 2000), answers(stable, 2000))).toEqual([expected]);
  });

  test('without answers nothing is judged, and with none of stable it is not sure', () => {
    expect(verdicts([rule('accuracy', regressed)], [], [])).toEqual([]);
    expect(verdicts([rule('accuracy', regressed)], answers(900, 1000), [])).toEqual([
      'inconclusive',
    ]);
  });

  test('rules share the chance of a false alarm', () => {
    const seen = {
      stage: { weight: 20, canary: noTraffic(), stable: noTraffic() },
      answers: { canary: answers(900, 1000), stable: answers(900, 1000) },
    };
    const levels = [1, 4].map((count) => {
      const rules = ['accuracy', 'recall', 'precision', 'specificity']
        .slice(0, count)
        .map((name) => rule(name, { min: 0 }));
      return judgeQuality(seen, { rules, reading: binary }, { alpha: 0.05, stepCount: 1 })[0]
        ?.level;
    });
    expect(levels).toEqual([0.9, 0.975]);
  });

  test('what cannot be told is set apart', () => {
    const rules = [rule('f1'), rule('accuracy'), rule('latency-p99'), rule('model-size')];
    const names = (policy: Parameters<typeof partition>[0]) => {
      const { judged, left } = partition(policy);
      return [judged, left].map((side) => side.map(({ name }) => name));
    };
    expect(names({ rules, reading: binary })).toEqual([
      ['accuracy', 'latency-p99'],
      ['f1', 'model-size'],
    ]);
    expect(names({ rules, reading: undefined })[0]).toEqual(['latency-p99']);
  });

  test('a broken rule is told with its numbers', () => {
    const seen = {
      stage: { weight: 20, canary: noTraffic(), stable: noTraffic() },
      answers: { canary: answers(1500, 2000), stable: answers(1800, 2000) },
    };
    const [judged] = judgeQuality(
      seen,
      { rules: [rule('accuracy', regressed)], reading: binary },
      { alpha: 0.05, stepCount: 1 },
    );
    expect(judged && ruleBroken(judged).message).toBe(
      "Under live traffic the canary's accuracy is 0.75 (from 0.7337 to 0.7656) against stable's 0.9, and the policy allows it to be worse by 0.02 (evaluate.metrics).",
    );
  });
});

describe('which policy', () => {
  const id = `sha256:${'a'.repeat(64)}` as const;
  const config = (text: Partial<ModelConfig> | object): ModelConfig => modelSchema.parse(text);
  const model = config({
    task: 'binary',
    label: 'late',
    evaluate: {
      metrics: { auc: { min: 0.6 }, 'log-loss': { 'max-regression': { relative: 0.1 } } },
    },
  });
  const judgedBy = (policy: object, extra: object = {}) =>
    stepRecord('evaluate-gate', {
      subject: { model: id },
      inputs: { task: 'binary', label: 'delayed', positive: 'yes', policy, ...extra },
    });

  test('the one the model passed the gate by, as its record says', () => {
    const record = judgedBy({ metrics: { accuracy: { min: 0.9 } }, threshold: 0.3 });
    const { quality } = gatePolicy([record], id, model);
    expect(quality.rules.map(({ name, min }) => [name, min])).toEqual([['accuracy', 0.9]]);
    expect(quality.reading).toEqual({ ...binary, positive: 'yes', threshold: 0.3 });
  });

  test('else the one of mlops.yml', () => {
    for (const evidence of [
      [],
      [judgedBy({ metrics: 'broken' })],
      [stepRecord('evaluate-gate', { subject: { model: null } })],
    ]) {
      const { quality, label } = gatePolicy(evidence, id, model);
      expect(quality.rules.map(({ name, better }) => [name, better])).toEqual([
        ['auc', 'higher'],
        ['log-loss', 'lower'],
      ]);
      expect(quality.rules[1]?.maxRegression).toEqual({ absolute: undefined, relative: 0.1 });
      expect(label).toBe('late');
    }
  });

  test('the label is the configured one, else what the gate found', () => {
    expect(gatePolicy([judgedBy({})], id, config({})).label).toBe('delayed');
  });

  test('a task whose answers are not judged one by one', () => {
    expect(gatePolicy([], id, config({ task: 'ranking' })).quality.reading).toBeUndefined();
    expect(gatePolicy([], id, config({})).quality).toEqual({ rules: [], reading: undefined });
  });
});
