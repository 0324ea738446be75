import type { TableInput } from '../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { type Alert, alerts, type JudgedColumn, type Policy, verdictOf } from './decide.ts';

interface Conclusion {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
  readonly outputs: Readonly<Record<'alert' | 'drifted-columns' | 'retrain', string>>;
}

/** What a look beyond single columns' distributions adds. */
export interface Addition {
  readonly findings: readonly Finding[];
  readonly metrics?: readonly Metric[];
  readonly tables?: readonly TableInput[];
  readonly alert: Alert;
  /** What happened, where this is the worst of the run. */
  readonly summary: string;
}

/**
 * Add findings to a conclusion. An alert above the one there is takes over verdict and summary; a P0
 * means broken data, which nothing is to be trained on.
 */
export function raise<C extends Conclusion>(
  conclusion: C,
  { findings, metrics = [], tables = [], alert, summary }: Addition,
  columns: readonly JudgedColumn[],
  policy: Policy,
): C {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const both = {
    ...conclusion,
    metrics: [...conclusion.metrics, ...metrics],
    findings: [
      ...errors,
      ...conclusion.findings,
      ...findings.filter(({ severity }) => severity !== 'error'),
    ],
    tables: [...conclusion.tables, ...tables],
  };
  const { outputs } = conclusion;
  if (alerts.indexOf(alert) <= alerts.findIndex((one) => one === outputs.alert)) return both;
  const retrain = alert === 'p0' ? 'false' : outputs.retrain;
  return {
    ...both,
    verdict: verdictOf(alert, columns, policy.failFrom),
    summary,
    outputs: { ...outputs, alert, retrain },
  };
}
