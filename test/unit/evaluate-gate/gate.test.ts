import { describe, expect, test } from 'vitest';
import { csv, gate, gateBoth, predict, simulate } from './predictions.ts';

const rows = simulate(3000, 1);
const sharp = predict(rows, 0, 0.3);
const blurred = predict(rows, 1, 2);

describe('a challenger against a champion', () => {
  test('that is better passes, and the summary says by how much', async () => {
    const ran = await gateBoth(
      sharp,
      blurred,
      'metrics: { auc: { min: 0.6, max-regression: 0.002 } }',
    );
    expect(ran.record?.summary).toMatch(
      /^AUC \+0\.\d{4} \(95 % interval \+0\.\d{4} to \+0\.\d{4}\) on 3,000 held-out rows: better than the champion$/u,
    );
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.exitCode).toBe(0);
    expect(ran.host.outputs.get('promote')).toBe('true');
    const metrics = JSON.parse(ran.host.outputs.get('metrics') ?? '');
    expect(metrics.auc.delta).toBeCloseTo(metrics.auc.value - metrics.auc.baseline, 12);
    expect(metrics.auc.verdict).toBe('pass');
    const verdict = ran.record?.tables[0]?.rows[0]?.at(-1);
    expect(verdict).toEqual({
      kind: 'verdict',
      verdict: 'pass',
      text: 'better, above the floor 0.6',
    });
  });

  test('that is worse fails the job and is not promoted', async () => {
    const ran = await gateBoth(blurred, sharp, 'metrics: { auc: { max-regression: 0.002 } }');
    expect(ran.record?.summary).toMatch(
      /^AUC −0\.\d{4} \(95 % interval −0\.\d{4} to −0\.\d{4}\) on 3,000 held-out rows: worse than the champion by more than the allowed 0\.002$/u,
    );
    expect(ran.exitCode).toBe(1);
    expect(ran.host.outputs.get('promote')).toBe('false');
  });

  test('that cannot be told apart is inconclusive, with the rows that would decide', async () => {
    const [a, b] = [predict(rows, 0, 1), predict(rows, 1, 1.02)];
    const ran = await gateBoth(a, b, 'metrics: { auc: { max-regression: 0.0001 } }');
    expect(ran.record?.summary).toMatch(
      /: inconclusive, as the interval reaches beyond the allowed regression of 0\.0001; about [\d,]+000 rows would decide$/u,
    );
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(ran.exitCode).toBe(0);
    expect(ran.host.outputs.get('promote')).toBe('false');
    const strict = await gateBoth(a, b, 'metrics: { auc: { max-regression: 0.0001 } }', {
      'fail-on': 'inconclusive',
    });
    expect(strict.exitCode).toBe(1);
  });

  test('that is no worse within an allowed share of the champion passes', async () => {
    const [a, b] = [predict(rows, 0, 1), predict(rows, 1, 1.02)];
    const ran = await gateBoth(
      a,
      b,
      'metrics: { log-loss: { max-regression: { relative: 0.2 } } }',
    );
    expect(ran.record?.summary).toMatch(/: no worse than the champion \(allowed 0\.\d+\)$/u);
    const [metric] = ran.record?.metrics ?? [];
    const [row] = ran.record?.tables[0]?.rows ?? [];
    expect(ran.record?.tables[0]?.columns[4]?.title).toBe('worse ◂ 95 % interval ▸ better');
    expect(row?.[4]).toMatchObject({ better: 'lower', allowed: 0.2 * (metric?.baseline ?? 0) });
  });

  test('that gives the same answers passes, and is said to be identical', async () => {
    const ran = await gateBoth(sharp, sharp.toReversed());
    expect(ran.record?.summary).toBe(
      "The challenger's predictions are identical to the champion's on all 3,000 held-out rows",
    );
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.findings.map(({ code }) => code)).toContain('models-identical');
    expect(ran.record?.metrics[0]).toMatchObject({ delta: 0, low: 0, high: 0 });
  });

  test('below the floor fails, however much better it is', async () => {
    const ran = await gateBoth(
      sharp,
      blurred,
      'metrics: { auc: { min: 0.99, max-regression: 0 } }',
    );
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toMatch(
      /^AUC 0\.\d{4} \(95 % interval 0\.\d{4} to 0\.\d{4}\) on 3,000 held-out rows: below the floor 0\.99$/u,
    );
  });

  test('above a ceiling fails', async () => {
    const ran = await gateBoth(sharp, blurred, 'metrics: { log-loss: { max: 0.1 } }');
    expect(ran.record?.summary).toMatch(/^Log loss 0\.\d+ .*: above the ceiling 0\.1$/u);
  });

  test('worse in an advisory metric only warns', async () => {
    const policy = `metrics:
  auc: { min: 0.6 }
  brier: { max-regression: 0, required: false }`;
    const ran = await gateBoth(blurred, sharp, policy);
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.host.outputs.get('promote')).toBe('true');
    const cell = ran.record?.tables[0]?.rows[0]?.at(-1);
    expect(cell).toEqual({ kind: 'verdict', verdict: 'warn', text: 'worse (advisory)' });
  });

  test('without a policy is judged by AUC, and the record says so', async () => {
    const ran = await gateBoth(sharp, blurred);
    expect(ran.record?.findings.find(({ code }) => code === 'no-policy')?.message).toMatch(
      /^The policy names no metric, so AUC is judged/u,
    );
    expect(ran.record?.metrics.map(({ name }) => name)).toEqual(['auc', 'log-loss', 'accuracy']);
  });
});

