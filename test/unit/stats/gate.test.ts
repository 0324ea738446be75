import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracies, pairedCorrectness } from '../../../shared/stats/accuracy.ts';
import { brierLosses } from '../../../shared/stats/brier.ts';
import { clopperPearson } from '../../../shared/stats/clopper-pearson.ts';
import {
  balancedAccuracy,
  type Confusion,
  f1,
  matthewsCorrelation,
  precision,
  recall,
  specificity,
} from '../../../shared/stats/confusion.ts';
import { delongInterval, delongTest } from '../../../shared/stats/delong.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import { mcnemarTest } from '../../../shared/stats/mcnemar.ts';
import { newcombe } from '../../../shared/stats/newcombe.ts';
import { auc } from '../../../shared/stats/roc.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import golden from '../../golden/gate.json' with { type: 'json' };
import { bruteForceDelong } from './brute-force-delong.ts';
import { expectGolden } from './relative.ts';

const { binary } = golden;
const labels = Uint8Array.from(binary.labels);
const models = [Float64Array.from(binary.champion), Float64Array.from(binary.challenger)];

describe('metrics of two models agree with scikit-learn', () => {
  test.each([0, 1])('model %i', (model) => {
    const scores = models[model] ?? new Float64Array();
    expectGolden(auc({ labels, scores }), binary.auc[model] ?? 0, 'auc');
    expectGolden(exactMean(logLosses(labels, scores)), binary.logLoss[model] ?? 0, 'log loss');
    expectGolden(exactMean(brierLosses(labels, scores)), binary.brier[model] ?? 0, 'brier');
    const answers = Array.from(scores, (score) => (score > 0.5 ? 1 : 0));
    const counts = pairedCorrectness(labels, answers, answers);
    expectGolden(accuracies(counts).champion, binary.accuracy[model] ?? 0, 'accuracy');
    const matrix = confusionOf(labels, answers);
    const rates = { precision, recall, f1, balancedAccuracy, matthewsCorrelation };
    for (const [name, rate] of Object.entries(rates)) {
      expectGolden(rate(matrix), binary[name as keyof typeof rates][model] ?? 0, name);
    }
  });

  test('a certain answer that is wrong costs 36 nats, not infinity', () => {
    const [loss] = logLosses(Uint8Array.of(1), Float64Array.of(0));
    expect(loss).toBeCloseTo(36.04, 2);
  });

  test('a rate without rows to count is undefined, not zero', () => {
    const none = { truePositives: 0, falsePositives: 0, trueNegatives: 5, falseNegatives: 0 };
    expect(precision(none)).toBeNaN();
    expect(recall(none)).toBeNaN();
    expect(f1(none)).toBeNaN();
    expect(matthewsCorrelation(none)).toBeNaN();
    expect(specificity(none)).toBe(1);
  });
});

describe('DeLong', () => {
  /** Scores from few values, so that ties within and across classes are common. */
  const rows = fc
    .array(
      fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }), fc.integer({ min: -4, max: 4 })),
      {
        minLength: 6,
        maxLength: 60,
      },
    )
    .filter((all) => {
      const positives = all.filter(([label]) => label).length;
      return positives >= 2 && all.length - positives >= 2;
    });

  test('agrees with the definition, pair by pair, with ties', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const y = Uint8Array.from(all, ([label]) => (label ? 1 : 0));
        const a = Float64Array.from(all, ([, score]) => score);
        const b = Float64Array.from(all, ([, , score]) => score);
        const fast = delongTest(y, a, b);
        const slow = bruteForceDelong(y, a, b);
        const absolute = (actual: number, expected: number) =>
          expect(Math.abs(actual - expected)).toBeLessThan(1e-12);
        absolute(fast.champion.estimate, slow.champion);
        absolute(fast.challenger.estimate, slow.challenger);
        absolute(fast.champion.standardError ** 2, slow.championVariance);
        absolute(fast.challenger.standardError ** 2, slow.challengerVariance);
        absolute(fast.covariance, slow.covariance);
        absolute(fast.difference.estimate, slow.challenger - slow.champion);
        absolute(
          fast.difference.standardError ** 2,
          slow.championVariance + slow.challengerVariance - 2 * slow.covariance,
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('agrees with the definition on real-looking scores to 1e-9', () => {
    const [a, b] = models as [Float64Array, Float64Array];
    const fast = delongTest(labels, a, b);
    const slow = bruteForceDelong(labels, a, b);
    expectGolden(fast.champion.standardError ** 2, slow.championVariance, 'champion');
    expectGolden(fast.covariance, slow.covariance, 'covariance');
    const variance = slow.championVariance + slow.challengerVariance - 2 * slow.covariance;
    expectGolden(fast.z, (slow.challenger - slow.champion) / Math.sqrt(variance), 'z');
    expect(fast.difference.low).toBeLessThan(fast.difference.estimate);
    const alone = delongInterval(labels, a);
    expect(alone.estimate).toBe(fast.champion.estimate);
    expectGolden(alone.standardError, fast.champion.standardError, 'alone');
  });

  test('does not depend on the order of rows, to the last bit', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (all, salt) => {
        const run = (order: typeof all) =>
          delongTest(
            Uint8Array.from(order, ([label]) => (label ? 1 : 0)),
            Float64Array.from(order, ([, a]) => a / 7),
            Float64Array.from(order, ([, , b]) => b / 3),
          );
        const shuffled = all
          .map((row, i) => [Math.imul(i + 1, salt | 1) >>> 0, row] as const)
          .sort(([a], [b]) => a - b)
          .map(([, row]) => row);
        expect(run(shuffled)).toEqual(run(all));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('a model compared with itself shows no difference', () => {
    const [a] = models as [Float64Array];
    const same = delongTest(labels, a, a);
    expect(same).toMatchObject({ z: 0, pValue: 1 });
    expect(same.difference).toEqual({ estimate: 0, standardError: 0, low: 0, high: 0 });
  });

  test('swapping the models turns the sign', () => {
    const [a, b] = models as [Float64Array, Float64Array];
    const there = delongTest(labels, a, b);
    const back = delongTest(labels, b, a);
    expect(back.z).toBe(-there.z);
    expect(back.pValue).toBe(there.pValue);
  });

  test('an AUC interval stays within [0, 1]', () => {
    const y = Uint8Array.of(0, 0, 0, 1, 1, 1);
    const nearly = delongInterval(y, Float64Array.of(1, 2, 4, 3, 5, 6));
    expect(nearly.high).toBe(1);
    expect(auc({ labels: y, scores: Float64Array.of(1, 2, 3, 4, 5, 6) })).toBe(1);
  });

  test('a million rows cost a few sorts, not a million comparisons each', () => {
    const n = 1_000_000;
    const y = Uint8Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 1 : 0));
    const noise = (i: number, factor: number) => ((i * factor) % 1_000_003) / 1_000_003;
    const a = Float64Array.from(y, (label, i) => noise(i, 7919) + 0.2 * label);
    const b = Float64Array.from(y, (label, i) => noise(i, 104_729) + 0.25 * label);
    const clock = process.cpuUsage();
    a.slice().sort();
    b.slice().sort();
    const sorts = process.cpuUsage(clock).user;
    const result = delongTest(y, a, b);
    // Five times, measured alone: a ratio holds on a busy machine, where seconds would not.
    expect(process.cpuUsage(clock).user - sorts).toBeLessThan(25 * sorts);
    expect(result.difference.low).toBeGreaterThan(0);
  });
});

