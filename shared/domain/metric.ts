import {
  isMeasured,
  type MeasuredDescription,
  type MeasuredName,
  measuredMetrics,
} from './measured-metric.ts';
import { describeMetricAt, type MetricAt, metricAt } from './metric-at.ts';

/** What a metric needs the predictions to be. */
export type PredictionKind =
  /** Probabilities in [0, 1]: of the positive class, or of every class. */
  | 'probability'
  /** Numbers that rank rows, on any scale. */
  | 'score'
  /** Classes; probabilities serve too: cut at a threshold, or the likeliest class. */
  | 'class'
  /** Predicted values of a numeric label. */
  | 'value';

/** The tasks whose predictions a gate judges row by row. */
export type MetricTask = 'binary' | 'multiclass' | 'multilabel' | 'regression' | 'ranking';

export interface MetricDescription {
  /** What people call it, for tables and sentences. */
  title: string;
  better: 'higher' | 'lower';
  tasks: readonly MetricTask[];
  needs: PredictionKind;
}

const binary = { better: 'higher', tasks: ['binary'] } as const;
const classes = { better: 'higher', tasks: ['binary', 'multiclass'], needs: 'class' } as const;
const multiclass = { better: 'higher', tasks: ['multiclass'], needs: 'class' } as const;
const several = { better: 'higher', tasks: ['multiclass', 'multilabel'], needs: 'class' } as const;
const multilabel = { better: 'higher', tasks: ['multilabel'], needs: 'class' } as const;
const error = { better: 'lower', tasks: ['regression'], needs: 'value' } as const;
const ranking = { better: 'higher', tasks: ['ranking'], needs: 'score' } as const;

/** Every metric a gate can judge by, under its standard name. The name implies the direction. */
export const gateMetrics = {
  auc: { ...binary, title: 'AUC', needs: 'score' },
  'average-precision': { ...binary, title: 'average precision', needs: 'score' },
  'log-loss': {
    title: 'log loss',
    better: 'lower',
    tasks: ['binary', 'multiclass'],
    needs: 'probability',
  },
  brier: { ...binary, title: 'Brier score', better: 'lower', needs: 'probability' },
  'expected-calibration-error': {
    ...binary,
    title: 'expected calibration error',
    better: 'lower',
    needs: 'probability',
  },
  accuracy: { ...classes, title: 'accuracy' },
  'balanced-accuracy': { ...classes, title: 'balanced accuracy' },
  f1: { ...binary, title: 'F1', needs: 'class' },
  precision: { ...binary, title: 'precision', needs: 'class' },
  recall: { ...binary, title: 'recall', needs: 'class' },
  specificity: { ...binary, title: 'specificity', needs: 'class' },
  'f0.5': { ...binary, title: 'F0.5', needs: 'class' },
  f2: { ...binary, title: 'F2', needs: 'class' },
  'cohen-kappa': { ...classes, title: "Cohen's kappa" },
  mcc: { ...classes, title: 'MCC' },
  'business-value': { ...binary, title: 'business value per row', needs: 'class' },
  'auc-ovr': { ...multiclass, title: 'AUC, one against the rest', needs: 'probability' },
  'f1-macro': { ...several, title: 'macro F1' },
  'f1-weighted': { ...several, title: 'weighted F1' },
  'precision-macro': { ...several, title: 'macro precision' },
  'precision-weighted': { ...several, title: 'weighted precision' },
  'recall-macro': { ...several, title: 'macro recall' },
  'subset-accuracy': { ...multilabel, title: 'subset accuracy' },
  'hamming-loss': { ...multilabel, title: 'Hamming loss', better: 'lower' },
  'f1-micro': { ...multilabel, title: 'micro F1' },
  'f1-samples': { ...multilabel, title: 'F1 by row' },
  'precision-micro': { ...multilabel, title: 'micro precision' },
  'precision-samples': { ...multilabel, title: 'precision by row' },
  'recall-micro': { ...multilabel, title: 'micro recall' },
  'recall-samples': { ...multilabel, title: 'recall by row' },
  jaccard: { ...multilabel, title: 'Jaccard index by row' },
  'label-ranking-average-precision': {
    ...multilabel,
    title: 'label ranking average precision',
    needs: 'probability',
  },
  rmse: { ...error, title: 'RMSE' },
  mae: { ...error, title: 'MAE' },
  r2: { ...error, title: 'R²', better: 'higher' },
  mape: { ...error, title: 'MAPE' },
  'median-absolute-error': { ...error, title: 'median absolute error' },
  smape: { ...error, title: 'sMAPE' },
  wape: { ...error, title: 'WAPE' },
  mse: { ...error, title: 'MSE' },
  rmsle: { ...error, title: 'RMSLE' },
  'explained-variance': { ...error, title: 'explained variance', better: 'higher' },
  'pinball-loss': { ...error, title: 'pinball loss' },
  mase: { ...error, title: 'MASE' },
  coverage: { ...error, title: 'coverage of the intervals', better: 'higher' },
  'interval-width': { ...error, title: 'mean width of the intervals' },
  ndcg: { ...ranking, title: 'NDCG' },
  'ndcg-at-10': { ...ranking, title: 'NDCG@10' },
  map: { ...ranking, title: 'MAP' },
  mrr: { ...ranking, title: 'MRR' },
} as const satisfies Record<string, MetricDescription>;

/** Those with a name of their own, and those with a number in it. */
export type MetricName = NamedMetric | MetricAt;

type NamedMetric = keyof typeof gateMetrics;

export const metricNames = Object.keys(gateMetrics) as readonly NamedMetric[];

/** A metric of the answers, or one that is measured of the model. */
export type JudgedName = MetricName | MeasuredName;

export function describeMetric(name: MetricName): MetricDescription;
export function describeMetric(name: JudgedName): MetricDescription | MeasuredDescription;
export function describeMetric(name: JudgedName): MetricDescription | MeasuredDescription {
  if (isMeasured(name)) return measuredMetrics[name];
  return isNamed(name) ? gateMetrics[name] : describeMetricAt(name);
}

/** Whether a gate has a metric of this name. */
export function isMetric(name: string): name is MetricName {
  return isNamed(name) || metricAt(name) !== undefined;
}

function isNamed(name: string): name is NamedMetric {
  return Object.hasOwn(gateMetrics, name);
}
