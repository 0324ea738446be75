import { type BinnedFeatures, boostTrees, predictTrees } from './boosted-trees.ts';

/*
 * Direct loss estimation: a second model learns the loss of each row of the reference from its
 * features and prediction; where labels are missing, the mean of what it predicts estimates the mean
 * loss. It cannot see a change of the relation of features and label.
 *
 * See NannyML's documentation of DLE.
 */

/** A model of the loss of a row. */
export interface LossModel {
  /** The loss of each row; trees may reach below zero. */
  predict(features: BinnedFeatures, rows: number): Float64Array;
  /** Variance of a row's loss around what a model that did not see the row predicts. */
  readonly residualVariance: number;
}

/**
 * Learn the loss of rows.
 *
 * @param losses one a row, zero or above; at least two rows
 * @throws RangeError with fewer than two rows
 */
export function learnLoss(features: BinnedFeatures, losses: Float64Array): LossModel {
  if (losses.length < 2) throw new RangeError(`${losses.length} losses are too few to learn from`);
  const trees = boostTrees(features, losses);
  return {
    predict: (other, rows) => predictTrees(trees, other, rows),
    residualVariance: heldOutVariance(features, losses),
  };
}

/** Every row judged by a fit on the other half. */
function heldOutVariance(features: BinnedFeatures, losses: Float64Array): number {
  let sum = 0;
  for (const parity of [0, 1]) {
    const train = boostTrees(
      features.map((bins) => bins.filter((_, row) => row % 2 === parity)),
      losses.filter((_, row) => row % 2 === parity),
    );
    const held = losses.filter((_, row) => row % 2 !== parity);
    const predicted = predictTrees(
      train,
      features.map((bins) => bins.filter((_, row) => row % 2 !== parity)),
      held.length,
    );
    held.forEach((loss, row) => {
      sum += (loss - Math.max(0, predicted[row] ?? 0)) ** 2;
    });
  }
  return sum / losses.length;
}

export interface ExpectedLoss {
  readonly rows: number;
  readonly mean: number;
  /** Of one row's loss, as far as it is expected to vary. */
  readonly variance: number;
}

/** The mean of predicted losses, none below zero, and how much a row's real loss varies around it. */
export function expectedLoss(predicted: Float64Array, residualVariance: number): ExpectedLoss {
  const rows = predicted.length;
  const losses = predicted.map((loss) => Math.max(0, loss));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / rows;
  const spread = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / rows;
  return { rows, mean, variance: spread + residualVariance };
}