describe('paired and single proportions agree with SciPy', () => {
  test("McNemar's exact test", () => {
    for (const [b, c, pValue, better] of golden.mcnemar as [number, number, number, number][]) {
      const result = mcnemarTest(b, c);
      expectGolden(result.pValue, pValue, [b, c]);
      expectGolden(result.pValueBetter, better, [b, c]);
    }
    expect(mcnemarTest(0, 0)).toEqual({ discordant: 0, pValue: 1, pValueBetter: 1 });
  });

  test("Wilson's and Clopper-Pearson's intervals", () => {
    for (const row of golden.proportions) {
      const [hits = 0, rows = 0, level, ...bounds] = row;
      const score = wilson({ hits, rows }, level);
      const exact = clopperPearson({ hits, rows }, level);
      [score.low, score.high, exact.low, exact.high].forEach((bound, i) => {
        expectGolden(bound, bounds[i] ?? Number.NaN, [...row.slice(0, 3), i]);
      });
    }
  });

  test("Newcombe's interval agrees with the examples of his paper", () => {
    // Table II, method 10: 56/70 − 48/80 and 9/10 − 3/10 and 10/10 − 0/10.
    const of = (a: number, m: number, b: number, n: number) => {
      const { low, high } = newcombe({ hits: b, rows: n }, { hits: a, rows: m });
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(of(56, 70, 48, 80)).toEqual(['0.0524', '0.3339']);
    expect(of(9, 10, 3, 10)).toEqual(['0.1705', '0.8090']);
    expect(of(10, 10, 0, 10)).toEqual(['0.6075', '1.0000']);
  });
});

describe('impossible input is refused by name', () => {
  const y = Uint8Array.of(0, 0, 1, 1);
  const s = Float64Array.of(0.1, 0.2, 0.3, 0.4);
  const nan = Float64Array.of(0.1, Number.NaN, 0.3, 0.4);
  test.each([
    ['no rows', () => auc({ labels: new Uint8Array(), scores: new Float64Array() }), /no rows/],
    ['one class', () => auc({ labels: Uint8Array.of(1), scores: s.slice(0, 1) }), /both classes/],
    ['one positive', () => delongTest(Uint8Array.of(0, 0, 0, 1), s, s), /two rows of each class/],
    ['a NaN score', () => delongTest(y, s, nan), /challenger: score of row 1 is NaN/],
    ['a label of 2', () => delongTest(Uint8Array.of(0, 2, 1, 1), s, s), /label of row 1 is 2/],
    ['other lengths', () => delongTest(y, s.slice(1), s), /champion: 3 scores for 4 labels/],
    ['a percentage', () => logLosses(y, Float64Array.of(1, 2, 3, 4)), /row 1 is 2, not in/],
    ['too few probabilities', () => brierLosses(y, s.slice(2)), /2 probabilities for 4/],
    ['too few classes', () => pairedCorrectness([1, 2], [1], [1, 2]), /1 champion/],
    ['nothing to classify', () => pairedCorrectness([], [], []), /no rows/],
    ['negative discordance', () => mcnemarTest(-1, 2), /champion got right is -1/],
    ['no rows of a share', () => wilson({ hits: 0, rows: 0 }), /rows is 0/],
    ['fractional hits', () => clopperPearson({ hits: 0.5, rows: 2 }), /hits is 0.5/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});

function confusionOf(truth: Uint8Array, answers: readonly number[]): Confusion {
  const count = (label: number, answer: number) =>
    answers.filter((own, i) => own === answer && truth[i] === label).length;
  return {
    truePositives: count(1, 1),
    falsePositives: count(0, 1),
    trueNegatives: count(0, 0),
    falseNegatives: count(1, 0),
  };
}
