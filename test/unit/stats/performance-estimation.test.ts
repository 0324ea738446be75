import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boostTrees, predictTrees } from '../../../shared/stats/boosted-trees.ts';
import { calibrationOf, expectedConfusion, expectedGrades } from '../../../shared/stats/cbpe.ts';
import {
  macroF1,
  macroPrecision,
  macroRecall,
  rateOfCounts,
  shareRight,
} from '../../../shared/stats/class-confusion.ts';
import { f1, precision, recall } from '../../../shared/stats/confusion.ts';
import { delongTest } from '../../../shared/stats/delong.ts';
import { differenceOfEstimates } from '../../../shared/stats/difference-of-estimates.ts';
import { expectedLoss, learnLoss } from '../../../shared/stats/dle.ts';
import {
  confusionAt,
  type GradedScores,
  gradedAuc,
  gradedBrier,
  gradedLogLoss,
} from '../../../shared/stats/graded-scores.ts';
import { isotonicRegression, onCurve } from '../../../shared/stats/isotonic.ts';
import { labelShares } from '../../../shared/stats/label-shift.ts';
import { newcombe } from '../../../shared/stats/newcombe.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import { expectGolden } from './relative.ts';

interface Golden {
  readonly binary: {
    readonly score: number[];
    readonly chance: number[];
    readonly threshold: number;
    readonly auc: number;
    readonly accuracy: number;
    readonly f1: number;
    readonly precision: number;
    readonly recall: number;
  };
  readonly multiclass: {
    readonly chances: number[][];
    readonly answers: number[];
    readonly accuracy: number;
    readonly 'f1-macro': number;
    readonly 'precision-macro': number;
    readonly 'recall-macro': number;
  };
  readonly regression: {
    readonly losses: number[];
    readonly mae: number;
    readonly mape: number;
    readonly rmse: number;
  };
  readonly isotonic: {
    readonly x: number[];
    readonly y: number[];
    readonly weights: number[];
    readonly asked: number[];
    readonly predicted: number[];
  };
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/performance-estimation.json', import.meta.url), 'utf8'),
) as Golden;

/** Rows drawn with a chance of being positive that `truth` gives for each score. */
function drawGrades(rows: number, truth: (score: number) => number, seed = 1): GradedScores {
  const random = createRandom(seed);
  const drawn = Array.from({ length: rows }, () => {
    const score = Math.round(random.uniform() * 500) / 500;
    return { score, isPositive: random.uniform() < truth(score) };
  });
  const scores = [...new Set(drawn.map(({ score }) => score))].sort((a, b) => a - b);
  const count = (isPositive: boolean) =>
    scores.map(
      (score) => drawn.filter((row) => row.score === score && row.isPositive === isPositive).length,
    );
  return { scores, positives: count(true), negatives: count(false) };
}

describe("confidence-based estimates are NannyML's, given the same probabilities", () => {
  const { binary, multiclass, regression } = golden;
  const order = [...binary.score.keys()].sort(
    (a, b) => (binary.score[a] ?? 0) - (binary.score[b] ?? 0),
  );
  const chances = new Map(binary.score.map((score, i) => [score, binary.chance[i] ?? 0]));
  const grades = expectedGrades(
    order.map((i) => binary.score[i] ?? 0),
    binary.score.map(() => 1),
    (score) => chances.get(score) ?? 0,
  );

  test('of two classes', () => {
    expectGolden(gradedAuc(grades).estimate, binary.auc, 'auc');
    const confusion = confusionAt(grades, binary.threshold);
    const { truePositives, trueNegatives } = confusion;
    const rows = binary.score.length;
    expectGolden((truePositives + trueNegatives) / rows, binary.accuracy, 'accuracy');
    expectGolden(f1(confusion), binary.f1, 'f1');
    expectGolden(precision(confusion), binary.precision, 'precision');
    expectGolden(recall(confusion), binary.recall, 'recall');
  });

  test('of several', () => {
    const confusion = expectedConfusion(multiclass.answers, multiclass.chances);
    expectGolden(shareRight(confusion), multiclass.accuracy, 'accuracy');
    expectGolden(macroF1(confusion), multiclass['f1-macro'], 'f1-macro');
    expectGolden(macroPrecision(confusion), multiclass['precision-macro'], 'precision-macro');
    expectGolden(macroRecall(confusion), multiclass['recall-macro'], 'recall-macro');
  });

  test('of losses, none of which counts below zero', () => {
    const { mean } = expectedLoss(Float64Array.from(regression.losses), 1);
    expect(regression.losses.some((loss) => loss < 0)).toBe(true);
    expectGolden(mean, regression.mae, 'mae');
    expectGolden(mean, regression.mape, 'mape');
    expectGolden(Math.sqrt(mean), regression.rmse, 'rmse');
  });
});

