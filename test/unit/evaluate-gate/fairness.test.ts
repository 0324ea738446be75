import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type FairnessMeasure,
  type GroupCounts,
  measureFairness,
} from '../../../actions/evaluate-gate/fairness-measures.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { gateBoth, predict, simulate } from './predictions.ts';

interface Golden {
  by: Record<string, { groups: GroupCounts[]; measures: Record<FairnessMeasure, number> }>;
}
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/evaluate-gate/fairlearn.json', import.meta.url), 'utf8'),
) as Golden;

const figures = Object.entries(golden.by).flatMap(([by, { groups, measures }]) =>
  Object.entries(measures).map(([measure, value]) => ({
    by,
    groups,
    measure: measure as FairnessMeasure,
    value,
  })),
);

test.each(figures)('$measure by $by is that of Fairlearn', ({ groups, measure, value }) => {
  const found = measureFairness(measure, groups, 0.95);
  expect(found?.estimate).toBeCloseTo(value, 12);
  expect(found?.low).toBeLessThanOrEqual(value);
  expect(found?.high).toBeGreaterThanOrEqual(value);
});

describe('intervals', () => {
  const group = (name: string, hits: number, rows: number): GroupCounts => ({
    name,
    truePositives: hits,
    falseNegatives: rows - hits,
    falsePositives: 0,
    trueNegatives: 0,
  });

  test.each([
    { rates: [0.3, 0.4], sizes: [150, 400] },
    { rates: [0.5, 0.5], sizes: [200, 200] },
    { rates: [0.2, 0.25, 0.3, 0.6], sizes: [300, 60, 500, 100] },
  ])('cover the true gap and ratio of rates $rates', ({ rates, sizes }) => {
    const random = createRandom(7);
    const gap = Math.max(...rates) - Math.min(...rates);
    const ratio = Math.min(...rates) / Math.max(...rates);
    const covered = { gap: 0, ratio: 0 };
    const draws = 600;
    for (let draw = 0; draw < draws; draw++) {
      const groups = rates.map((rate, i) => {
        const size = sizes[i] ?? 0;
        let hits = 0;
        for (let row = 0; row < size; row++) if (random.uniform() < rate) hits++;
        return group(String(i), hits, size);
      });
      const difference = measureFairness('demographic-parity-difference', groups, 0.95);
      const quotient = measureFairness('selection-rate-ratio', groups, 0.95);
      if (difference !== undefined && difference.low <= gap && gap <= difference.high)
        covered.gap++;
      if (quotient !== undefined && quotient.low <= ratio && ratio <= quotient.high)
        covered.ratio++;
    }
    // Three standard errors below 95 %.
    expect(covered.gap / draws).toBeGreaterThan(0.923);
    expect(covered.ratio / draws).toBeGreaterThan(0.923);
  });

  test('a group of five rows leaves the gap open', () => {
    const found = measureFairness(
      'demographic-parity-difference',
      [group('a', 5000, 10_000), group('b', 5000, 10_000), group('c', 5, 5)],
      0.95,
    );
    expect(found?.estimate).toBe(0.5);
    expect(found?.low).toBeLessThan(0.1);
  });

  test('one group alone has no gap, and rates of zero no ratio', () => {
    expect(measureFairness('demographic-parity-difference', [group('a', 1, 2)], 0.95)).toBe(
      undefined,
    );
    const zeros = [group('a', 0, 50), group('b', 0, 50)];
    expect(measureFairness('selection-rate-ratio', zeros, 0.95)).toBe(undefined);
  });
});

