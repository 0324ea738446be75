import { countClasses } from './roc.ts';

/**
 * Squared error of each row's probability. Its mean (`exactMean`) is the Brier score, scikit-learn's
 * `brier_score_loss`; differences of two models' go to `pairedMeanDifference`.
 *
 * @param labels 1 for the positive class, 0 for the other
 * @param probabilities of the positive class
 * @throws RangeError without rows, on different lengths, a label other than 0 or 1, or a
 * probability outside [0, 1]
 * @see G. Brier, Monthly Weather Review 78 (1950)
 */
export function brierLosses(labels: Uint8Array, probabilities: Float64Array): Float64Array {
  requireSameRows(labels, probabilities);
  return probabilities.map((p, i) => (p - (labels[i] as number)) ** 2);
}

/** @throws RangeError on different lengths, impossible labels or probabilities */
export function requireSameRows(labels: Uint8Array, probabilities: Float64Array): void {
  if (labels.length !== probabilities.length) {
    throw new RangeError(`${probabilities.length} probabilities for ${labels.length} labels`);
  }
  countClasses(labels);
  probabilities.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`probability of row ${i} is ${p}, not in [0, 1]`);
  });
}
