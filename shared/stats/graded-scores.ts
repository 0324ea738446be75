import type { Confusion } from './confusion.ts';

/**
 * Rows of a binary task by score: how many are positive and how many negative at each. Whole numbers
 * where the labels are known; expected numbers, in fractions, where they are estimated.
 */
export interface GradedScores {
  /** Ascending, without repeats; larger means more likely positive. */
  readonly scores: ArrayLike<number>;
  readonly positives: ArrayLike<number>;
  readonly negatives: ArrayLike<number>;
}

/** A figure with its standard error. NaN: these rows leave it undefined. */
export interface Measured {
  readonly estimate: number;
  readonly standardError: number;
}

/** Positive and negative rows of them all. */
export function gradeTotals({ scores, positives, negatives }: GradedScores) {
  let [positive, negative] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    positive += positives[i] as number;
    negative += negatives[i] as number;
  }
  return { positive, negative };
}

/**
 * Area under the ROC curve, ties counting a half, with DeLong's standard error. With expected counts
 * it is the estimate of confidence-based performance estimation.
 *
 * @see E. DeLong, D. DeLong & D. Clarke-Pearson, Biometrics 44 (1988)
 */
export function gradedAuc(grades: GradedScores): Measured {
  const { scores, positives, negatives } = grades;
  const totals = gradeTotals(grades);
  const beaten = new Float64Array(scores.length);
  const beating = new Float64Array(scores.length);
  let [above, below, won] = [totals.positive, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const [p, n] = [positives[i] as number, negatives[i] as number];
    above -= p;
    beaten[i] = (below + n / 2) / totals.negative;
    beating[i] = (above + p / 2) / totals.positive;
    won += p * (below + n / 2);
    below += n;
  }
  const estimate = won / (totals.positive * totals.negative);
  let [ofPositive, ofNegative] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    ofPositive += (positives[i] as number) * ((beaten[i] as number) - estimate) ** 2;
    ofNegative += (negatives[i] as number) * ((beating[i] as number) - estimate) ** 2;
  }
  const variance =
    ofPositive / (totals.positive * Math.max(totals.positive - 1, 1)) +
    ofNegative / (totals.negative * Math.max(totals.negative - 1, 1));
  return { estimate, standardError: Math.sqrt(variance) };
}

/** Rows by class and answer, where a score of at least `threshold` is answered positive. */
export function confusionAt(grades: GradedScores, threshold: number): Confusion {
  const { scores, positives, negatives } = grades;
  const confusion = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  for (let i = 0; i < scores.length; i++) {
    const [p, n] = [positives[i] as number, negatives[i] as number];
    if ((scores[i] as number) >= threshold) {
      confusion.truePositives += p;
      confusion.falsePositives += n;
    } else {
      confusion.falseNegatives += p;
      confusion.trueNegatives += n;
    }
  }
  return confusion;
}

/** Mean squared distance of the probability from the label, in [0, 1]. */
export function gradedBrier(grades: GradedScores): Measured {
  return gradedMean(
    grades,
    (p) => (1 - p) ** 2,
    (p) => p ** 2,
  );
}

/** As scikit-learn since 1.3: a probability of exactly 0 or 1 counts as the nearest double to it. */
const leastProbability = 2 ** -52;

/** Mean negative log-likelihood, in nats. */
export function gradedLogLoss(grades: GradedScores): Measured {
  const clip = (p: number): number => Math.min(1 - leastProbability, Math.max(leastProbability, p));
  return gradedMean(
    grades,
    (p) => -Math.log(clip(p)),
    (p) => -Math.log1p(-clip(p)),
  );
}

function gradedMean(
  { scores, positives, negatives }: GradedScores,
  ofPositive: (score: number) => number,
  ofNegative: (score: number) => number,
): Measured {
  let [rows, sum, squares] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const [p, n] = [positives[i] as number, negatives[i] as number];
    const [a, b] = [ofPositive(scores[i] as number), ofNegative(scores[i] as number)];
    rows += p + n;
    sum += p * a + n * b;
    squares += p * a * a + n * b * b;
  }
  const estimate = sum / rows;
  const variance = Math.max(0, squares / rows - estimate ** 2);
  return { estimate, standardError: Math.sqrt(variance / Math.max(rows - 1, 1)) };
}
