import type { TableInput } from '../../shared/domain/cell.ts';
import type { Finding, Metric, Series } from '../../shared/domain/record.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { type Alert, alerts, type Policy, worstAlert } from './decide.ts';

/** What is said of one topic beside the columns: performance, concept drift, feature skew. */
export interface Topic {
  readonly alert: Alert;
  /** Without the alert: whether what was asked could be decided. */
  readonly verdict: Verdict;
  /** One sentence, where there is an alert. */
  readonly headline: string | undefined;
  /** Whether the world moved such that a model learned anew would do better. */
  readonly asksRetraining: boolean;
  /** The data is broken, and nothing is to be learned from it. */
  readonly breaksData?: boolean;
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
  readonly series: readonly Series[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

export const silentTopic: Topic = {
  alert: 'none',
  verdict: 'pass',
  headline: undefined,
  asksRetraining: false,
  metrics: [],
  findings: [],
  tables: [],
  series: [],
  inputs: {},
};

interface Concluded {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
  readonly series: readonly Series[];
  readonly outputs: Readonly<Record<'alert' | 'drifted-columns' | 'retrain', string>>;
}

/** A report on the columns, with what the topics add. The worst of them speaks first. */
export function withTopics<C extends Concluded>(
  report: C,
  topics: readonly Topic[],
  failFrom: Policy['failFrom'],
): C & { readonly inputs: Readonly<Record<string, unknown>> } {
  const own = alerts.find((alert) => alert === report.outputs.alert) ?? 'none';
  const alert = worstAlert([own, ...topics.map((topic) => topic.alert)]);
  const byRank = topics.toSorted((a, b) => rank(b.alert) - rank(a.alert));
  const headline = byRank.flatMap((topic) => topic.headline ?? [])[0];
  const isLed = rank(byRank[0]?.alert ?? 'none') > rank(own);
  // What is broken is repaired first: its data is not fit to be learned from.
  const isBroken = own === 'p0' || topics.some(({ breaksData }) => breaksData);
  const retrains =
    !isBroken &&
    (report.outputs.retrain === 'true' || topics.some(({ asksRetraining }) => asksRetraining));
  return {
    ...report,
    verdict: worstVerdict([report.verdict, ...topics.map((topic) => verdictOf(topic, failFrom))]),
    summary: isLed
      ? `${alert.toUpperCase()}: ${headline ?? ''}`
      : [report.summary, headline ?? ''].join(' ').trim(),
    metrics: [...report.metrics, ...topics.flatMap(({ metrics }) => metrics)],
    findings: [...report.findings, ...topics.flatMap(({ findings }) => findings)].toSorted(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
    ),
    tables: [...report.tables, ...topics.flatMap(({ tables }) => tables)],
    series: [...report.series, ...topics.flatMap(({ series }) => series)],
    inputs: Object.assign({}, ...topics.map(({ inputs }) => inputs)) as Record<string, unknown>,
    outputs: { ...report.outputs, alert, retrain: String(retrains) },
  };
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info'];

function rank(alert: Alert): number {
  return alerts.indexOf(alert);
}

function verdictOf({ alert, verdict }: Topic, failFrom: Policy['failFrom']): Verdict {
  if (alert === 'none') return verdict;
  return failFrom !== 'never' && rank(alert) >= rank(failFrom) ? 'fail' : 'warn';
}
