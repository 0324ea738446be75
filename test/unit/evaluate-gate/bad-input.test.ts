import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/evaluate-gate/main.ts';
import { runStep } from '../../support/run-step.ts';
import {
  csv,
  directoryOf,
  gate,
  gateBoth,
  predict,
  simulate,
  type TableRow,
} from './predictions.ts';

const rows = simulate(400, 2);
const challenger = predict(rows, 0, 0.5);
const champion = predict(rows, 1, 1.5);

const change = (table: readonly TableRow[], at: number, to: TableRow): TableRow[] =>
  table.map((row, i) => (i === at ? { ...row, ...to } : row));
const map = (table: readonly TableRow[], to: (row: TableRow, i: number) => TableRow): TableRow[] =>
  table.map((row, i) => ({ ...row, ...to(row, i) }));

interface Case {
  name: string;
  challenger?: readonly TableRow[];
  champion?: readonly TableRow[];
  policy?: string;
  inputs?: Readonly<Record<string, string>>;
  code: string;
  says: string;
}

const cases: Case[] = [
  {
    name: 'keys that repeat',
    challenger: change(challenger, 7, { id: 'r8' }),
    code: 'keys-repeat',
    says: 'Column "id" of the challenger file repeats: 400 rows, but only 399 different keys.',
  },
  {
    name: 'a row without a key',
    champion: change(champion, 3, { id: null }),
    code: 'key-missing',
    says: '1 row of the champion file has no key in column "id".',
  },
  {
    name: 'rows missing on one side',
    challenger: challenger.slice(5),
    code: 'keys-do-not-match',
    says: 'The files are not about the same rows: 5 rows only in the champion file (by key "id").',
  },
  {
    name: 'rows missing on both sides',
    challenger: challenger.slice(5),
    champion: champion.slice(0, -1),
    code: 'keys-do-not-match',
    says: '1 row only in the challenger file, 5 rows only in the champion file',
  },
  {
    name: 'no common rows',
    challenger: map(challenger, ({ id }) => ({ id: `x${id}` })),
    code: 'no-common-rows',
    says: 'The challenger and the champion file have no row in common: no key in column "id" is in both.',
  },
  {
    name: 'labels that disagree',
    challenger: map(challenger, ({ label }, i) => ({
      label: i < 3 ? 1 - Number(label) : Number(label),
    })),
    code: 'labels-disagree',
    says: 'The champion and the challenger file disagree about the label of 3 rows.',
  },
  {
    name: 'a row without a label',
    challenger: change(challenger, 0, { label: null }),
    code: 'label-missing',
    says: '1 row of the challenger file has no label in column "label".',
  },
  {
    name: 'one class only',
    challenger: map(challenger, () => ({ label: 1 })),
    champion: map(champion, () => ({ label: 1 })),
    code: 'one-class',
    says: 'Every row has the same label ("1"), so nothing can be told right from wrong.',
  },
  {
    name: 'constant predictions',
    challenger: map(challenger, () => ({ prediction: 0.25 })),
    code: 'prediction-constant',
    says: 'Every prediction of the challenger in column "prediction" is the same.',
  },
  {
    name: 'predictions that are not finite',
    challenger: change(change(challenger, 4, { prediction: 'inf' }), 9, { prediction: '-inf' }),
    code: 'prediction-not-finite',
    says: '2 predictions of the challenger are not a finite number (NaN or infinity).',
  },
  {
    name: 'rows without a prediction',
    champion: change(champion, 4, { prediction: null }),
    code: 'prediction-missing',
    says: '1 row of the champion file has no prediction in column "prediction".',
  },
  {
    name: 'a prediction that is no number',
    challenger: change(challenger, 4, { prediction: 'error' }),
    code: 'value-breaks-type',
    says: 'Column "prediction" of the challenger file holds a value that is not a number, as the others are (new.csv row 5).',
  },
  {
    name: 'scores in percent',
    challenger: map(challenger, ({ prediction }) => ({ prediction: 100 * Number(prediction) })),
    code: 'prediction-in-percent',
    says: 'they look like percentages.',
  },
  {
    name: 'scores where the policy says probabilities',
    challenger: map(challenger, ({ prediction }) => ({ prediction: Number(prediction) - 0.5 })),
    policy: 'prediction-type: probability',
    code: 'prediction-not-a-probability',
    says: 'but the policy says they are probabilities.',
  },
  {
    name: 'classes that the labels do not know',
    challenger: map(challenger, ({ label }) => ({ prediction: label === 1 ? 'late' : 'early' })),
    code: 'prediction-unknown-class',
    says: '400 predictions of the challenger in column "prediction" are no class that the labels know.',
  },
  {
    name: 'three classes, and predictions that are none of them',
    challenger: map(challenger, (_, i) => ({ label: ['a', 'b', 'c'][i % 3] ?? 'a' })),
    champion: map(champion, (_, i) => ({ label: ['a', 'b', 'c'][i % 3] ?? 'a' })),
    code: 'prediction-unknown-class',
    says: '400 predictions of the challenger in column "prediction" are no class that the labels know.',
  },
  {
    name: 'a label of too many names',
    challenger: map(challenger, (_, i) => ({ label: `c${i % 30}` })),
    champion: map(champion, (_, i) => ({ label: `c${i % 30}` })),
    code: 'task-not-supported',
    says: 'The label has more than 20 values ("c0", "c1", "c10", "c11", …), too many for classes.',
  },
  {
    name: 'a cluster that no file names',
    policy: 'cluster: costumer',
    code: 'cluster-not-found',
    says: 'The policy names "costumer" as the cluster of rows, but no file has this column.',
  },
  {
    name: 'rows without their cluster',
    challenger: map(challenger, (_, i) => ({ shop: i === 3 ? null : i % 50 })),
    policy: 'cluster: shop',
    code: 'cluster-missing',
    says: '1 row has no value in column "shop"',
  },
  {
    name: 'two classes of which neither is known to be positive',
    challenger: map(challenger, ({ label }) => ({ label: label === 1 ? 'late' : 'on time' })),
    champion: map(champion, ({ label }) => ({ label: label === 1 ? 'late' : 'on time' })),
    code: 'positive-unknown',
    says: 'The labels are "late" and "on time"; which of them is the positive class is not known.',
  },
  {
    name: 'a positive class that the labels lack',
    policy: 'positive: delayed',
    code: 'positive-unknown',
    says: 'The policy says the positive class is "delayed", but the labels are "0" and "1".',
  },
  {
    name: 'a key column that a file lacks',
    inputs: { key: 'flight' },
    code: 'column-not-found',
    says: 'The challenger file has no column "flight", which should hold the key.',
  },
  {
    name: 'a prediction column with a typo',
    inputs: { prediction: 'predicton' },
    code: 'column-not-found',
    says: 'Did you mean "prediction"?',
  },
  {
    name: 'a label that no file has',
    inputs: { label: 'late' },
    code: 'label-not-found',
    says: 'No file has a column "late" with the true labels',
  },
  {
    name: 'no known key',
    challenger: challenger.map(({ id, ...row }) => ({ ...row, flight: id ?? null })),
    champion: champion.map(({ id, ...row }) => ({ ...row, flight: id ?? null })),
    code: 'key-unknown',
    says: 'The files share: prediction, label, origin, flight.',
  },
  {
    name: 'a policy with a typo',
    policy: 'metrics:\n  auc: { min: 0.5 }\n  acuracy: { min: 0.5 }',
    code: 'config-invalid',
    says: 'policy.yml:3: unknown key "metrics.acuracy"; did you mean "accuracy"?',
  },
  {
    name: 'a policy whose rule has a typo',
    policy: 'metrics:\n  auc:\n    max-regresion: 0.01',
    code: 'config-invalid',
    says: 'policy.yml:3: unknown key "metrics.auc.max-regresion"; did you mean "max-regression"?',
  },
  {
    name: 'a policy that no value can pass',
    policy: 'metrics:\n  auc: { min: 0.9, max: 0.8 }',
    code: 'config-invalid',
    says: 'policy.yml:2: "metrics.auc": min is above max, so no value can pass',
  },
  {
    name: 'a missing policy file',
    inputs: { policy: 'nowhere.yml' },
    code: 'policy-not-found',
    says: 'The policy file nowhere.yml cannot be read: there is no such file.',
  },
  {
    name: 'a missing champion file',
    inputs: { champion: 'nowhere.csv' },
    code: 'file-not-found',
    says: 'nowhere.csv',
  },
];