describe('isotonic regression', () => {
  test("is scikit-learn's, between and beyond its points", () => {
    const { x, y, weights, asked, predicted } = golden.isotonic;
    const curve = isotonicRegression(x, y, weights);
    for (const [i, value] of asked.entries()) {
      expectGolden(onCurve(curve, value), predicted[i] ?? 0, value);
    }
  });

  test('never falls, keeps the mean and leaves a rising sequence alone', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (targets) => {
        const x = targets.map((_, i) => i);
        const curve = isotonicRegression(
          x,
          targets,
          targets.map(() => 1),
        );
        const fitted = x.map((value) => onCurve(curve, value));
        for (const [i, value] of fitted.entries()) {
          expect(value).toBeGreaterThanOrEqual((fitted[i - 1] ?? 0) - 1e-12);
        }
        const mean = (all: readonly number[]) => all.reduce((sum, n) => sum + n, 0) / all.length;
        expect(mean(fitted)).toBeCloseTo(mean(targets), 9);
        const rising = targets.toSorted((a, b) => a - b);
        const same = isotonicRegression(
          x,
          rising,
          rising.map(() => 1),
        );
        for (const [i, value] of rising.entries()) {
          expect(onCurve(same, i)).toBeCloseTo(value, 12);
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('calibration', () => {
  test('is used where the probabilities are wrong, and corrects them', () => {
    const { calibrate, isUsed } = calibrationOf(drawGrades(6_000, (score) => score ** 2));
    expect(isUsed).toBe(true);
    for (const score of [0.2, 0.5, 0.8]) {
      expect(Math.abs(calibrate(score) - score ** 2)).toBeLessThan(0.06);
    }
  });

  test('estimates what the labels then show, and scores taken as they are do not', () => {
    const truth = (score: number) => score ** 3;
    const { calibrate } = calibrationOf(drawGrades(6_000, truth));
    const later = drawGrades(6_000, truth, 2);
    const rows = Array.from(later.positives, (n, i) => n + (later.negatives[i] ?? 0));
    const estimated = gradedBrier(expectedGrades(later.scores, rows, calibrate));
    const naive = gradedBrier(expectedGrades(later.scores, rows, (score) => score));
    const realised = gradedBrier(later);
    expect(Math.abs(estimated.estimate - realised.estimate)).toBeLessThan(
      3 * realised.standardError,
    );
    expect(Math.abs(naive.estimate - realised.estimate)).toBeGreaterThan(
      6 * realised.standardError,
    );
  });

  test('of one class alone changes nothing', () => {
    const { calibrate } = calibrationOf({
      scores: [0.2, 0.7],
      positives: [0, 0],
      negatives: [30, 9],
    });
    expect(Number.isFinite(calibrate(0.5))).toBe(true);
  });
});

describe('graded scores', () => {
  const grades = drawGrades(800, (score) => score);
  const rows = Array.from(grades.scores).flatMap((score, i) => [
    ...Array.from({ length: grades.positives[i] ?? 0 }, () => ({ score, label: 1 })),
    ...Array.from({ length: grades.negatives[i] ?? 0 }, () => ({ score, label: 0 })),
  ]);

  test("have DeLong's area and standard error", () => {
    const labels = Uint8Array.from(rows, ({ label }) => label);
    const scores = Float64Array.from(rows, ({ score }) => score);
    const { challenger } = delongTest(labels, scores, scores);
    const found = gradedAuc(grades);
    expectGolden(found.estimate, challenger.estimate, 'auc');
    expectGolden(found.standardError, challenger.standardError, 'standard error');
  });

  test('have the mean losses of their rows', () => {
    const brier = rows.map(({ score, label }) => (score - label) ** 2);
    expect(gradedBrier(grades).estimate).toBeCloseTo(
      brier.reduce((sum, loss) => sum + loss, 0) / rows.length,
      12,
    );
    const certain = { scores: [0, 1], positives: [0, 5], negatives: [5, 0] };
    expect(gradedLogLoss(certain).estimate).toBeLessThan(1e-15);
  });
});

describe('standard errors of rates', () => {
  test("of accuracy is a share's own", () => {
    const { estimate, standardError } = rateOfCounts(
      Float64Array.of(60, 10, 20, 10),
      ([tp = 0, fp = 0, tn = 0, fn = 0]) => (tp + tn) / (tp + fp + tn + fn),
    );
    expect(estimate).toBeCloseTo(0.8, 12);
    expect(standardError).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 100), 6);
  });

  test('the difference of two Wilson intervals is Newcombe', () => {
    const [a, b] = [
      { hits: 30, rows: 100 },
      { hits: 50, rows: 120 },
    ];
    expect(differenceOfEstimates(wilson(a), wilson(b))).toEqual(newcombe(a, b));
  });
});

describe('label shift', () => {
  test('is undone through the confusion of the reference', () => {
    // 0.9 of the positives and 0.2 of the negatives are answered positive; now 0.6 are positive.
    const shares = labelShares({ confusion: [900, 100, 400, 1_600], answers: [620, 380], seed: 1 });
    expect(shares?.[0]?.estimate).toBeCloseTo(0.6, 12);
    expect(shares?.[0]?.low).toBeLessThan(0.6);
    expect(shares?.[0]?.high).toBeGreaterThan(0.6);
    expect((shares?.[0]?.estimate ?? 0) + (shares?.[1]?.estimate ?? 0)).toBeCloseTo(1, 12);
  });

  test('says nothing where answers tell no class apart', () => {
    expect(
      labelShares({ confusion: [50, 50, 50, 50], answers: [60, 40], seed: 1 }),
    ).toBeUndefined();
    expect(labelShares({ confusion: [50, 50, 0, 0], answers: [60, 40], seed: 1 })).toBeUndefined();
  });
});

describe('boosted trees', () => {
  const random = createRandom(3);
  const x = Uint8Array.from({ length: 4_000 }, () => random.below(32));
  const noise = Uint8Array.from(x, () => random.below(32));
  const target = Float64Array.from(x, (bin) => (bin > 20 ? 5 : 1) + random.normal() / 2);

  test('find a step, and the same one each time', () => {
    const model = boostTrees([noise, x], target);
    const asked = [Uint8Array.of(0, 0), Uint8Array.of(5, 30)];
    const [low = 0, high = 0] = predictTrees(model, asked, 2);
    expect(Math.abs(low - 1)).toBeLessThan(0.15);
    expect(Math.abs(high - 5)).toBeLessThan(0.15);
    expect(boostTrees([noise, x], target)).toEqual(model);
  });

  test('learn a loss, with what is left over held out', () => {
    const model = learnLoss([noise, x], target);
    expect(model.residualVariance).toBeGreaterThan(0.23);
    expect(model.residualVariance).toBeLessThan(0.3);
    const shifted = [noise, Uint8Array.from(x, () => 25)];
    const { mean } = expectedLoss(model.predict(shifted, x.length), model.residualVariance);
    expect(Math.abs(mean - 5)).toBeLessThan(0.15);
  });

  test('of constant losses are the mean', () => {
    const model = learnLoss(
      [x],
      Float64Array.from(x, () => 2),
    );
    expect(expectedLoss(model.predict([x], 10), model.residualVariance)).toEqual({
      ...{ rows: 10, mean: 2, variance: 0 },
    });
  });
});
