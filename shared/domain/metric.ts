/** What a metric needs the predictions to be. */
export type PredictionKind =
  /** Probabilities of the positive class, in [0, 1]. */
  | 'probability'
  /** Numbers that rank rows, on any scale. */
  | 'score'
  /** Classes; probabilities serve too, cut at a threshold. */
  | 'class'
  /** Predicted values of a numeric label. */
  | 'value';

export interface MetricDescription {
  /** What people call it, for tables and sentences. */
  title: string;
  better: 'higher' | 'lower';
  task: 'binary' | 'regression';
  needs: PredictionKind;
}

/** Every metric a gate can judge by, under its standard name. The name implies the direction. */
export const gateMetrics = {
  auc: { title: 'AUC', better: 'higher', task: 'binary', needs: 'score' },
  'average-precision': {
    title: 'average precision',
    better: 'higher',
    task: 'binary',
    needs: 'score',
  },
  'log-loss': { title: 'log loss', better: 'lower', task: 'binary', needs: 'probability' },
  brier: { title: 'Brier score', better: 'lower', task: 'binary', needs: 'probability' },
  accuracy: { title: 'accuracy', better: 'higher', task: 'binary', needs: 'class' },
  'balanced-accuracy': {
    title: 'balanced accuracy',
    better: 'higher',
    task: 'binary',
    needs: 'class',
  },
  f1: { title: 'F1', better: 'higher', task: 'binary', needs: 'class' },
  precision: { title: 'precision', better: 'higher', task: 'binary', needs: 'class' },
  recall: { title: 'recall', better: 'higher', task: 'binary', needs: 'class' },
  mcc: { title: 'MCC', better: 'higher', task: 'binary', needs: 'class' },
  rmse: { title: 'RMSE', better: 'lower', task: 'regression', needs: 'value' },
  mae: { title: 'MAE', better: 'lower', task: 'regression', needs: 'value' },
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof gateMetrics;

export const metricNames = Object.keys(gateMetrics) as readonly MetricName[];

export function describeMetric(name: MetricName): MetricDescription {
  return gateMetrics[name];
}
