import { describe, expect, test } from 'vitest';
import {
  type Answered,
  codes,
  csvOf,
  day,
  look,
  messageOf,
  report,
  rowsOf,
  tableOf,
} from './flights.ts';

const reference = csvOf(rowsOf(2_000));

/** The topics on this current data, with settings of `drift`. */
function judge(current: readonly Answered[], drift: Readonly<Record<string, unknown>> = {}) {
  return look({ 'r.csv': reference, 'c.csv': csvOf(current) }, { drift });
}

describe('with all labels', () => {
  test('a model that holds is said to hold, in every window', async () => {
    const ran = await judge(rowsOf(2_400, { seed: 2 }));
    const table = tableOf(ran, 'performance');
    expect(table.map(([cohort]) => cohort)).toEqual(['reference', '2026-01', '2026-02', '2026-03']);
    expect(table.slice(1).map((row) => row.slice(2, 3).concat(row[5] ?? ''))).toEqual([
      ['100 %', 'realised'],
      ['100 %', 'realised'],
      ['100 %', 'realised'],
    ]);
    expect(table.slice(1).every((row) => row.at(-1) !== 'fail: worse than allowed')).toBe(true);
    expect(codes(ran)).not.toContain('performance-dropped');
    expect(codes(ran)).not.toContain('concept-drift');
    const line = ran?.series.find(({ id }) => id === 'performance-over-time');
    expect(line?.lines.map(({ name }) => name)).toEqual(['realised', 'reference']);
  });

  test('a drop fails the run, names the window, and asks for retraining', async () => {
    const broken = rowsOf(3_000, { seed: 2, chance: (score, i) => (i < 1_000 ? score : 0.5) });
    const ran = await report(reference, csvOf(broken));
    expect([ran.record?.verdict, ran.exitCode]).toEqual(['fail', 1]);
    expect(ran.record?.summary).toMatch(
      /^P0: Performance dropped in 2026-02: AUC 0\.[45]\d+ \(between .+\), from 0\.8\d+ in the reference, on 9\d\d labels\.$/u,
    );
    expect(Object.fromEntries(ran.host.outputs)).toMatchObject({ alert: 'p0', retrain: 'true' });
    const verdicts = tableOf(ran.record, 'performance').map((row) => row.at(-1));
    expect(verdicts.slice(2)).toEqual(['fail: worse than allowed', 'fail: worse than allowed']);
    const metric = ran.record?.metrics.find(
      ({ name, slice }) => name === 'auc' && slice === '2026-02',
    );
    expect(metric?.delta).toBeLessThan(-0.2);
    expect(metric?.high).toBeLessThan(-0.05);
  });

  test('what is allowed, the limit, the metric and the threshold are policy', async () => {
    const broken = rowsOf(2_000, { seed: 2, chance: () => 0.5 });
    const patient = await judge(broken, { labels: { 'max-regression': 0.9 } });
    expect(codes(patient)).not.toContain('performance-dropped');
    const limited = await look(
      { 'r.csv': csvOf(rowsOf(2_000), ['score']), 'c.csv': csvOf(broken) },
      { drift: { labels: { metric: 'accuracy', limit: 0.6, threshold: 0.4 } } },
    );
    expect(messageOf(limited, 'performance-dropped')).toMatch(
      /^Performance dropped in 2026-01: accuracy 0\.\d+ \(between /u,
    );
    const unfit = await judge(broken, { labels: { metric: 'rmse' } });
    expect(messageOf(unfit, 'metric-unfit')).toContain('rmse cannot be computed');
    expect(unfit?.verdict).not.toBe('pass');
  });

  test('a reference without predictions leaves figures that nothing is held against', async () => {
    const ran = await look({
      'r.csv': csvOf(rowsOf(2_000), ['score']),
      'c.csv': csvOf(rowsOf(1_500, { seed: 3 })),
    });
    expect(messageOf(ran, 'no-baseline')).toContain('drift.labels.limit');
    expect(tableOf(ran, 'performance').map((row) => row.at(-1))).toEqual(
      Array.from({ length: 3 }, () => 'pass: shown only'),
    );
  });

  test('too few of them are shown, not judged', async () => {
    const few = rowsOf(300, { seed: 4, chance: () => 0.5 });
    const ran = await judge(few);
    expect(messageOf(ran, 'labels-few')).toContain('fewer than 200 labels');
    expect(codes(ran)).not.toContain('performance-dropped');
    expect(tableOf(ran, 'performance')[1]?.at(-1)).toBe('pass: too few labels to judge');
  });
});

describe('labels that have not arrived', () => {
  const waiting = rowsOf(3_000, { seed: 5 });

  test('are no missing values, and their windows are estimated and marked so', async () => {
    const current = waiting.map((row, i) => (i < 2_000 ? row : { ...row, late: '' }));
    const ran = (await report(reference, csvOf(current))).record;
    expect(codes(ran)).not.toContain('missing-values');
    const [, january, , march] = tableOf(ran, 'performance');
    expect(january?.[5]).toBe('realised');
    expect([march?.[5], march?.[2]]).toEqual(['estimated', '3 %']);
    const estimate = ran?.metrics.find(({ name }) => name === 'estimated-auc');
    expect(estimate?.slice).toBe('2026-03');
    // The model's probabilities are right and x has not moved: the estimate is the truth.
    expect(Math.abs((estimate?.value ?? 0) - 0.81)).toBeLessThan(0.03);
    expect(messageOf(ran, 'estimated')).toContain('cannot see a change of it');
    expect(messageOf(ran, 'labels-waiting')).toContain('2026-03');
  });

  test('all of them: the estimate follows a shift of the features', async () => {
    // Far from the boundary the model is surer, so accuracy rises and labels would agree.
    const shifted = rowsOf(2_000, { seed: 6, shift: 2 });
    const right = shifted.filter(({ score, late }) => Number(score) >= 0.5 === (late === 1)).length;
    const ran = await judge(
      shifted.map((row) => ({ ...row, late: '' })),
      { labels: { metric: 'accuracy' } },
    );
    expect(codes(ran)).toContain('no-labels');
    expect(codes(ran)).not.toContain('column-emptied');
    const estimates = ran?.metrics.filter(({ name }) => name === 'estimated-accuracy') ?? [];
    expect(estimates).toHaveLength(3);
    const mean = estimates.reduce((sum, { value }) => sum + (value ?? 0), 0) / 3;
    expect(Math.abs(mean - right / 2_000)).toBeLessThan(0.03);
    expect(codes(ran)).toContain('label-shift-estimated');
  });

  test('that come early are not judged before the delay is over', async () => {
    // Bad news first: of the young rows only the positive have a label yet.
    const biased = waiting.map((row, i) =>
      i < 2_000 || row.late === 1 ? row : { ...row, late: '' },
    );
    const ran = await judge(biased, { labels: { delay: '40d', metric: 'precision' } });
    const march = tableOf(ran, 'performance').at(-1);
    expect([march?.[0], march?.[2], march?.[5]]).toEqual(['2026-03', '0 %', 'estimated']);
    expect(codes(ran)).not.toContain('labels-late');
    const overdue = await judge(biased, { labels: { delay: '1d' } });
    expect(messageOf(overdue, 'labels-late')).toContain('2026-03 are overdue');
  });

  test('count from the time they arrived at, which gives their lag', async () => {
    const arriving = waiting.map((row, i) => ({
      ...row,
      more: { arrived: day(Math.floor((i * 90) / 3_000) + 20) },
    }));
    const ran = await judge(arriving, { labels: { 'arrived-column': 'arrived' } });
    const [, january, , march] = tableOf(ran, 'performance');
    expect([january?.[3], january?.[5]]).toEqual(['20 days', 'realised']);
    // Rows after 12 March wait for labels that come after the first of April.
    expect([march?.[2], march?.[5]]).toEqual(['39 %', 'estimated']);
    expect(
      ran?.metrics.find(({ name, slice }) => name === 'label-lag-seconds' && slice === '2026-01')
        ?.value,
    ).toBe(1_728_000);
    const typo = judge(arriving, { labels: { 'arrived-column': 'arived' } });
    await expect(typo).rejects.toMatchObject({ hint: 'Did you mean "arrived"?' });
  });

  test('and cannot be estimated without probabilities, which is said', async () => {
    const answers = (rows: typeof waiting) =>
      csvOf(rows.map((row) => ({ ...row, score: Number(row.score) >= 0.5 ? 1 : 0 })));
    const ran = await look({
      'r.csv': answers(rowsOf(2_000)),
      'c.csv': answers(waiting.map((row) => ({ ...row, late: '' }))),
    });
    expect(messageOf(ran, 'not-estimated')).toContain('a probability of each class');
    expect(tableOf(ran, 'performance').at(-1)?.at(-1)).toBe('inconclusive: not known');
  });
});
