/** Why a metric cannot be computed on these rows; stands after its name and a colon. */
export const reasons = {
  oneCluster: 'all rows belong to one cluster, so nothing tells how sure it is',
  oneRowOrCluster: 'there is only one row or cluster',
  noWorth: 'the policy does not say what each answer is worth; set `worth`',
  oneClassFrom: (whose: 'challenger' | 'champion') =>
    `the ${whose} gives every row the same class, which leaves it undefined`,
  oneClass: 'every row has the same class, which leaves it undefined',
  oneClassAndAnswer: 'every row has the same class and the same answer',
  twoOfEach: (positives: number, negatives: number) =>
    `it needs at least 2 rows of each class, and there are ${positives} positive and ${negatives} negative ones`,
  fewQueries: 'fewer than two queries have a relevant item',
  /** `said`: why a bootstrap ended, in its own words. */
  noBootstrap: (said: string) => said,
  sameLabels: 'every label is the same, so there is nothing to explain',
  zeroLabels: (zeros: number, rows: number) =>
    `a label is 0 in ${zeros} of ${rows} rows, and it divides by the label; use wape or mae`,
  onlyZeros: 'every label is 0, and it divides by them',
  noLogarithm: 'it takes logarithms, and a label or a prediction is −1 or less',
  noScale:
    'the policy does not say which column has the error of the naive forecast in training; set `scale`',
  wrongScale: (wrong: number, rows: number) =>
    `the scale is missing or not above 0 in ${wrong} of ${rows} rows`,
  noRange: (whose: 'challenger' | 'champion') =>
    `the ${whose} has no columns prediction_low and prediction_high with the ends of an interval`,
  wrongRange: (wrong: number, whose: 'challenger' | 'champion') =>
    `in ${wrong} rows of the ${whose} an end is missing, or the low end lies above the high end`,
};
