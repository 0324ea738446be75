import { calibrationOf, expectedGrades } from '../../../shared/stats/cbpe.ts';
import { expectedLoss, type LossModel } from '../../../shared/stats/dle.ts';
import { gradeTotals, type Measured } from '../../../shared/stats/graded-scores.ts';
import { rowsPerScore, type ScoredRows } from './graded-rows.ts';
import { type FollowedMetric, measureLoss, measureScores } from './measure.ts';

/** Labelled rows of each class that a calibration needs. */
export const leastPerClass = 50;
/** Labelled rows that a model of the loss needs. */
export const leastLosses = 200;

/** Estimates a metric of rows without labels. */
export interface ScoreEstimator {
  estimate(rows: ScoredRows): Measured;
}

/** CBPE, learned from the reference's labels; undefined where they are too few. */
export function scoreEstimator(
  reference: ScoredRows,
  metric: FollowedMetric,
  threshold: number,
): ScoreEstimator | undefined {
  const { positive, negative } = gradeTotals(reference);
  if (Math.min(positive, negative) < leastPerClass) return undefined;
  const { calibrate } = calibrationOf(reference);
  return {
    estimate: (rows) =>
      measureScores(metric, expectedGrades(rows.scores, rowsPerScore(rows), calibrate), threshold),
  };
}

/** DLE: the metric of rows whose losses were predicted. */
export function estimateLoss(
  metric: FollowedMetric,
  predicted: Float64Array,
  model: LossModel,
): Measured {
  return measureLoss(metric, expectedLoss(predicted, model.residualVariance));
}
