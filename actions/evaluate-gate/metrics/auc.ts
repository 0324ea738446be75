import { delongInterval, delongTest } from '../../../shared/stats/delong.ts';
import { countClasses } from '../../../shared/stats/roc.ts';
import type { BinaryRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';

/** Areas under the ROC curve with DeLong's intervals. @throws NotComputable */
export function compareAuc(rows: BinaryRows, { level }: MethodOptions): MetricComparison {
  const { labels, challenger, champion } = rows;
  const { positives, negatives } = countClasses(labels);
  if (positives < 2 || negatives < 2) {
    throw new NotComputable(
      `it needs at least 2 rows of each class, and there are ${positives} positive and ${negatives} negative ones`,
    );
  }
  if (champion === undefined) return { challenger: delongInterval(labels, challenger, level) };
  const test = delongTest(labels, champion, challenger, level);
  const own = test.challenger;
  return {
    challenger: { ...own, low: Math.max(0, own.low), high: Math.min(1, own.high) },
    champion: test.champion.estimate,
    difference: test.difference,
  };
}
