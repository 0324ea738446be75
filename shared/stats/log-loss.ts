import { requireSameRows } from './brier.ts';

/** scikit-learn's clip for 64-bit floats: a probability of exactly 0 or 1 costs 36 nats, not ∞. */
const CLIP = Number.EPSILON;

/**
 * Log loss of each row, in nats: −ln of the probability given to what happened. Its mean
 * (`exactMean`) is scikit-learn's `log_loss`; differences of two models' go to
 * `pairedMeanDifference`.
 *
 * @param labels 1 for the positive class, 0 for the other
 * @param probabilities of the positive class
 * @throws RangeError without rows, on different lengths, a label other than 0 or 1, or a
 * probability outside [0, 1] (a score is not a probability)
 * @see I. J. Good, Rational Decisions (1952)
 */
export function logLosses(labels: Uint8Array, probabilities: Float64Array): Float64Array {
  requireSameRows(labels, probabilities);
  return probabilities.map((p, i) => {
    const clipped = Math.min(1 - CLIP, Math.max(CLIP, p));
    return labels[i] === 1 ? -Math.log(clipped) : -Math.log1p(-clipped);
  });
}