describe('bad input ends with exit code 2 and its own message', () => {
  test.each(cases)('$name', async (bad) => {
    const ran = await gateBoth(
      bad.challenger ?? challenger,
      bad.champion ?? champion,
      bad.policy,
      bad.inputs,
    );
    expect(ran.log).toContain(bad.says);
    expect(ran.exitCode).toBe(2);
    expect(ran.host.outputs.get('promote')).toBeUndefined();
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.findings[0]?.code).toBe(bad.code);
  });

  test('a missing policy file says where relative paths start, and no code of the system', async () => {
    const directory = directoryOf({ 'new.csv': csv(challenger) });
    const ran = await runStep(step, directory, { challenger: 'new.csv', policy: 'nowhere.yml' });
    expect(ran.log).toContain(`relative paths start from ${directory}.`);
    expect(ran.log).not.toContain('ENOENT');
  });

  test('a policy that is a directory is not said to be missing', async () => {
    const files = { 'new.csv': csv(challenger), 'rules/policy.yml': '' };
    const ran = await gate(files, { challenger: 'new.csv', policy: 'rules' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('The policy file rules cannot be read.');
    expect(ran.log).not.toContain('no such file');
  });

  test('values that break their type are placed in their files', async () => {
    const broken = [2, 205, 399].reduce((table, at) => change(table, at, { prediction: '?' }), [
      ...challenger,
    ] as TableRow[]);
    const files = { 'p/1.csv': csv(broken.slice(0, 200)), 'p/2.csv': csv(broken.slice(200)) };
    const ran = await gate(files, { challenger: 'p/*.csv' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'holds 3 values that are not a number, as the others are (p/1.csv row 3; p/2.csv rows 6, 200).',
    );
  });

  test('an empty file, and one with a header only', async () => {
    const files = { 'new.csv': csv(challenger), 'old.csv': '' };
    const empty = await gate(files, { challenger: 'new.csv', champion: 'old.csv' });
    expect(empty.exitCode).toBe(2);
    expect(empty.record?.findings[0]?.code).toBe('file-empty');
    const header = { ...files, 'old.csv': 'id,prediction,label\n' };
    const bare = await gate(header, { challenger: 'new.csv', champion: 'old.csv' });
    expect(bare.exitCode).toBe(2);
    expect(bare.log).toContain('The champion file has columns but no rows.');
  });

  test('a regression whose predictions are words', async () => {
    const values = map(challenger, (_, i) => ({ label: i / 7, prediction: i % 2 ? 'a' : 'b' }));
    const ran = await gate({ 'new.csv': csv(values) }, { challenger: 'new.csv' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'Column "prediction" of the challenger file holds no numbers, but the label is a number.',
    );
  });

  test('a ranking without its queries', async () => {
    const files = {
      'new.csv': csv(challenger),
      'mlops.yml': 'version: 1\nmodels: { m: { task: ranking } }',
    };
    const ran = await gate(files, { challenger: 'new.csv' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('the policy does not say which column tells queries apart');
  });

  test('rows of the held-out data without a prediction', async () => {
    const files = { 'new.csv': csv(challenger.slice(1)), 'held.csv': csv(champion) };
    const ran = await gate(files, { challenger: 'new.csv', data: 'held.csv' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('1 row only in the data file');
  });
});

describe('what the policy asks and the predictions lack is a failing finding', () => {
  test('a metric of probabilities, where the predictions are classes', async () => {
    const classes = (table: readonly TableRow[]) =>
      map(table, ({ prediction }) => ({ prediction: Number(prediction) >= 0.5 ? 1 : 0 }));
    const policy = 'metrics: { accuracy: { min: 0.1 }, log-loss: { max: 9 } }';
    const ran = await gateBoth(classes(challenger), classes(champion), policy);
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.findings[0]).toMatchObject({
      code: 'metric-not-computed',
      severity: 'error',
      message:
        'The policy names log-loss, which could not be computed: log loss needs probabilities, and the predictions are classes.',
    });
    expect(ran.record?.metrics[1]).toMatchObject({
      name: 'log-loss',
      value: null,
      verdict: 'fail',
    });
  });

  test('a metric of another task', async () => {
    const ran = await gateBoth(challenger, champion, 'metrics: { rmse: { max: 1 } }');
    expect(ran.record?.summary).toBe(
      'RMSE could not be computed: RMSE is a metric of regression tasks, and this is a binary one.',
    );
    expect(ran.exitCode).toBe(1);
  });

  test('a metric that divides by zero: precision of a model that predicts no positive', async () => {
    const shy = map(challenger, ({ prediction }) => ({ prediction: Number(prediction) / 3 }));
    const ran = await gateBoth(shy, champion, 'metrics: { precision: { min: 0.1 } }');
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.findings[0]?.message).toContain('the same class, which leaves it undefined');
  });
});
