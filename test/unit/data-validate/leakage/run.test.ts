import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { createRandom } from '../../../../shared/stats/random.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

interface Visit {
  id: number;
  patient: number;
  day: string;
  dose: number;
  ill: number;
}

/** Visits of patients, a day each, that have nothing to do with each other. */
function visits(from: number, count: number, day = from): Visit[] {
  const random = createRandom(from);
  return Array.from({ length: count }, (_, i) => ({
    id: from + i,
    patient: from + Math.floor(i / 2),
    day: new Date(Date.UTC(2024, 0, 1) + (day + i) * 86_400_000).toISOString().slice(0, 10),
    dose: random.below(1_000_000),
    ill: random.below(2),
  }));
}

function csv(rows: readonly object[]): string {
  const [first = {}] = rows;
  const lines = rows.map((row) => Object.values(row).join(','));
  return [Object.keys(first).join(','), ...lines, ''].join('\n');
}

const model = (lines: string, validate = '') => `version: 1
models:
  visits:
    data: { train: train.csv, test: test.csv }
    validate:
      checks: [{ check: row-count, min: 1 }]
${validate}
${lines}
`;

async function run(config: string, files: Record<string, string>) {
  return runStep(step, tempDir({ 'mlops.yml': config, ...files }));
}

function leaks(record: StepRecord | undefined): string[] {
  const codes = /^(?:shared-|time-travel|label-giveaway|leakage-)/u;
  return (record?.findings ?? [])
    .filter(({ code }) => codes.test(code))
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const train = visits(1, 300);
const later = visits(1_001, 100);

describe('between splits', () => {
  test('that share nothing, nothing is found, and what was looked at is in the record', async () => {
    const ran = await run(model('    key: id\n    time: day', '      leakage: true'), {
      'train.csv': csv(train),
      'test.csv': csv(later),
    });
    expect(ran.record?.verdict).toBe('pass');
    expect(leaks(ran.record)).toEqual([]);
    const table = ran.record?.tables.find(({ id }) => id === 'leakage-splits');
    expect(table?.rows.map(([, check, found]) => `${check}: ${found}`)).toEqual([
      'no row of test is trained on: 0 of 100 rows of test (0 %); 0 % of the training rows repeat within the training data',
      'no id of test is trained on: none in both',
      'training ends before test begins: 0 of 300 training rows (0 %) are later than the first row of the split; the last is of 2024-10-27, the first row of the split of 2026-09-28',
    ]);
    expect(ran.record?.summary).toBe('4 checks on 300 rows, none failed.');
  });

  test('the same rows are found, also under another key', async () => {
    const copies = train.slice(10, 13).map((row, i) => ({ ...row, id: 5_000 + i }));
    const ran = await run(model('    key: id', '      leakage: true'), {
      'train.csv': csv(train),
      'test.csv': csv([...later, ...copies]),
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.findings[0]).toMatchObject({ file: 'mlops.yml', line: 7 });
    expect(leaks(ran.record)).toEqual([
      'error: no row of test is trained on: 3 of 103 rows of test (2.91 %), rows 101, 102, 103 there; 0 % of the training rows repeat within the training data; expected no more than chance repeats.',
    ]);
  });

  test('the same keys and groups are found', async () => {
    const validate = '      leakage: { groups: [patient] }';
    const ran = await run(model('    key: id', validate), {
      'train.csv': csv(train),
      'test.csv': csv([...later, { ...later[0], id: 7, patient: 2, dose: -1 }]),
    });
    expect(leaks(ran.record).toSorted()).toEqual([
      'error: no id of test is trained on: 1 of 101 rows of test (0.99 %), row 101 there; expected none.',
      'error: patient of test stays out of the training data: 1 of 101 rows of test (0.99 %), row 101 there, 1 value in both; expected none.',
    ]);
  });

  test('time travel is found where it is asked for: a random split is no fault in itself', async () => {
    const files = { 'train.csv': csv(train), 'test.csv': csv(visits(1_001, 100, 290)) };
    const silent = await run(model('    time: day'), files);
    expect(leaks(silent.record)).toEqual([]);
    const ran = await run(model('    time: day', '      leakage: { severity: warning }'), files);
    expect(ran.exitCode).toBe(0);
    expect(leaks(ran.record)).toEqual([
      'warning: training ends before test begins: 10 of 300 training rows (3.33 %) are later than the first row of the split; the last is of 2024-10-27, the first row of the split of 2024-10-17; expected no training row later than the first row of the split.',
    ]);
  });

  test('rows with few values repeat by chance: that alone is no leakage, more of it is', async () => {
    const random = createRandom(3);
    const coins = (count: number) =>
      Array.from({ length: count }, () => ({ a: random.below(40), b: random.below(40) }));
    const drawn = coins(1_000);
    const files = { 'train.csv': csv(drawn), 'test.csv': csv(coins(300)) };
    const alike = await run(model('', '      leakage: true'), files);
    expect(leaks(alike.record)).toEqual([]);
    const copied = { ...files, 'test.csv': csv([...coins(100), ...drawn.slice(0, 200)]) };
    const leaky = await run(model('', '      leakage: true'), copied);
    expect(leaks(leaky.record)).toEqual([
      expect.stringContaining('error: no row of test is trained on'),
    ]);
    const strict = await run(model('', '      leakage: { max-shared: 0 }'), files);
    expect(leaks(strict.record)).toEqual([expect.stringContaining('expected none.')]);
  });

  test('the same values are the same row, whatever file holds them', async () => {
    const ran = await run(
      model('', '      leakage: { splits: { test: test.jsonl, holdout: test.csv } }'),
      {
        'train.csv': 'x,y,day\n1,0.5,2024-01-01\n2,1,2024-01-02\n',
        'test.jsonl': '{"y":0.5,"x":1.0,"day":"2024-01-01"}\n{"y":3,"x":9,"day":"2024-01-01"}\n',
        'test.csv': 'day,x,y\n2024-01-02,2,1.0\n',
      },
    );
    expect(leaks(ran.record)).toEqual([
      expect.stringContaining('no row of holdout is trained on: 1 of 1 row of holdout'),
      expect.stringContaining('no row of test is trained on: 1 of 2 rows of test'),
    ]);
  });
});

describe('what cannot be looked at', () => {
  test('fails where it is declared', async () => {
    const validate = '      leakage: { key: visit, groups: [clinic], label: sick }';
    const ran = await run(model('', validate), {
      'train.csv': csv(train),
      'test.csv': csv(later),
    });
    expect(ran.exitCode).toBe(1);
    const text = leaks(ran.record).join('\n');
    for (const name of ['visit', 'clinic', 'sick']) {
      expect(text).toContain(`the data has no column "${name}"`);
    }
    const gone = await run(model('', '      leakage: true'), { 'train.csv': csv(train) });
    expect([gone.exitCode, gone.log]).toEqual([
      2,
      expect.stringContaining('There is no file test.csv'),
    ]);
  });

  test('is noted where nobody asked, and the data is not compared with itself', async () => {
    const gone = await run(model(''), { 'train.csv': csv(train) });
    expect(gone.record?.verdict).toBe('pass');
    expect(leaks(gone.record)).toEqual([
      expect.stringContaining(
        'info: Leakage between the training data and test was not looked for',
      ),
    ]);
    const root = tempDir({ 'mlops.yml': model('    key: id'), 'test.csv': csv(later) });
    const itself = await runStep(step, root, { data: 'test.csv' });
    expect(leaks(itself.record)).toEqual([]);
  });

  test('is not, where it is switched off', async () => {
    const ran = await run(model('    key: id', '      leakage: false'), {
      'train.csv': csv(train),
      'test.csv': csv(train),
    });
    expect(leaks(ran.record)).toEqual([]);
  });
});

describe('features', () => {
  const rows = visits(10_000, 2_000);
  test('one that gives the label away is named, with its interval', async () => {
    const outcome = rows.map((row) => ({ ...row, discharge: row.ill * 3 + (row.dose % 3) / 10 }));
    const ran = await run(model('    key: id\n    label: ill', '      leakage: true'), {
      'train.csv': csv(outcome),
      'test.csv': csv(later),
    });
    expect(leaks(ran.record)).toEqual([
      expect.stringMatching(
        /^error: discharge alone does not give ill away: it ranks 1,000 rows held out with an AUC of 1\.000 \(0\.992\d? to 1\.000\); expected an AUC of at most 0\.95, with its interval\.$/u,
      ),
    ]);
    const table = ran.record?.tables.find(({ id }) => id === 'leakage-features');
    expect(table?.rows.map(([feature]) => feature)).toEqual(
      expect.arrayContaining([
        { kind: 'code', text: 'discharge' },
        { kind: 'code', text: 'dose' },
      ]),
    );
    const metric = ran.record?.metrics.find(({ column }) => column === 'dose');
    expect(metric).toMatchObject({ name: 'single-feature-auc', level: 0.95 });
    expect(metric?.low).toBeLessThan(0.5);
  });

  test('may be ignored; the same data gives the same figures again', async () => {
    const outcome = rows.map((row) => ({ ...row, discharge: row.ill }));
    const files = { 'train.csv': csv(outcome), 'test.csv': csv(later) };
    const config = model('    label: ill', '      leakage: { ignore: [discharge] }');
    const [one, two] = [await run(config, files), await run(config, files)];
    expect(leaks(one.record)).toEqual([]);
    expect(one.record?.metrics).toEqual(two.record?.metrics);
  });
});
