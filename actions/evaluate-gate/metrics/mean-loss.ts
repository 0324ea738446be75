import { brierLosses } from '../../../shared/stats/brier.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import type { BinaryRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';

/** Mean log loss in nats, scikit-learn's `log_loss`. */
export function compareLogLoss(rows: BinaryRows, options: MethodOptions): MetricComparison {
  return compareMeans(rows, (predictions) => logLosses(rows.labels, predictions), options);
}

/** Mean squared error of the probabilities, scikit-learn's `brier_score_loss`. */
export function compareBrier(rows: BinaryRows, options: MethodOptions): MetricComparison {
  return compareMeans(rows, (predictions) => brierLosses(rows.labels, predictions), options);
}

function compareMeans(
  rows: BinaryRows,
  lossesOf: (predictions: Float64Array) => Float64Array,
  options: MethodOptions,
): MetricComparison {
  const { labels } = rows;
  const losses = lossesOf(rows.challenger);
  const challenger = meanOf(losses, labels, options);
  if (rows.champion === undefined) return { challenger };
  const championLosses = lossesOf(rows.champion);
  const differences = losses.map((loss, row) => loss - (championLosses[row] as number));
  const difference = meanOf(differences, labels, options);
  return { challenger, champion: exactMean(championLosses), difference };
}

function meanOf(
  values: Float64Array,
  strata: Uint8Array,
  { level, seed, replicates, method = 'auto' }: MethodOptions,
): Estimate {
  const { estimate, low, high, law } = pairedMeanDifference({
    differences: values,
    level,
    seed,
    replicates,
    method,
    strata,
  });
  return { estimate, low, high, ...(law === undefined ? {} : { law }) };
}
