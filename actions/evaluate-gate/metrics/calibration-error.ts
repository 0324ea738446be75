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
 * some on finitely many rows; it is not taken off, so that the value is the one other tools show,
 * and the interval is of what the error is on average over test sets of as many rows.
 *
 * A distance has a kink at zero, where no linear approximation holds. So the bootstrap draws the
 * ranges' sums (label less probability) themselves, which are normal, with the covariance that the
 * rows give them, both models' together, and takes the spread of their errors about their own mean:
 * a draw has the noise of the rows and noise of its own, so that its error is the larger one.
 *
 * @see M. Naeini, G. Cooper & M. Hauskrecht, AAAI (2015); A. Davison & D. Hinkley, Bootstrap Methods
 *   (1997), 5.2.1
 */
export function compareCalibrationError(
  rows: BinaryRows,
  { level, seed, replicates }: MethodOptions,
): MetricComparison {
  const models = rows.champion === undefined ? [rows.challenger] : [rows.challenger, rows.champion];
  const found = covarianceOfSums(rows, models.length * calibrationBins, (row, add) => {
    for (let model = 0; model < models.length; model++) {
      const probability = models[model]?.[row] as number;
      add(model * calibrationBins + binOf(probability), (rows.labels[row] as number) - probability);
    }
  });
  const size = rows.labels.length;
  const errorOf = (sums: Float64Array, model: number) => errorOfModel(sums, model) / size;
  const draws = drawNormals(found.sums, found.covariance, replicates, createRandom(seed));
  const own = errorOf(found.sums, 0);
  const bare = around(
    own,
    Float64Array.from(draws, (sums) => errorOf(sums, 0)),
    level,
  );
  const challenger = { ...bare, low: Math.max(0, bare.low), high: Math.min(1, bare.high) };
  if (rows.champion === undefined) return { challenger };
  const champion = errorOf(found.sums, 1);
  const apart = Float64Array.from(draws, (sums) => errorOf(sums, 0) - errorOf(sums, 1));
  return { challenger, champion, difference: around(own - champion, apart, level) };
}

function errorOfModel(sums: Float64Array, model: number): number {
  let total = 0;
  for (let bin = 0; bin < calibrationBins; bin++) {
    total += Math.abs(sums[model * calibrationBins + bin] as number);
  }
  return total;
}

/** An estimate with the spread of draws about their own mean. */
function around(estimate: number, draws: Float64Array, level: number): Estimate {
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const sorted = draws.sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const from = sorted[Math.floor(place)] as number;
    return from + (place % 1) * ((sorted[Math.ceil(place)] as number) - from);
  };
  const beyond = (1 - level) / 2;
  return {
    estimate,
    low: estimate + Math.min(0, at(beyond) - mean),
    high: estimate + Math.max(0, at(1 - beyond) - mean),
  };
}
