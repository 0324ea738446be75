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
export type MetricTask = 'binary' | 'multiclass' | 'regression' | 'ranking';

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
  mcc: { ...classes, title: 'MCC' },
  'business-value': { ...binary, title: 'business value per row', needs: 'class' },
  'auc-ovr': { ...multiclass, title: 'AUC, one against the rest', needs: 'probability' },
  'f1-macro': { ...multiclass, title: 'macro F1' },
  'f1-weighted': { ...multiclass, title: 'weighted F1' },
  'precision-macro': { ...multiclass, title: 'macro precision' },
  'precision-weighted': { ...multiclass, title: 'weighted precision' },
  'recall-macro': { ...multiclass, title: 'macro recall' },
  rmse: { ...error, title: 'RMSE' },
  mae: { ...error, title: 'MAE' },
  r2: { ...error, title: 'R²', better: 'higher' },
  mape: { ...error, title: 'MAPE' },
  'median-absolute-error': { ...error, title: 'median absolute error' },
  smape: { ...error, title: 'sMAPE' },
  wape: { ...error, title: 'WAPE' },
  ndcg: { ...ranking, title: 'NDCG' },
  'ndcg-at-10': { ...ranking, title: 'NDCG@10' },
  map: { ...ranking, title: 'MAP' },
  mrr: { ...ranking, title: 'MRR' },
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof gateMetrics;

export const metricNames = Object.keys(gateMetrics) as readonly MetricName[];

export function describeMetric(name: MetricName): MetricDescription {
  return gateMetrics[name];
}