describe('a first run', () => {
  test('is judged by floors, and says there is no champion', async () => {
    const files = { 'new.csv': csv(sharp), 'policy.yml': 'metrics: { auc: { min: 0.6 } }' };
    const ran = await gate(files, { challenger: 'new.csv', policy: 'policy.yml' });
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toMatch(
      /: above the floor 0\.6; there is no champion yet, so only floors and ceilings were judged$/u,
    );
    expect(ran.record?.metrics[0]).not.toHaveProperty('baseline');
  });

  test('without a floor passes nothing off as judged', async () => {
    const ran = await gate({ 'new.csv': csv(sharp) }, { challenger: 'new.csv' });
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.record?.summary).toMatch(
      /^AUC 0\.\d+ .* there is no champion yet and the policy sets no floor, so nothing was judged$/u,
    );
    expect(ran.record?.tables[0]?.rows[0]?.at(-1)).toBe('not judged');
  });
});

describe('slices', () => {
  const spoiled = sharp.map((row, i) =>
    row.origin === 'BOS' ? { ...row, prediction: (i % 97) / 97 } : row,
  );

  test('a slice that got worse fails a challenger that is better overall', async () => {
    const policy = `metrics: { auc: { max-regression: 0.05 } }
slices: { by: [origin], min-rows: 50 }`;
    const weak = predict(rows, 1, 2.5);
    const ran = await gateBoth(spoiled, weak, policy);
    const table = ran.record?.tables.find(({ id }) => id === 'slices');
    expect(table?.rows[0]?.[0]).toBe('origin = BOS');
    expect(table?.rows[0]?.at(-1)).toEqual({
      kind: 'verdict',
      verdict: 'fail',
      text: 'worse (allowed 0.05)',
    });
    expect(table?.title).toBe('Slices: 1 of 3 worse beyond the allowed change');
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.findings.find(({ code }) => code === 'slice-worse')?.message).toMatch(
      /^origin = BOS: worse than the champion by AUC −0\.\d{4}, beyond the allowed change \([\d,]+ rows\)\.$/u,
    );
  });

  test('small slices and missing values are counted, not judged or dropped in silence', async () => {
    const rare = sharp.map((row, i) => ({
      ...row,
      origin: i < 20 ? 'RARE' : i % 2 === 0 ? null : 'ATL',
    }));
    const ran = await gateBoth(rare, blurred, '', { slices: 'origin' });
    const table = ran.record?.tables.find(({ id }) => id === 'slices');
    expect(table?.rows.map(([name]) => name).toSorted()).toEqual([
      'origin = (missing)',
      'origin = ATL',
    ]);
    expect(table?.note).toContain(
      '1 slice with fewer than 100 rows, or one class only, not judged.',
    );
  });

  test('a column that no file has fails by name', async () => {
    const ran = await gateBoth(sharp, blurred, '', { slices: 'airline' });
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toBe(
      'The policy groups rows by "airline", but no file has this column. Add it to the predictions or the data, or take it out of the policy.',
    );
  });

  test('a column of a thousand values and more fails by name', async () => {
    const ran = await gateBoth(sharp, blurred, '', { slices: 'id' });
    expect(ran.record?.findings.find(({ code }) => code === 'slice-too-fine')?.message).toContain(
      'Column "id" has more than 1,000 values',
    );
  });
});

describe('forms of data', () => {
  test('labels and slices come from the held-out data, joined by key', async () => {
    const bare = (predictions: typeof sharp) =>
      predictions.map(({ id, prediction }) => ({ flight: id ?? null, p: prediction ?? null }));
    const held = rows.map(({ id, label, origin }) => ({
      origin,
      late: label === 1 ? 'yes' : 'no',
      flight: id,
    }));
    const ran = await gate(
      {
        'new.csv': csv(bare(sharp)),
        'old.csv': csv(bare(blurred.toReversed())),
        'held.csv': csv(held),
        'policy.yml': 'positive: yes\nmetrics: { auc: { max-regression: 0 } }',
      },
      {
        ...{ challenger: 'new.csv', champion: 'old.csv', data: 'held.csv', policy: 'policy.yml' },
        ...{ key: 'flight', prediction: 'p', label: 'late', slices: 'origin' },
      },
    );
    const plain = await gateBoth(sharp, blurred, 'metrics: { auc: { max-regression: 0 } }', {
      slices: 'origin',
    });
    expect(ran.record?.metrics).toEqual(plain.record?.metrics);
    expect(ran.record?.subject.data).toMatch(/^sha256:[0-9a-f]{64}$/u);
  });

  test('classes by name are compared as classes', async () => {
    const named = (predictions: typeof sharp) =>
      predictions.map(({ id, prediction, label }) => ({
        id: id ?? null,
        prediction: Number(prediction) >= 0.5 ? 'late' : 'on time',
        label: label === 1 ? 'late' : 'on time',
      }));
    const ran = await gateBoth(
      named(sharp),
      named(blurred),
      'positive: late\nmetrics: { accuracy: { max-regression: 0 }, f1: { max-regression: 0 } }',
    );
    const plain = await gateBoth(
      sharp,
      blurred,
      'metrics: { accuracy: { max-regression: 0 }, f1: { max-regression: 0 } }',
    );
    expect(ran.record?.metrics).toEqual(plain.record?.metrics);
    expect(ran.record?.verdict).toBe('pass');
  });

  test('a JSON lines file and a CSV file with other types are the same rows', async () => {
    const lines = blurred.map((row) => JSON.stringify({ ...row, label: row.label === 1 }));
    const ran = await gate(
      { 'new.csv': csv(sharp), 'old.jsonl': lines.join('\n') },
      { challenger: 'new.csv', champion: 'old.jsonl' },
    );
    const plain = await gateBoth(sharp, blurred);
    expect(ran.record?.metrics).toEqual(plain.record?.metrics);
  });
});
