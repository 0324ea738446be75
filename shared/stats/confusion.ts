/** Rows of a binary classifier by class and answer. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/*
 * Rates of a confusion matrix as plain functions of counts, fit to be the statistic of
 * `bootstrapCounts`. Each is NaN where its denominator is zero: undefined, never silently 0.
 */

/** Share of positive answers that are right. */
export function precision({ truePositives, falsePositives }: Confusion): number {
  return truePositives / (truePositives + falsePositives);
}

/** Share of positive rows that are found. */
export function recall({ truePositives, falseNegatives }: Confusion): number {
  return truePositives / (truePositives + falseNegatives);
}

/** Share of negative rows that are left alone. */
export function specificity({ trueNegatives, falsePositives }: Confusion): number {
  return trueNegatives / (trueNegatives + falsePositives);
}

/** Harmonic mean of precision and recall. */
export function f1({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}

/** Mean of recall and specificity. */
export function balancedAccuracy(confusion: Confusion): number {
  return (recall(confusion) + specificity(confusion)) / 2;
}

/**
 * Matthews' correlation coefficient, in [−1, 1].
 *
 * @see B. Matthews, Biochimica et Biophysica Acta 405 (1975)
 */
export function matthewsCorrelation(confusion: Confusion): number {
  const {
    truePositives: tp,
    falsePositives: fp,
    trueNegatives: tn,
    falseNegatives: fn,
  } = confusion;
  // Square roots first: the product of four margins of a million rows has passed 2^53.
  const scale = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return (tp * tn - fp * fn) / scale;
}
