import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../shared/stats/random.ts';
import { type Answered, codes, csvOf, day, look, messageOf, rowsOf, tableOf } from './flights.ts';

const known = rowsOf(1_000);
const rows = rowsOf(1_000, { seed: 2 });

function judge(
  reference: readonly Answered[],
  current: readonly Answered[],
  model: Readonly<Record<string, unknown>> = {},
) {
  return look({ 'r.csv': csvOf(reference), 'c.csv': csvOf(current) }, model);
}

describe('predictions', () => {
  test('in percent are named as such, and only rank', async () => {
    const percent = rows.map((row) => ({ ...row, score: (Number(row.score) * 100).toFixed(2) }));
    const ran = await judge(known, percent);
    expect(messageOf(ran, 'predictions-in-percent')).toContain('looks like percent');
    expect(messageOf(ran, 'prediction-scale-changed')).toContain('changed its scale');
    expect(ran.alert).toBe('p0');
    expect(tableOf(ran, 'performance').at(-1)?.[5]).toBe('realised');
  });

  test('out of range are no probabilities: no estimate, no decisions, still an AUC', async () => {
    const logit = (all: readonly Answered[]) => all.map((row) => ({ ...row, score: row.x * 1.5 }));
    const ran = await judge(logit(known), logit(rows));
    expect(codes(ran)).toEqual(
      expect.arrayContaining(['predictions-out-of-range', 'concept-not-watched']),
    );
    expect(ran.metrics.filter(({ name }) => name === 'auc')).toHaveLength(3);
    expect(tableOf(ran, 'predictions')).toEqual([]);
    expect(ran.alert).toBe('none');
  });

  test('that are missing are counted and left out', async () => {
    const holes = rows.map((row, i) => (i % 10 === 0 ? { ...row, score: '' } : row));
    const ran = await judge(known, holes);
    expect(messageOf(ran, 'predictions-missing')).toMatch(/^10\.0 % of the current rows/u);
  });

  test('that moved over the threshold are a change of what is decided', async () => {
    const ran = await judge(known, rowsOf(1_000, { seed: 3, shift: 0.6 }));
    expect(messageOf(ran, 'decisions-changed')).toMatch(
      /^The model decides differently: rows decided positive went from (?:4|5)\d\.\d % to 7\d\.\d %/u,
    );
    expect(messageOf(ran, 'label-shift')).toContain('labels positive');
    expect(ran.alert).toBe('p1');
    const share = ran.metrics.find(({ name }) => name === 'decision-share');
    expect(share?.low).toBeLessThan(share?.delta ?? 0);
    expect(share?.low).toBeGreaterThan(0.05);
  });
});

describe('labels', () => {
  test('of one class leave the AUC undefined, which is said', async () => {
    const ran = await judge(
      known,
      rows.map((row) => ({ ...row, late: 0 })),
    );
    expect(messageOf(ran, 'not-computable')).toContain('one single class');
    expect(tableOf(ran, 'performance').at(-1)?.at(-1)).toBe('inconclusive: not known');
  });

  test('of one class on both sides too', async () => {
    const zero = (all: readonly Answered[]) => all.map((row) => ({ ...row, late: 0 }));
    const ran = await judge(zero(known), zero(rows));
    expect(codes(ran)).toContain('not-computable');
    expect(ran.alert).toBe('none');
  });

  test('that are nowhere are a note', async () => {
    const none = (all: readonly Answered[]) => csvOf(all, ['late']);
    const ran = await look({ 'r.csv': none(known), 'c.csv': none(rows) });
    expect(messageOf(ran, 'performance-not-followed')).toContain('no label has arrived yet');
    expect([ran.alert, ran.verdict]).toEqual(['none', 'pass']);
  });

  test('as words need the positive one named', async () => {
    const words = (all: readonly Answered[]) =>
      all.map((row) => ({ ...row, late: row.late === 1 ? 'yes' : 'no' }));
    const ran = await judge(words(known), words(rows));
    expect(messageOf(ran, 'performance-not-followed')).toContain('drift.labels.positive');
    const named = await judge(words(known), words(rows), {
      drift: { labels: { positive: 'yes' } },
    });
    expect(codes(named)).not.toContain('performance-dropped');
    expect(named.metrics.filter(({ name }) => name === 'auc')).toHaveLength(3);
  });

  test('as true and false mean what 1 and 0 mean', async () => {
    const flags = (all: readonly Answered[]) =>
      all.map((row) => ({ ...row, late: row.late === 1 ? 'true' : 'false' }));
    const plain = await judge(known, rows);
    const flagged = await judge(known, flags(rows));
    expect(flagged.metrics).toEqual(plain.metrics);
  });

  test('without a time column form one cohort in the order of the file', async () => {
    const ran = await judge(known, rows, { time: undefined });
    expect(tableOf(ran, 'performance').map(([cohort]) => cohort)).toEqual(['reference', 'all']);
    expect(ran.tables.find(({ id }) => id === 'concept-drift')?.note).toContain('no time column');
  });
});

