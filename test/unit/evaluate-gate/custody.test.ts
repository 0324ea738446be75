import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkCustody } from '../../../actions/evaluate-gate/custody.ts';
import { recordVersion, type StepRecord } from '../../../shared/domain/record.ts';
import { csv, gate, predict, simulate } from './predictions.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

function record(step: StepRecord['step'], changes: Partial<StepRecord> = {}): StepRecord {
  return {
    schema: recordVersion,
    step,
    model: 'flights',
    subject: {
      commit: null,
      dirty: null,
      data: digest('d'),
      model: step === 'train-on-gpu-runner' ? digest('e') : null,
      environment: null,
    },
    started: '2026-01-01T00:00:00Z',
    finished: '2026-01-01T00:00:01Z',
    verdict: 'pass',
    summary: 'done',
    ...{ metrics: [], findings: [], tables: [], series: [], artifacts: [], inputs: {} },
    ...changes,
  };
}

const validation = record('data-validate');
const predictions = [{ path: 'out/predictions.csv', sha256: 'a'.repeat(64) }];
const training = record('train-on-gpu-runner', {
  artifacts: [{ path: 'out/predictions.csv', size: 9, sha256: 'a'.repeat(64) }],
});
const both = ['validated-data', 'training-record'] as const;
const none = { validation: undefined, training: undefined, predictions };

function refusals(
  evidence: Parameters<typeof checkCustody>[0],
  required: Parameters<typeof checkCustody>[1] = both,
): string[] {
  return checkCustody(evidence, required)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

test('a whole chain names the model', () => {
  const custody = checkCustody({ validation, training, predictions }, both);
  expect(custody).toEqual({ findings: [], model: digest('e') });
});

test('two bare predictions files need no record', () => {
  expect(checkCustody(none, [])).toEqual({ findings: [], model: null });
});

test('what is required and missing is refused by name', () => {
  expect(refusals(none)).toEqual(['data-not-validated', 'training-record-missing']);
  expect(refusals({ ...none, training })).toEqual(['data-not-validated']);
  expect(refusals({ ...none, validation })).toEqual(['training-record-missing']);
  expect(refusals({ ...none, validation }, ['validated-data'])).toEqual(['training-data-unknown']);
});

test('data that failed validation is refused, data with warnings is not', () => {
  const failed = record('data-validate', { verdict: 'fail' });
  expect(refusals({ validation: failed, training, predictions })).toEqual([
    'data-validation-failed',
  ]);
  const warned = record('data-validate', { verdict: 'warn' });
  expect(refusals({ validation: warned, training, predictions })).toEqual([]);
});

test('a model trained on other data than the validated is refused with both digests', () => {
  const other = { ...training, subject: { ...training.subject, data: digest('c') } };
  const { findings } = checkCustody({ validation, training: other, predictions }, both);
  expect(findings.map(({ message }) => message)).toEqual([
    'The model was trained on data sha256:cccccc…cccc, but the data that was validated is sha256:dddddd…dddd. Validate the data the model learns from.',
  ]);
  const unknown = { ...training, subject: { ...training.subject, data: null } };
  expect(refusals({ validation, training: unknown, predictions })).toEqual([
    'training-data-unknown',
  ]);
});

test('a training that failed is refused even where no record is required', () => {
  const failed = { ...training, verdict: 'fail' as const };
  expect(refusals({ ...none, training: failed }, [])).toEqual(['training-failed']);
});

test('predictions that changed since training are refused always', () => {
  const changed = [{ path: 'out/predictions.csv', sha256: 'b'.repeat(64) }];
  const custody = checkCustody({ validation, training, predictions: changed }, []);
  expect(custody.model).toBeNull();
  expect(custody.findings[0]).toMatchObject({
    code: 'predictions-differ',
    severity: 'error',
    message: expect.stringContaining('out/predictions.csv is not the file that'),
  });
});

test('predictions that training does not list are refused only where the record is required', () => {
  const strange = [{ path: 'elsewhere.csv', sha256: 'b'.repeat(64) }];
  expect(refusals({ validation, training, predictions: strange })).toEqual([
    'predictions-not-from-training',
  ]);
  const custody = checkCustody({ validation, training, predictions: strange }, []);
  expect(custody.findings.map(({ severity }) => severity)).toEqual(['info']);
  expect(custody.model).toBeNull();
});

test('the step reads the records beside it, names the model, and refuses by name', async () => {
  const rows = simulate(300, 6);
  const challenger = csv(predict(rows, 0, 0.3));
  const sha256 = createHash('sha256').update(challenger).digest('hex');
  const artifacts = [{ path: 'new.csv', size: challenger.length, sha256 }];
  const files = {
    'new.csv': challenger,
    'old.csv': csv(predict(rows, 1, 2)),
    'mlops.yml': `version: 1
models:
  flights:
    evaluate: { metrics: { auc: { min: 0.5 } }, require: [validated-data, training-record] }`,
  };
  const records = {
    '.mlops/records/data-validate.json': JSON.stringify(validation),
    '.mlops/records/train-on-gpu-runner.json': JSON.stringify({ ...training, artifacts }),
  };
  const inputs = { challenger: 'new.csv', champion: 'old.csv' };
  const whole = await gate({ ...files, ...records }, inputs);
  expect(whole.record?.verdict).toBe('pass');
  expect(whole.record?.subject.model).toBe(digest('e'));

  const bare = await gate(files, inputs);
  expect(bare.exitCode).toBe(1);
  expect(bare.record?.summary).toMatch(/^The policy requires validated data, but this report/u);
  expect(bare.record?.subject.model).toBeNull();
  expect(bare.host.outputs.get('promote')).toBe('false');

  const touched = await gate(
    { ...files, ...records, 'new.csv': challenger.replace('0.', '0.0') },
    inputs,
  );
  expect(touched.exitCode).toBe(1);
  expect(touched.record?.findings[0]?.code).toBe('predictions-differ');
});
