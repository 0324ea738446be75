import type { Metric } from '../domain/record.ts';
import type { Verdict } from '../domain/verdict.ts';
import { orient } from './interval-bar.ts';
import { messages } from './messages.ts';

/** A sign and a word for each verdict: the sign's shape and the word both tell, never colour alone. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  pass: '✅',
  warn: '⚠️',
  inconclusive: '🟡',
  fail: '❌',
};
export const notRunSign = '⏸️';
export const outdatedSign = '⏳';
export const runningSign = '🔄';

export function signAndWord(verdict: Verdict, text?: string): string {
  return `${verdictSigns[verdict]} ${text ?? messages.verdictWords[verdict]}`;
}

const abbreviations: Readonly<Record<string, string>> = {
  auc: 'AUC',
  f1: 'F1',
  js: 'JS divergence',
  kl: 'KL divergence',
  ks: 'KS',
  mae: 'MAE',
  mape: 'MAPE',
  mcc: 'MCC',
  mse: 'MSE',
  ndcg: 'NDCG',
  psi: 'PSI',
  r2: 'R²',
  rmse: 'RMSE',
  roc: 'ROC',
};

/** `log-loss` as people write it: `log loss`; `auc` as `AUC`. Unknown names stay as they are. */
export function metricTitle(name: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(name)) return name;
  const words = name.split('-').map((word) => abbreviations[word] ?? word);
  return words.join(' ');
}

/** What a compared metric's verdict says about the change. */
export function comparisonWord(metric: Metric): string {
  if (metric.verdict === undefined) return messages.notJudged;
  const { low, high } = orient({
    low: metric.low ?? null,
    value: metric.delta ?? null,
    high: metric.high ?? null,
    better: metric.better,
  });
  if (metric.verdict === 'pass' && low !== null && low > 0) return messages.better;
  if (metric.verdict === 'pass' && metric.better !== undefined) return messages.noWorse;
  if (metric.verdict === 'fail' && high !== null && high < 0) return messages.worse;
  return messages.verdictWords[metric.verdict];
}