describe('several classes', () => {
  const draw = (
    seed: number,
    count: number,
    wrong: (i: number) => number,
    weights = [0.5, 0.3],
  ) => {
    const random = createRandom(seed);
    const [a = 0, b = 0] = weights;
    const names = ['red', 'green', 'blue'];
    return Array.from({ length: count }, (_, i): Answered => {
      const u = random.uniform();
      const truth = u < a ? 0 : u < a + b ? 1 : 2;
      const answer = random.uniform() < wrong(i) ? (truth + 1) % 3 : truth;
      return { day: day(i % 90), x: 0, score: names[answer] ?? '', late: names[truth] ?? '' };
    });
  };

  test('are followed by accuracy, with their shares', async () => {
    const current = draw(2, 1_500, () => 0.4, [0.3, 0.5]);
    const ran = await judge(
      draw(1, 1_500, () => 0.1),
      current,
      { task: 'multiclass' },
    );
    expect(messageOf(ran, 'performance-dropped')).toMatch(/accuracy 0\.\d+ .*from 0\.9\d* in/u);
    expect(messageOf(ran, 'label-shift')).toMatch(/labels (?:red|green) went from/u);
    expect(ran.metrics.filter(({ name }) => name === 'accuracy')).toHaveLength(3);
  });

  test('have their shares estimated while labels are missing', async () => {
    const current = draw(3, 1_500, () => 0.1, [0.2, 0.3]).map((row) => ({ ...row, late: '' }));
    const ran = await judge(
      draw(1, 1_500, () => 0.1),
      current,
      { task: 'multiclass' },
    );
    const red = ran.metrics.find(
      ({ name, slice }) => name === 'estimated-label-share' && slice === 'red',
    );
    expect(Math.abs((red?.value ?? 0) - 0.2)).toBeLessThan(0.05);
    expect(messageOf(ran, 'label-shift-estimated')).toContain('If only the shares');
  });
});

describe('several classes with probabilities', () => {
  /** The answer is right as often as its probability says, which rises with x. */
  const draw = (seed: number, shift: number): Answered[] => {
    const random = createRandom(seed);
    return Array.from({ length: 2_000 }, (_, i) => {
      const x = random.uniform() / 2 + shift;
      const sure = Number((0.4 + x).toFixed(3));
      const answer = random.below(3);
      const truth = random.uniform() < sure ? answer : (answer + 1 + random.below(2)) % 3;
      const shares = [0, 1, 2].map((k) => (k === answer ? sure : (1 - sure) / 2));
      const more = { 'score.0': shares[0], 'score.1': shares[1], 'score.2': shares[2] };
      return { day: day(i % 90), x, score: answer, late: truth, more };
    });
  };

  test('are estimated by them where labels are missing', async () => {
    const current = draw(2, 0.1);
    const right = current.filter(({ score, late }) => score === late).length / current.length;
    const model = { task: 'multiclass' };
    const ran = await judge(
      draw(1, 0),
      current.map((row) => ({ ...row, late: '' })),
      model,
    );
    const estimates = ran.metrics.filter(({ name }) => name === 'estimated-accuracy');
    expect(estimates).toHaveLength(3);
    const mean = estimates.reduce((sum, { value }) => sum + (value ?? 0), 0) / 3;
    expect(Math.abs(mean - right)).toBeLessThan(0.04);
    expect(mean).toBeGreaterThan((estimates[0]?.baseline ?? 1) + 0.05);
  });
});

describe('numbers', () => {
  /** The error grows with x: where x moves, so does the loss. */
  const draw = (seed: number, shift: number, noise = 1): Answered[] => {
    const random = createRandom(seed);
    return Array.from({ length: 1_500 }, (_, i) => {
      const x = random.uniform() + shift;
      const score = 100 + 10 * x;
      const late = score + noise * (0.5 + 3 * Math.max(0, x)) * random.normal();
      return { day: day(i % 90), x, score, late };
    });
  };
  const task = { task: 'regression' };

  test('have their loss estimated from features where labels are missing', async () => {
    const current = draw(2, 0.4);
    const rmse = Math.sqrt(
      current.reduce((sum, { score, late }) => sum + (Number(score) - Number(late)) ** 2, 0) /
        1_500,
    );
    const ran = await judge(
      draw(1, 0),
      current.map((row) => ({ ...row, late: '' })),
      task,
    );
    const estimates = ran.metrics.filter(({ name }) => name === 'estimated-rmse');
    expect(estimates).toHaveLength(3);
    // Beyond the reference trees cannot see: they fall short, but move the right way.
    const reference = estimates[0]?.baseline ?? 0;
    for (const { value } of estimates) {
      expect(value).toBeGreaterThan(reference * 1.1);
      expect(value).toBeLessThan(rmse * 1.1);
    }
    expect(messageOf(ran, 'estimated')).toContain('(DLE)');
  });

  test('are judged by their labels, in units of the metric', async () => {
    const ran = await judge(draw(1, 0), draw(2, 0, 1.5), {
      ...task,
      drift: { labels: { metric: 'mae' } },
    });
    expect(messageOf(ran, 'performance-dropped')).toMatch(/MAE 2\.\d+ \(between .*from 1\.\d+ in/u);
    expect(codes(ran)).toContain('concept-drift');
  });
});
