import type { MetricName } from '../../../shared/domain/metric.ts';
import type { BinaryRows, GateRows, RegressionRows } from '../rows.ts';
import { compareAuc } from './auc.ts';
import { compareAveragePrecision } from './average-precision.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { compareClasses } from './confusion.ts';
import { compareBrier, compareLogLoss, compareMae, compareRmse } from './mean-loss.ts';

type Method<R> = (rows: R, options: MethodOptions) => MetricComparison;

const binary: Partial<Record<MetricName, Method<BinaryRows>>> = {
  auc: compareAuc,
  'average-precision': compareAveragePrecision,
  'log-loss': compareLogLoss,
  brier: compareBrier,
  accuracy: (rows, options) => compareClasses('accuracy', rows, options),
  'balanced-accuracy': (rows, options) => compareClasses('balanced-accuracy', rows, options),
  f1: (rows, options) => compareClasses('f1', rows, options),
  precision: (rows, options) => compareClasses('precision', rows, options),
  recall: (rows, options) => compareClasses('recall', rows, options),
  mcc: (rows, options) => compareClasses('mcc', rows, options),
};

const regression: Partial<Record<MetricName, Method<RegressionRows>>> = {
  rmse: compareRmse,
  mae: compareMae,
};

/**
 * A metric of the challenger, and its difference to the champion where there is one.
 *
 * @throws NotComputable where these rows leave the metric undefined
 * @throws TypeError where the task has no such metric: ask `isComputable` first
 */
export function compareMetric(
  name: MetricName,
  rows: GateRows,
  options: MethodOptions,
): MetricComparison {
  const comparison =
    rows.task === 'binary' ? binary[name]?.(rows, options) : regression[name]?.(rows, options);
  if (comparison === undefined) throw new TypeError(`${name} is no metric of a ${rows.task} task`);
  return comparison;
}
