import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { RegressionRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';
import { compareInfluence, type Influence, meanInfluence } from './influence.ts';
import { reasons } from './messages.ts';

type Measure = (labels: Float64Array, predictions: Float64Array) => Influence;

function losses(
  labels: Float64Array,
  predictions: Float64Array,
  loss: (truth: number, predicted: number) => number,
): Float64Array {
  return predictions.map((value, row) => loss(labels[row] as number, value));
}

const squares = (labels: Float64Array, predictions: Float64Array) =>
  losses(labels, predictions, (truth, predicted) => (predicted - truth) ** 2);
const distances = (labels: Float64Array, predictions: Float64Array) =>
  losses(labels, predictions, (truth, predicted) => Math.abs(predicted - truth));

const meanOf = (values: Float64Array): Influence => meanInfluence(values, exactMean(values));

/** A sum over a sum, such as WAPE: a row moves it by its part above what the ratio gives it. */
function ratioOf(above: Float64Array, below: Float64Array): Influence {
  const scale = exactMean(below);
  const value = exactMean(above) / scale;
  const influence = above.map((part, row) => (part - value * (below[row] as number)) / scale);
  return { value, influence };
}

/** scikit-learn's `r2_score`. @throws NotComputable where all labels are the same */
function r2(labels: Float64Array, predictions: Float64Array): Influence {
  const centre = exactMean(labels);
  const spread = labels.map((label) => (label - centre) ** 2);
  if (exactMean(spread) === 0) {
    throw new NotComputable(reasons.sameLabels);
  }
  const { value, influence } = ratioOf(squares(labels, predictions), spread);
  return { value: 1 - value, influence: influence.map((part) => -part) };
}

/** scikit-learn's `mean_absolute_percentage_error`: a share, not a percentage. @throws NotComputable */
function mape(labels: Float64Array, predictions: Float64Array): Influence {
  const zeros = labels.filter((label) => label === 0).length;
  if (zeros > 0) {
    throw new NotComputable(reasons.zeroLabels(zeros, labels.length));
  }
  return meanOf(
    losses(labels, predictions, (truth, predicted) => Math.abs((predicted - truth) / truth)),
  );
}

/** Twice the distance over the sum of both sizes, in [0, 2]; 0 where both are 0. */
function smape(labels: Float64Array, predictions: Float64Array): Influence {
  return meanOf(
    losses(labels, predictions, (truth, predicted) => {
      const size = Math.abs(truth) + Math.abs(predicted);
      return size === 0 ? 0 : (2 * Math.abs(predicted - truth)) / size;
    }),
  );
}

/** The sum of distances over the sum of the labels' sizes. @throws NotComputable */
function wape(labels: Float64Array, predictions: Float64Array): Influence {
  const sizes = labels.map(Math.abs);
  if (exactMean(sizes) === 0) throw new NotComputable(reasons.onlyZeros);
  return ratioOf(distances(labels, predictions), sizes);
}

function rmse(labels: Float64Array, predictions: Float64Array): Influence {
  const { value: mean, influence } = meanOf(squares(labels, predictions));
  const value = Math.sqrt(mean);
  return { value, influence: value === 0 ? influence : influence.map((p) => p / (2 * value)) };
}

/** Hall and Sheather's bandwidth for the density at a median, at 95 %, times the cube root of rows. */
const bandwidth = 1.959964 ** (2 / 3) * (1.5 / (2 * Math.PI)) ** (1 / 3);

/**
 * scikit-learn's `median_absolute_error`. A row moves a median by its side over the density there.
 *
 * @see P. Hall & S. Sheather, On the Distribution of a Studentized Quantile, JRSS B 50 (1988)
 */
function medianAbsoluteError(labels: Float64Array, predictions: Float64Array): Influence {
  const apart = distances(labels, predictions);
  const sorted = apart.slice().sort();
  const rows = sorted.length;
  const value = ((sorted[Math.ceil(rows / 2) - 1] ?? 0) + (sorted[Math.floor(rows / 2)] ?? 0)) / 2;
  const perDensity = spacingAtMedian(sorted);
  const influence = apart.map((distance) => (perDensity * Math.sign(distance - value)) / 2);
  return { value, influence };
}

/**
 * One over the density at the median, from the spacing of quantiles on both sides. Errors' sizes
 * are skewed, so the spacing grows with its reach; a second one of half the reach takes that growth
 * away to the second order (Richardson's extrapolation).
 */
function spacingAtMedian(sorted: Float64Array): number {
  const rows = sorted.length;
  const middle = (rows - 1) / 2;
  const spacing = (reach: number): number => {
    const from = Math.max(0, Math.round(middle - reach));
    const to = Math.min(rows - 1, Math.round(middle + reach));
    if (to === from) return 0;
    return ((sorted[to] as number) - (sorted[from] as number)) * (rows / (to - from));
  };
  let reach = Math.max(1, bandwidth * rows ** (2 / 3));
  // Where many rows lie at the median itself, the spacing is taken further out.
  while (spacing(reach) === 0 && reach < rows) reach *= 2;
  const wide = spacing(reach);
  const extrapolated = (4 * spacing(reach / 2) - wide) / 3;
  return extrapolated > 0 ? extrapolated : wide;
}

/** scikit-learn's `root_mean_squared_log_error`. @throws NotComputable */
function rmsle(labels: Float64Array, predictions: Float64Array): Influence {
  const logs = [labels, predictions].map((values) => values.map(Math.log1p));
  const [truths = labels, predicted = predictions] = logs;
  if ([...truths, ...predicted].some((value) => !Number.isFinite(value))) {
    throw new NotComputable(reasons.noLogarithm);
  }
  return rmse(truths, predicted);
}

/** scikit-learn's `explained_variance_score`. @throws NotComputable */
function explainedVariance(labels: Float64Array, predictions: Float64Array): Influence {
  const errors = losses(labels, predictions, (truth, predicted) => truth - predicted);
  const [centre, bias] = [exactMean(labels), exactMean(errors)];
  const spread = labels.map((label) => (label - centre) ** 2);
  if (exactMean(spread) === 0) {
    throw new NotComputable(reasons.sameLabels);
  }
  const { value, influence } = ratioOf(
    errors.map((error) => (error - bias) ** 2),
    spread,
  );
  return { value: 1 - value, influence: influence.map((part) => -part) };
}

const measures = {
  rmse,
  mae: (labels, predictions) => meanOf(distances(labels, predictions)),
  r2,
  mape,
  'median-absolute-error': medianAbsoluteError,
  smape,
  wape,
  mse: (labels, predictions) => meanOf(squares(labels, predictions)),
  rmsle,
  'explained-variance': explainedVariance,
} as const satisfies Record<string, Measure>;

export type ErrorMetric = keyof typeof measures;

/** How far predicted values lie from the truth. @throws NotComputable */
export function compareErrors(
  name: ErrorMetric,
  rows: RegressionRows,
  options: MethodOptions,
): MetricComparison {
  const measure = (model: 'challenger' | 'champion') =>
    measures[name](rows.labels, rows[model] ?? rows.challenger);
  return compareInfluence(
    rows,
    measure,
    options,
    name === 'r2' || name === 'explained-variance' ? { high: 1 } : { low: 0 },
  );
}

/** The absolute error of each row. */
export function absoluteErrors(rows: RegressionRows, predictions: Float64Array): Float64Array {
  return distances(rows.labels, predictions);
}
