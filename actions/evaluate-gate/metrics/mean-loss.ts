import { brierLosses } from '../../../shared/stats/brier.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import type { BinaryRows, RegressionRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';

/** Mean log loss in nats, scikit-learn's `log_loss`. */
export function compareLogLoss(rows: BinaryRows, options: MethodOptions): MetricComparison {
  return compareMeans(rows, (predictions) => logLosses(rows.labels, predictions), options);
}

/** Mean squared error of the probabilities, scikit-learn's `brier_score_loss`. */
export function compareBrier(rows: BinaryRows, options: MethodOptions): MetricComparison {
  return compareMeans(rows, (predictions) => brierLosses(rows.labels, predictions), options);
}

/** Mean absolute error. */
export function compareMae(rows: RegressionRows, options: MethodOptions): MetricComparison {
  return compareMeans(
    rows,
    (predictions) =>
      predictions.map((value, row) => Math.abs(value - (rows.labels[row] as number))),
    options,
  );
}

/**
 * Root mean squared error. Its difference is linearised: a row's part in √m is its squared error
 * over 2√m, so that the interval is that of a mean; the linear term's error is of order 1/rows.
 */
export function compareRmse(rows: RegressionRows, options: MethodOptions): MetricComparison {
  const squares = (predictions: Float64Array) =>
    predictions.map((value, row) => (value - (rows.labels[row] as number)) ** 2);
  const linear = (losses: Float64Array) => {
    const root = Math.sqrt(exactMean(losses));
    return { root, parts: root === 0 ? losses : losses.map((loss) => loss / (2 * root)) };
  };
  const own = linear(squares(rows.challenger));
  const challenger = recentre(meanOf(own.parts, undefined, options), own.root);
  const floored = { ...challenger, low: Math.max(0, challenger.low) };
  if (rows.champion === undefined) return { challenger: floored };
  const old = linear(squares(rows.champion));
  const parts = own.parts.map((part, row) => part - (old.parts[row] as number));
  const difference = recentre(meanOf(parts, undefined, options), own.root - old.root);
  return { challenger: floored, champion: old.root, difference };
}

function compareMeans(
  rows: BinaryRows | RegressionRows,
  lossesOf: (predictions: Float64Array) => Float64Array,
  options: MethodOptions,
): MetricComparison {
  const strata = rows.task === 'binary' ? rows.labels : undefined;
  const losses = lossesOf(rows.challenger);
  const challenger = meanOf(losses, strata, options);
  if (rows.champion === undefined) return { challenger };
  const championLosses = lossesOf(rows.champion);
  const differences = losses.map((loss, row) => loss - (championLosses[row] as number));
  const difference = meanOf(differences, strata, options);
  return { challenger, champion: exactMean(championLosses), difference };
}

function meanOf(
  values: Float64Array,
  strata: Uint8Array | undefined,
  { level, seed, replicates }: MethodOptions,
): Estimate {
  const { estimate, low, high } = pairedMeanDifference({
    differences: values,
    level,
    seed,
    replicates,
    ...(strata === undefined ? {} : { strata }),
  });
  return { estimate, low, high };
}

/** The same interval around another centre. */
function recentre({ estimate, low, high }: Estimate, centre: number): Estimate {
  return { estimate: centre, low: centre + low - estimate, high: centre + high - estimate };
}
