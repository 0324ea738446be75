import type { MetricName } from '../../../shared/domain/metric.ts';
import { metricAt } from '../../../shared/domain/metric-at.ts';
import type { BinaryRows, GateRows, MulticlassRows, RankingRows, RegressionRows } from '../rows.ts';
import { compareAuc } from './auc.ts';
import { compareAveragePrecision } from './average-precision.ts';
import { compareCalibrationError } from './calibration-error.ts';
import { compareClustered } from './clustered.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { compareClasses } from './confusion.ts';
import { compareErrors } from './errors.ts';
import {
  compareCoverage,
  comparePinballLoss,
  compareScaledErrors,
  compareWidths,
} from './forecast.ts';
import { compareBrier, compareLogLoss } from './mean-loss.ts';
import {
  compareAnswers,
  compareAucOvr,
  compareMulticlassLogLoss,
  compareTopAccuracy,
} from './multiclass.ts';
import { compareLabelSets, isLabelSetMetric } from './multilabel.ts';
import { compareRanking, compareRankingAt } from './ranking.ts';

type Method<R> = (rows: R, options: MethodOptions) => MetricComparison;
type Methods<R> = Partial<Record<MetricName, Method<R>>>;

const binary: Methods<BinaryRows> = {
  auc: compareAuc,
  'average-precision': compareAveragePrecision,
  'log-loss': compareLogLoss,
  brier: compareBrier,
  'expected-calibration-error': compareCalibrationError,
  accuracy: (rows, options) => compareClasses('accuracy', rows, options),
  'balanced-accuracy': (rows, options) => compareClasses('balanced-accuracy', rows, options),
  f1: (rows, options) => compareClasses('f1', rows, options),
  precision: (rows, options) => compareClasses('precision', rows, options),
  recall: (rows, options) => compareClasses('recall', rows, options),
  specificity: (rows, options) => compareClasses('specificity', rows, options),
  'f0.5': (rows, options) => compareClasses('f0.5', rows, options),
  f2: (rows, options) => compareClasses('f2', rows, options),
  'cohen-kappa': (rows, options) => compareClasses('cohen-kappa', rows, options),
  mcc: (rows, options) => compareClasses('mcc', rows, options),
  'business-value': (rows, options) => compareClasses('business-value', rows, options),
};

const multiclass: Methods<MulticlassRows> = {
  'log-loss': compareMulticlassLogLoss,
  'auc-ovr': compareAucOvr,
  accuracy: (rows, options) => compareAnswers('accuracy', rows, options),
  'balanced-accuracy': (rows, options) => compareAnswers('balanced-accuracy', rows, options),
  'cohen-kappa': (rows, options) => compareAnswers('cohen-kappa', rows, options),
  mcc: (rows, options) => compareAnswers('mcc', rows, options),
  'f1-macro': (rows, options) => compareAnswers('f1-macro', rows, options),
  'f1-weighted': (rows, options) => compareAnswers('f1-weighted', rows, options),
  'precision-macro': (rows, options) => compareAnswers('precision-macro', rows, options),
  'precision-weighted': (rows, options) => compareAnswers('precision-weighted', rows, options),
  'recall-macro': (rows, options) => compareAnswers('recall-macro', rows, options),
};

const regression: Methods<RegressionRows> = {
  rmse: (rows, options) => compareErrors('rmse', rows, options),
  mae: (rows, options) => compareErrors('mae', rows, options),
  r2: (rows, options) => compareErrors('r2', rows, options),
  mape: (rows, options) => compareErrors('mape', rows, options),
  'median-absolute-error': (rows, options) => compareErrors('median-absolute-error', rows, options),
  smape: (rows, options) => compareErrors('smape', rows, options),
  wape: (rows, options) => compareErrors('wape', rows, options),
  mse: (rows, options) => compareErrors('mse', rows, options),
  rmsle: (rows, options) => compareErrors('rmsle', rows, options),
  'explained-variance': (rows, options) => compareErrors('explained-variance', rows, options),
  'pinball-loss': comparePinballLoss,
  mase: compareScaledErrors,
  coverage: compareCoverage,
  'interval-width': compareWidths,
};

const ranking: Methods<RankingRows> = {
  ndcg: (rows, options) => compareRanking('ndcg', rows, options),
  map: (rows, options) => compareRanking('map', rows, options),
  mrr: (rows, options) => compareRanking('mrr', rows, options),
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
  const comparison = compare(name, rows, options);
  if (comparison === undefined) throw new TypeError(`${name} is no metric of a ${rows.task} task`);
  return comparison;
}

function compare(
  name: MetricName,
  rows: GateRows,
  options: MethodOptions,
): MetricComparison | undefined {
  const at = metricAt(name);
  if (at !== undefined) return compareAt(at, rows, options);
  switch (rows.task) {
    case 'binary':
      if (rows.clusters !== undefined) return compareClustered(name, rows, options);
      return binary[name]?.(rows, options);
    case 'multiclass':
      return multiclass[name]?.(rows, options);
    case 'multilabel':
      return isLabelSetMetric(name) ? compareLabelSets(name, rows, options) : undefined;
    case 'regression':
      return regression[name]?.(rows, options);
    case 'ranking':
      return ranking[name]?.(rows, options);
  }
}

function compareAt(
  { metric, depth }: NonNullable<ReturnType<typeof metricAt>>,
  rows: GateRows,
  options: MethodOptions,
): MetricComparison | undefined {
  if (rows.task === 'ranking' && metric !== 'top-accuracy') {
    return compareRankingAt(metric, depth, rows, options);
  }
  if (rows.task === 'multiclass' && metric === 'top-accuracy') {
    return compareTopAccuracy(depth, rows, options);
  }
  return undefined;
}