describe('the gate', () => {
  const rows = simulate(4000, 4);
  const challenger = predict(rows, 0, 0.5).map((row) =>
    // DCA is predicted positive far less often than the others.
    row.origin === 'DCA' ? { ...row, prediction: Number(row.prediction) / 2.5 } : row,
  );
  const champion = predict(rows, 1, 0.8);

  test('fails a challenger that is better but treats groups differently, and names them', async () => {
    const policy = `metrics: { auc: { min: 0.6 } }
fairness: { by: [origin], limits: { demographic-parity-difference: 0.1 } }`;
    const ran = await gateBoth(challenger, champion, policy);
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.summary).toMatch(
      /^Demographic parity difference by origin 0\.\d{4} \(95 % interval 0\.\d{4} to 0\.\d{4}; lowest DCA, highest (ATL|BOS)\): above the ceiling 0\.1$/u,
    );
    expect(ran.record?.findings[0]).toMatchObject({
      code: 'groups-treated-differently',
      severity: 'error',
      column: 'origin',
    });
    const table = ran.record?.tables.find(({ title }) => title === 'Rates by origin');
    expect(table?.rows[0]?.[0]).toBe('DCA');
    const metric = ran.record?.metrics.find(({ name }) => name === 'demographic-parity-difference');
    expect(metric).toMatchObject({ column: 'origin', better: 'lower', verdict: 'fail' });
    expect(metric?.baseline).toBeLessThan(0.1);
  });

  test('limits the change against the champion, in either direction', async () => {
    const policy = `metrics: { auc: { min: 0.6 } }
fairness: { by: [origin], max-regression: { demographic-parity-difference: 0.02, selection-rate-ratio: 0.05 } }`;
    const ran = await gateBoth(challenger, champion, policy);
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toMatch(
      /^Demographic parity difference by origin changed by \+0\.\d{4} \(95 % interval \+0\.\d{4} to \+0\.\d{4}\): worse \(allowed 0\.02\) against the champion$/u,
    );
    const table = ran.record?.tables.find(({ id }) => id === 'fairness-1');
    expect(table?.columns.map(({ title }) => title)).toContain('change');
    const back = await gateBoth(champion, challenger, policy);
    expect(back.record?.findings.map(({ code }) => code)).not.toContain(
      'groups-treated-differently',
    );
  });

  test('calibration within groups is the largest distance of what happened from what was said', async () => {
    const half = (id: number, group: string, label: number) => ({ id, group, label });
    const labelled = Array.from({ length: 400 }, (_, i) =>
      // Group a: 50 of 200 positive; group b: 120 of 200.
      half(i, i < 200 ? 'a' : 'b', i < 50 || (i >= 200 && i < 320) ? 1 : 0),
    );
    const table = labelled.map((row) => ({ ...row, prediction: row.id % 2 === 0 ? 0.25 : 0.35 }));
    const policy = `metrics: { brier: { max: 1 } }
fairness: { by: [group], limits: { calibration-within-groups: 0.1 } }`;
    const ran = await gateBoth(table, table, policy);
    expect(ran.record?.verdict).toBe('fail');
    const found = ran.record?.metrics.find(({ name }) => name === 'calibration-within-groups');
    // Both groups are promised 0.3.
    expect(found?.value).toBeCloseTo(0.6 - 0.3, 12);
    expect(found?.baseline).toBeCloseTo(0.3, 12);
    // Normal interval of 200 residuals at 97.5 %: 2.2414 standard errors, by hand.
    const error = Math.sqrt((0.6 * 0.4 + 0.05 ** 2) / 199);
    expect(found?.high).toBeCloseTo(0.3 + 2.2414027 * error, 4);
  });

  test('advisory fairness warns, and groups of two columns are taken together', async () => {
    const sexed = challenger.map((row, i) => ({ ...row, sex: i % 2 === 0 ? 'F' : 'M' }));
    const policy = `metrics: { auc: { min: 0.6 } }
fairness:
  by: [[origin, sex]]
  required: false
  limits: { selection-rate-ratio: 0.8 }`;
    const ran = await gateBoth(sexed, champion, policy);
    expect(ran.record?.verdict).toBe('warn');
    const table = ran.record?.tables.find(({ id }) => id === 'groups-1');
    expect(table?.rows.map(([name]) => String(name)).toSorted()).toEqual([
      'ATL × F',
      'ATL × M',
      'BOS × F',
      'BOS × M',
      'DCA × F',
      'DCA × M',
    ]);
  });

  test('groups that are too small are named, not dropped in silence', async () => {
    const rare = challenger.map((row, i) => (i < 12 ? { ...row, origin: 'RARE' } : row));
    const policy = 'fairness: { by: [origin], limits: { equalized-odds-difference: 0.9 } }';
    const ran = await gateBoth(rare, champion, policy);
    expect(ran.record?.findings.find(({ code }) => code === 'group-too-small')?.message).toBe(
      'Too small to judge fairness by origin (fewer than 100 rows): RARE (12).',
    );
  });

  test('scores have no classes to be fair with: the limit fails by name', async () => {
    const scores = (table: typeof challenger) =>
      table.map((row) => ({ ...row, prediction: Number(row.prediction) - 0.5 }));
    const policy = 'fairness: { by: [origin], limits: { selection-rate-ratio: 0.8 } }';
    const ran = await gateBoth(scores(challenger), scores(champion), policy);
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.findings.find(({ severity }) => severity === 'error')?.message).toBe(
      'Fairness could not be judged: fairness needs probabilities or classes, and the predictions are scores.',
    );
  });

  test('a limit with a typo is no limit that is quietly missing', async () => {
    const policy = 'fairness:\n  by: [origin]\n  limits:\n    selection-rate-ration: 0.8';
    const ran = await gateBoth(challenger, champion, policy);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'policy.yml:4: unknown key "fairness.limits.selection-rate-ration"; did you mean "selection-rate-ratio"?',
    );
  });
});
