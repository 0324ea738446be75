import { describeMetric, type MetricName } from '../../shared/domain/metric.ts';

/** What slices are compared by, for people. */
export interface SlicedBy {
  readonly title: string;
  readonly better: 'higher' | 'lower';
  /** What a slice is made of. */
  readonly unit: 'rows' | 'cases';
}

export function slicedBy(metric: MetricName): SlicedBy {
  const { title, better } = describeMetric(metric);
  return { title, better, unit: 'rows' };
}
