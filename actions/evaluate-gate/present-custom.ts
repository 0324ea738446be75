import type { Cell } from '../../shared/domain/cell.ts';
import { isMetric } from '../../shared/domain/metric.ts';
import type { Finding, Metric } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import type { Decision } from './decide.ts';
import { besideNote } from './reported/messages.ts';
import { findingsOf, recordMetrics, rowOf, sentenceOf } from './reported/present.ts';

/** Metrics of the user's own, beside those that are computed. */
type Custom = Pick<Decision, 'custom' | 'verdict' | 'metrics' | 'level' | 'hasChampion'>;

/** The sentence about one of them, where the verdict rests on it. */
export function customSummary({ custom, verdict, metrics }: Custom): string | undefined {
  if (verdict === 'pass' || metrics.some((metric) => metric.verdict === verdict)) return undefined;
  const found = custom?.judged.find((metric) => metric.verdict === verdict);
  return custom === undefined || found === undefined ? undefined : sentenceOf(found, custom);
}

export function customFindings({ custom }: Custom): Finding[] {
  return custom === undefined ? [] : findingsOf(custom.judged, custom);
}

/** What is computed here is not taken from a file as well. */
export function customMetrics({ custom, level }: Custom): Metric[] {
  if (custom === undefined) return [];
  const own = new Map([...custom.challenger].filter(([name]) => !isMetric(name)));
  return recordMetrics(custom.judged, own, level);
}

export interface RankedRow {
  readonly verdict: Verdict;
  readonly cells: Cell[];
}

export function customRows({ custom, hasChampion }: Custom): RankedRow[] {
  const judged = custom?.judged ?? [];
  return judged.map((metric) => ({ verdict: metric.verdict, cells: rowOf(metric, hasChampion) }));
}

export function customNote({ custom }: Custom): string {
  return besideNote((custom?.judged ?? []).map(({ title }) => title));
}
