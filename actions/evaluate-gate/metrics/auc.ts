import { delongInterval, delongTest } from '../../../shared/stats/delong.ts';
import type { BinaryRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { requireTwoOfEach } from './roc-influence.ts';

/** Areas under the ROC curve with DeLong's intervals. @throws NotComputable */
export function compareAuc(rows: BinaryRows, { level }: MethodOptions): MetricComparison {
  const { labels, challenger, champion } = rows;
  requireTwoOfEach(labels);
  if (champion === undefined) return { challenger: delongInterval(labels, challenger, level) };
  const test = delongTest(labels, champion, challenger, level);
  const own = test.challenger;
  return {
    challenger: { ...own, low: Math.max(0, own.low), high: Math.min(1, own.high) },
    champion: test.champion.estimate,
    difference: test.difference,
  };
}
