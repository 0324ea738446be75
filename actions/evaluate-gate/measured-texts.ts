import { isMeasured, measuredMetrics } from '../../shared/domain/measured-metric.ts';
import { describeMetric, type JudgedName } from '../../shared/domain/metric.ts';
import type { JudgedMetric } from './judge.ts';
import { count, counted } from './number-texts.ts';

/** The title of a metric with its unit, for a table whose rows have different ones. */
export function titleOf(name: JudgedName): string {
  const { title } = describeMetric(name);
  const unit = unitOf(name);
  return unit === undefined ? title : `${title}, ${unit}`;
}

export function unitOf(name: JudgedName): string | undefined {
  return isMeasured(name) ? measuredMetrics[name].unit : undefined;
}

/** What there would have to be more of for a decision. */
export type Needed = 'rows' | 'cases' | 'requests' | 'batches' | 'runs' | 'files';

/** `on 3,000 held-out rows`, `over 1,000 requests`. */
export function basisOf({ comparison }: JudgedMetric, rows: number): string {
  const basis = comparison?.basis;
  if (basis === undefined) return `on ${counted(rows, 'held-out row')}`;
  return basis.unit === 'file' ? 'on disk' : `over ${count(basis.count)} ${neededOf[basis.unit]}`;
}

const neededOf = { file: 'files', run: 'runs', request: 'requests', batch: 'batches' } as const;

export function neededFor({ comparison }: JudgedMetric): Needed {
  const basis = comparison?.basis;
  return basis === undefined ? 'rows' : neededOf[basis.unit];
}
