import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { PredictedRange, RegressionRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';
import { type Bounds, compareInfluence, meanInfluence } from './influence.ts';
import { reasons } from './messages.ts';

type Model = 'challenger' | 'champion';

/** A mean over rows of one number each. */
function compareMeans(
  rows: RegressionRows,
  options: MethodOptions,
  bounds: Bounds,
  numberOf: (model: Model, row: number) => number,
): MetricComparison {
  const measure = (model: Model) => {
    const values = Float64Array.from(rows.labels, (_, row) => numberOf(model, row));
    return meanInfluence(values, exactMean(values));
  };
  return compareInfluence(rows, measure, options, bounds);
}

/**
 * scikit-learn's `mean_pinball_loss`: an error above the truth costs 1 − q, one below it q.
 *
 * @see R. Koenker & G. Bassett, Regression Quantiles, Econometrica 46 (1978)
 */
export function comparePinballLoss(rows: RegressionRows, options: MethodOptions): MetricComparison {
  const { quantile = 0.5 } = options;
  return compareMeans(rows, options, { low: 0 }, (model, row) => {
    const apart = (rows.labels[row] as number) - ((rows[model] ?? rows.challenger)[row] as number);
    return apart >= 0 ? quantile * apart : (quantile - 1) * apart;
  });
}

/**
 * Mean absolute scaled error: each row's error over what the naive (seasonal) forecast of its series
 * was off by in training. Below 1: better than the naive forecast was there.
 *
 * @throws NotComputable without the scale, or where it is not above 0
 * @see R. Hyndman & A. Koehler, Another look at measures of forecast accuracy, IJF 22 (2006)
 */
export function compareScaledErrors(
  rows: RegressionRows,
  options: MethodOptions,
): MetricComparison {
  const { scale } = rows;
  if (scale === undefined) {
    throw new NotComputable(reasons.noScale);
  }
  const wrong = scale.filter((value) => !(value > 0)).length;
  if (wrong > 0) {
    throw new NotComputable(reasons.wrongScale(wrong, scale.length));
  }
  return compareMeans(rows, options, { low: 0 }, (model, row) => {
    const predicted = (rows[model] ?? rows.challenger)[row] as number;
    return Math.abs(predicted - (rows.labels[row] as number)) / (scale[row] as number);
  });
}

/** The share of rows whose truth lies in the predicted interval, its ends included. */
export function compareCoverage(rows: RegressionRows, options: MethodOptions): MetricComparison {
  const ranges = rangesOf(rows);
  return compareMeans(rows, options, { low: 0, high: 1 }, (model, row) => {
    const { low, high } = ranges[model];
    const truth = rows.labels[row] as number;
    return truth >= (low[row] as number) && truth <= (high[row] as number) ? 1 : 0;
  });
}

/** How wide the predicted intervals are: with equal coverage, narrower ones say more. */
export function compareWidths(rows: RegressionRows, options: MethodOptions): MetricComparison {
  const ranges = rangesOf(rows);
  return compareMeans(rows, options, { low: 0 }, (model, row) => {
    const { low, high } = ranges[model];
    return (high[row] as number) - (low[row] as number);
  });
}

/** @throws NotComputable where a model gives no intervals, or a low end lies above its high end */
function rangesOf(rows: RegressionRows): Readonly<Record<Model, PredictedRange>> {
  const { challengerRange, championRange, champion } = rows;
  const own = usable('challenger', challengerRange);
  return {
    challenger: own,
    champion: champion === undefined ? own : usable('champion', championRange),
  };
}

function usable(whose: Model, range: PredictedRange | undefined): PredictedRange {
  if (range === undefined) {
    throw new NotComputable(reasons.noRange(whose));
  }
  const wrong = range.low.filter((low, row) => !(low <= (range.high[row] as number))).length;
  if (wrong === 0) return range;
  throw new NotComputable(reasons.wrongRange(wrong, whose));
}
