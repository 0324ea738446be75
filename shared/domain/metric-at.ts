import type { MetricDescription } from './metric.ts';

/** A metric of the first items, or of the likeliest classes, for any number of them. */
export type MetricAt = `${'ndcg' | 'precision' | 'recall'}-at-${number}` | `top-${number}-accuracy`;

export type DepthMetric = 'ndcg' | 'precision' | 'recall' | 'top-accuracy';

const ofRanking = /^(ndcg|precision|recall)-at-([1-9]\d{0,3})$/u;
const ofClasses = /^top-([1-9]\d{0,2})-accuracy$/u;

/** The names as one expression, for the schema of the configuration. */
export const metricAtPattern =
  /^(?:(?:ndcg|precision|recall)-at-[1-9]\d{0,3}|top-[1-9]\d{0,2}-accuracy)$/u;

/** `precision-at-5`: precision of the first 5; undefined: no such name. */
export function metricAt(
  name: string,
): { readonly metric: DepthMetric; readonly depth: number } | undefined {
  const [, metric, depth] = ofRanking.exec(name) ?? [];
  if (metric !== undefined) return { metric: metric as DepthMetric, depth: Number(depth) };
  const [, classes] = ofClasses.exec(name) ?? [];
  return classes === undefined ? undefined : { metric: 'top-accuracy', depth: Number(classes) };
}

const titles = { ndcg: 'NDCG', precision: 'precision', recall: 'recall' } as const;

/** @throws TypeError where the name is no such metric */
export function describeMetricAt(name: MetricAt): MetricDescription {
  const found = metricAt(name);
  if (found === undefined) throw new TypeError(`${name} is no metric`);
  const { metric, depth } = found;
  if (metric === 'top-accuracy') {
    const title = `top-${depth} accuracy`;
    return { title, better: 'higher', tasks: ['multiclass'], needs: 'probability' };
  }
  const title = `${titles[metric]}@${depth}`;
  return { title, better: 'higher', tasks: ['ranking'], needs: 'score' };
}
