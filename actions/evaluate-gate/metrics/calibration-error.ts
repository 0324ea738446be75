import { bcaInterval } from '../../../shared/stats/bca.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import type { BinaryRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { covarianceOfSums, drawNormals } from './normal-sums.ts';

/** Equal ranges of the predicted probability, the customary ten. */
export const calibrationBins = 10;

/** The range a probability falls into; the last one includes 1. */
export function binOf(probability: number): number {
  return Math.min(calibrationBins - 1, Math.floor(probability * calibrationBins));
}

/**
 * Expected calibration error: over ten equal ranges of the predicted probability, the mean distance
 * between predicted probability and observed share, by rows. Even a perfectly calibrated model has
 * some on finitely many rows; it is not taken off, so that the value is the one other tools show.
 *
 * A distance has a kink at zero, where no linear approximation holds. So the bootstrap draws the
 * ranges' sums (label less probability) themselves, which are normal, with the covariance that the
 * rows give them, both models' together, and takes the error of each draw. Bias-corrected.
 *
 * @see M. Naeini, G. Cooper & M. Hauskrecht, AAAI (2015); B. Efron (1987)
 */
export function compareCalibrationError(
  rows: BinaryRows,
  { level, seed, replicates }: MethodOptions,
): MetricComparison {
  const models = rows.champion === undefined ? [rows.challenger] : [rows.challenger, rows.champion];
  const { sums, covariance } = covarianceOfSums(
    rows,
    models.length * calibrationBins,
    (row, add) => {
      models.forEach((probabilities, model) => {
        const probability = probabilities[row] as number;
        add(
          model * calibrationBins + binOf(probability),
          (rows.labels[row] as number) - probability,
        );
      });
    },
  );
  const size = rows.labels.length;
  const errorOf = (drawn: Float64Array, model: number): number => {
    let total = 0;
    for (let bin = 0; bin < calibrationBins; bin++) {
      total += Math.abs(drawn[model * calibrationBins + bin] as number);
    }
    return total / size;
  };
  const draws = drawNormals(sums, covariance, replicates, createRandom(seed));
  const interval = (statistic: (drawn: Float64Array) => number): Estimate =>
    intervalOf(statistic(sums), Float64Array.from(draws, statistic), level);
  const challenger = interval((drawn) => errorOf(drawn, 0));
  if (rows.champion === undefined) return { challenger };
  const difference = interval((drawn) => errorOf(drawn, 0) - errorOf(drawn, 1));
  return { challenger, champion: errorOf(sums, 1), difference };
}

function intervalOf(estimate: number, values: Float64Array, level: number): Estimate {
  if (values.every((value) => value === values[0])) {
    return { estimate, low: estimate, high: estimate };
  }
  const { low, high } = bcaInterval(estimate, values, 0, level);
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
