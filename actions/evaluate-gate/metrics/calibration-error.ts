import type { BinaryRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { compareInfluence, type Influence } from './influence.ts';

/** Equal ranges of the predicted probability, the customary ten. */
export const calibrationBins = 10;

/** The range a probability falls into; the last one includes 1. */
export function binOf(probability: number): number {
  return Math.min(calibrationBins - 1, Math.floor(probability * calibrationBins));
}

/**
 * Expected calibration error: over ten equal ranges of the predicted probability, the mean distance
 * between predicted probability and observed share, by rows. Even a perfectly calibrated model has
 * some on finitely many rows, about √(2/π · Σ p(1−p)) over the rows a range holds; it is not taken
 * off, so that the value is the one other tools show.
 *
 * @see M. Naeini, G. Cooper & M. Hauskrecht, AAAI (2015)
 */
export function calibrationError(labels: Uint8Array, probabilities: Float64Array): Influence {
  const rows = labels.length;
  const bins = Uint8Array.from(probabilities, binOf);
  const excess = new Float64Array(calibrationBins);
  for (let row = 0; row < rows; row++) {
    const bin = bins[row] as number;
    const apart = (labels[row] as number) - (probabilities[row] as number);
    excess[bin] = (excess[bin] as number) + apart;
  }
  const value = excess.reduce((sum, total) => sum + Math.abs(total), 0) / rows;
  const sides = excess.map(Math.sign);
  const influence = probabilities.map(
    (probability, row) =>
      (sides[bins[row] as number] as number) * ((labels[row] as number) - probability) - value,
  );
  return { value, influence };
}

export function compareCalibrationError(
  rows: BinaryRows,
  options: MethodOptions,
): MetricComparison {
  return compareInfluence(
    rows,
    (model) => calibrationError(rows.labels, rows[model] ?? rows.challenger),
    options,
    { low: 0, high: 1 },
  );
}
