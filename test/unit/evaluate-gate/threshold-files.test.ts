import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/evaluate-gate/main.ts';
import { readThresholdFile } from '../../../actions/evaluate-gate/threshold-files.ts';
import { parseTextProto } from '../../../actions/evaluate-gate/threshold-files-text-proto.ts';
import { evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import { runStep } from '../../support/run-step.ts';
import { csv, directoryOf, gateBoth, predict, simulate } from './predictions.ts';

const allowed = { change_threshold: { direction: 'HIGHER_IS_BETTER', absolute: { value: -0.01 } } };
const sliced = (slicing: readonly object[], threshold: object) => ({
  metrics_specs: [
    {
      metrics: [
        { class_name: 'AUC', per_slice_thresholds: [{ slicing_specs: slicing, threshold }] },
      ],
    },
  ],
});

const tfma = (threshold: unknown, metric = 'AUC') => ({
  metrics_specs: [{ metrics: [{ class_name: metric, threshold }] }],
});

describe("TFMA's EvalConfig", () => {
  test.each([
    ['a floor', { value_threshold: { lower_bound: { value: 0.6 } } }, { min: 0.6 }],
    ['a plain floor', { valueThreshold: { lowerBound: 0.6 } }, { min: 0.6 }],
    [
      'a tolerance',
      { change_threshold: { direction: 'HIGHER_IS_BETTER', absolute: { value: -0.002 } } },
      { 'max-regression': 0.002 },
    ],
    ['an improvement', { change_threshold: { absolute: 0.01 } }, { 'min-improvement': 0.01 }],
    [
      'two tolerances, of which both must hold',
      { change_threshold: { absolute: -0.01, relative: -0.02 } },
      { 'max-regression': { absolute: 0.01, relative: 0.02 } },
    ],
    [
      'a ratio as the documentation has it',
      { change_threshold: { relative: { value: 1.01 } } },
      { 'min-improvement': { relative: 0.01 } },
    ],
    [
      'a ratio below one',
      { change_threshold: { relative: 0.99 } },
      { 'max-regression': { relative: 0.01 } },
    ],
  ])('%s', (_name, threshold, rule) => {
    expect(readThresholdFile(tfma(threshold))?.metrics).toEqual({
      auc: { required: true, ...rule },
    });
  });

  test('turns the sign where lower is better, and takes percent for what they are', () => {
    const change = {
      change_threshold: { direction: 'LOWER_IS_BETTER', absolute: { value: 0.003 } },
    };
    expect(readThresholdFile(tfma(change, 'BinaryCrossentropy'))?.metrics).toEqual({
      'log-loss': { required: true, 'max-regression': 0.003 },
    });
    const percent = { value_threshold: { upper_bound: { value: 12 } } };
    const read = readThresholdFile(tfma(percent, 'MeanAbsolutePercentageError'));
    expect(read?.metrics).toEqual({ mape: { required: true, max: 0.12 } });
    expect(read?.notes.join()).toContain('divided by 100');
  });

  test('says how a relative change is read', () => {
    const read = readThresholdFile(tfma({ change_threshold: { relative: 1.01 } }));
    expect(read?.notes).toContain(
      "relative 1.01 of auc is read as the ratio of challenger to champion, a change of 0.01; TFMA's code would read it as a change of 1.01.",
    );
  });

  test('brings its slices', () => {
    const slicing_specs = [{}, { feature_keys: ['origin'] }, { feature_keys: ['a', 'b'] }];
    expect(readThresholdFile({ ...tfma({}), slicing_specs })?.slices).toEqual([
      'origin',
      ['a', 'b'],
    ]);
  });

  test.each([
    [
      'a metric that is not known',
      tfma({ value_threshold: {} }, 'MeanPrediction'),
      'no metric for',
    ],
    [
      'a direction that is wrong',
      tfma({ change_threshold: { direction: 'LOWER_IS_BETTER', absolute: 1 } }),
      'but a higher AUC is better',
    ],
    [
      'a floor for slices',
      sliced([{ feature_keys: ['origin'] }], { value_threshold: { lower_bound: 0.6 } }),
      'no counterpart here: AUC by origin.',
    ],
    [
      'a threshold of single values',
      sliced([{ feature_values: { origin: 'ATL', sex: 'F' } }], allowed),
      'no counterpart here: AUC by origin = ATL, sex = F.',
    ],
    [
      'one slice against another',
      { metrics_specs: [{ metrics: [{ class_name: 'AUC', cross_slice_thresholds: [{}] }] }] },
      'cross_slice_thresholds for AUC',
    ],
    ['a word for a number', tfma({ value_threshold: { lower_bound: 'high' } }), '"high"'],
  ])('%s stops', (_name, file, says) => {
    expect(() => readThresholdFile(file)).toThrow(says);
  });
});

test("MLflow's thresholds ask for improvements, and are said to", () => {
  const read = readThresholdFile({
    roc_auc: { threshold: 0.8, min_absolute_change: 0.01, greater_is_better: true },
    log_loss: { threshold: 0.5, min_relative_change: 0.1, greater_is_better: false },
  });
  expect(read?.metrics).toEqual({
    auc: { required: true, min: 0.8, 'min-improvement': 0.01 },
    'log-loss': { required: true, max: 0.5, 'min-improvement': { relative: 0.1 } },
  });
  expect(read?.notes.join()).toContain('ask for an improvement');
});

test("our own policy is nobody else's", () => {
  expect(readThresholdFile({ metrics: { auc: { min: 0.6 } } })).toBe(undefined);
  expect(readThresholdFile(undefined)).toBe(undefined);
  expect(readThresholdFile({})).toBe(undefined);
});

describe("TFMA's thresholds of slices", () => {
  test('are the rule for slices, where they allow one metric one change', () => {
    const specs = [{ feature_keys: ['origin'] }, { feature_keys: ['sex', 'race'] }];
    const read = readThresholdFile(sliced(specs, allowed));
    expect(read?.slices).toEqual({
      by: ['origin', ['sex', 'race']],
      metric: 'auc',
      'max-regression': 0.01,
    });
    // All rows together have no threshold of their own: they are shown.
    expect(read?.metrics).toEqual({ auc: { required: false } });
    expect(read?.notes.join(' ')).toContain('hold for every slice');
    expect(evaluateSchema.safeParse({ slices: read?.slices }).success).toBe(true);
  });

  test('of the slice of all rows are thresholds of the metric', () => {
    const read = readThresholdFile(sliced([{}], allowed));
    expect(read?.metrics).toEqual({ auc: { required: true, 'max-regression': 0.01 } });
    expect(read?.slices).toEqual([]);
  });

  test('by name of the metric are read as well', () => {
    const own = { slicing_specs: [{ feature_keys: ['origin'] }], threshold: allowed };
    const file = {
      metrics_specs: [{ per_slice_thresholds: { auc: { thresholds: [own] } } }],
      slicing_specs: [{}, { feature_keys: ['carrier'] }],
    };
    expect(readThresholdFile(file)?.slices).toMatchObject({ by: ['origin', 'carrier'] });
  });
});

describe('in a run', () => {
  const rows = simulate(2000, 8);
  const [sharp, blurred] = [predict(rows, 0, 0.3), predict(rows, 1, 2)];

  test('a TFMA file judges, and the record says how it was read', async () => {
    const config = tfma({
      value_threshold: { lower_bound: { value: 0.5 } },
      change_threshold: { absolute: { value: 0.001 } },
    });
    const ran = await gateBoth(sharp, blurred, JSON.stringify(config));
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toMatch(/^AUC \+0\.\d{4} .*: better by at least 0\.001$/u);
    const note = ran.record?.findings.find(({ code }) => code === 'policy-translated');
    expect(note?.message).toMatch(/^policy\.yml is read as thresholds of TFMA\./u);
    const worse = await gateBoth(blurred, sharp, JSON.stringify(config));
    expect(worse.record?.verdict).toBe('fail');
    expect(worse.record?.summary).toContain('not better by 0.001');
  });

  test('looks at the same test set are counted, by different predictions', async () => {
    const directory = directoryOf({ 'a.csv': csv(sharp), 'b.csv': csv(blurred) });
    const first = await runStep(step, directory, { challenger: 'a.csv' });
    const again = await runStep(step, directory, { challenger: 'a.csv' });
    const other = await runStep(step, directory, { challenger: 'b.csv' });
    const looksOf = (ran: typeof first) => ran.record?.inputs.looks;
    const code = (ran: typeof first) => ran.record?.findings.map((finding) => finding.code);
    expect([first, again, other].map(looksOf)).toEqual([1, 1, 2]);
    expect(code(again)).not.toContain('test-set-reused');
    expect(code(other)).toContain('test-set-reused');
  });
});

describe("TFMA's EvalConfig in text format", () => {
  const text = `
# What the model must keep.
model_specs { label_key: "late" }
slicing_specs {}
slicing_specs { feature_keys: ["origin"] }
slicing_specs { feature_keys: "sex" feature_keys: 'race' }
metrics_specs {
  metrics {
    class_name: "AUC"
    threshold <
      value_threshold { lower_bound { value: 0.6 } },
      change_threshold { direction: HIGHER_IS_BETTER absolute { value: -2e-3 } };
    >
  }
  thresholds {
    key: "log" "_loss"
    value { value_threshold { upper_bound: { value: .7f } } }
  }
}`;

  test('is the same policy as its JSON', () => {
    const read = readThresholdFile(
      parseTextProto(text.replace('"log" "_loss"', '"BinaryCrossentropy"'), 'c.pbtxt'),
    );
    const json = readThresholdFile({
      slicing_specs: [{}, { feature_keys: ['origin'] }, { feature_keys: ['sex', 'race'] }],
      metrics_specs: [
        {
          metrics: [
            {
              class_name: 'AUC',
              threshold: {
                value_threshold: { lower_bound: { value: 0.6 } },
                change_threshold: { direction: 'HIGHER_IS_BETTER', absolute: { value: -0.002 } },
              },
            },
          ],
          thresholds: { BinaryCrossentropy: { value_threshold: { upper_bound: { value: 0.7 } } } },
        },
      ],
    });
    expect(read).toEqual(json);
    expect(read?.slices).toEqual(['origin', ['sex', 'race']]);
    expect(read?.metrics['log-loss']).toEqual({ required: true, max: 0.7 });
  });

  test('strings side by side are one', () => {
    const [spec] = parseTextProto(text, 'c.pbtxt').metrics_specs as { thresholds: object }[];
    expect(Object.keys(spec?.thresholds ?? {})).toEqual(['log_loss']);
  });

  test.each([
    [
      'a brace that is never closed',
      'metrics_specs {\n metrics {',
      'c.pbtxt:2: the end of the file stands where "}" is expected.',
    ],
    [
      'a field without a value',
      'metrics_specs {\n metrics: }',
      'c.pbtxt:2: } stands where a value is expected.',
    ],
    ['a field that stands twice', 'a: 1\nb: 2\na: 3', 'c.pbtxt:3: a stands twice.'],
    ['what belongs to no text format', 'a: 1\n= 2', 'c.pbtxt:2: "=" is not expected.'],
  ])('%s', (_, broken, says) => {
    expect(() => parseTextProto(broken, 'c.pbtxt')).toThrow(says);
  });

  test('judges as a policy file', async () => {
    const files = {
      'new.csv': csv(predict(simulate(300, 1), 0, 0.5)),
      'gate.pbtxt':
        'metrics_specs { metrics { class_name: "AUC" threshold { value_threshold { lower_bound { value: 0.6 } } } } }',
    };
    const inputs = { challenger: 'new.csv', policy: 'gate.pbtxt' };
    const { record, log } = await runStep(step, directoryOf(files), inputs);
    expect(record?.verdict, log).toBe('pass');
    expect(record?.findings.map(({ code }) => code)).toContain('policy-translated');
  });
});
