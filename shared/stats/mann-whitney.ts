/** How well scores tell two samples apart, and how well they would by chance. */
export interface RankComparison {
  /** Chance that a current row's score lies above a reference row's; ties count half. */
  readonly auc: number;
  /** Variance of `auc` where the samples are exchangeable, with its correction for ties. */
  readonly nullVariance: number;
}

/**
 * Mann-Whitney's U of two samples of scores, as an area under the ROC curve, and its exact variance
 * over all ways to say which row is whose.
 *
 * @param reference, current scores, at least one each; order does not matter
 * @throws RangeError where a sample is empty or a score is NaN
 * @see H. Mann & D. Whitney (1947); the variance with ties: E. Lehmann, Nonparametrics (1975), 1.4
 */
export function mannWhitney(reference: Float64Array, current: Float64Array): RankComparison {
  const [n, m] = [reference.length, current.length];
  if (n === 0 || m === 0) throw new RangeError('a sample has no scores');
  const a = reference.toSorted();
  const b = current.toSorted();
  if (Number.isNaN(a[n - 1]) || Number.isNaN(b[m - 1])) throw new RangeError('a score is NaN');
  let [i, j, u, ties] = [0, 0, 0, 0];
  while (i < n || j < m) {
    const score = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    const [fromI, fromJ] = [i, j];
    while (i < n && a[i] === score) i++;
    while (j < m && b[j] === score) j++;
    const [own, other] = [i - fromI, j - fromJ];
    u += other * (fromI + own / 2);
    ties += (own + other) ** 3 - (own + other);
  }
  const rows = n + m;
  const spread = rows + 1 - (rows > 1 ? ties / (rows * (rows - 1)) : 0);
  return { auc: u / (n * m), nullVariance: Math.max(0, spread / (12 * n * m)) };
}
