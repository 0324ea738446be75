import type { MetricName } from '../../../shared/domain/metric.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { twoSidedT } from '../../../shared/stats/student-t.ts';
import { compareMetric } from '../metrics/compare.ts';
import { type MethodOptions, NotComputable } from '../metrics/comparison.ts';
import { reasons } from '../metrics/messages.ts';
import { type GateRows, rowsAt } from '../rows.ts';

/** The estimates alone are used; the methods draw no fewer. */
const fewest = 100;
/** With 25 groups the t quantile is 5 % above the normal one: what more would gain is not seen. */
const groups = 25;

/**
 * One model's change of a metric minus another's, on the same rows, with a t interval by the
 * jackknife: each of 25 random groups of rows (of clusters, where rows come in such) is left out in
 * turn. The four sets of answers share their rows, and no method for two covers four.
 *
 * @param own, old the same rows: as challenger the answers after, as champion those before
 * @throws NotComputable where a metric has no value on these rows, or on nearly all of them
 * @see B. Efron & C. Stein, The Jackknife Estimate of Variance, Annals of Statistics 9 (1981)
 */
export function differenceOfChanges(
  own: GateRows,
  old: GateRows,
  metric: MetricName,
  options: MethodOptions,
): Estimate {
  const cheap = { ...options, replicates: fewest, method: 'closed-form' } as const;
  const apart = (indices?: Int32Array) => {
    const [a, b] = [own, old].map((rows) => changeAt(rows, indices, metric, cheap));
    return (a as number) - (b as number);
  };
  const estimate = apart();
  const folds = foldsOf(own, options.seed);
  const without = folds.map(apart);
  const mean = without.reduce((sum, value) => sum + value, 0) / folds.length;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt((squares * (folds.length - 1)) / folds.length);
  const degreesOfFreedom = folds.length - 1;
  const reach = twoSidedT(options.level, degreesOfFreedom) * error;
  const interval = { estimate, low: estimate - reach, high: estimate + reach };
  if (error === 0) return interval;
  return {
    ...interval,
    law: { standardError: error, degreesOfFreedom, acceleration: 0, lean: 0 },
  };
}

function changeAt(
  rows: GateRows,
  indices: Int32Array | undefined,
  metric: MetricName,
  options: MethodOptions,
): number {
  const at = indices === undefined ? rows : rowsAt(rows, indices);
  const { difference } = compareMetric(metric, at, options);
  return difference?.estimate ?? 0;
}

/** For each group the rows of all others. @throws NotComputable */
function foldsOf(rows: GateRows, seed: number): Int32Array[] {
  const random = createRandom(seed);
  const units = rows.clusters ?? Int32Array.from(rows.labels, (_, row) => row);
  const present = [...new Set(units)].sort((a, b) => a - b);
  if (present.length < 2) throw new NotComputable(reasons.oneRowOrCluster);
  for (let i = present.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [present[i], present[j]] = [present[j] as number, present[i] as number];
  }
  const count = Math.min(groups, present.length);
  const groupOf = new Map(present.map((unit, place) => [unit, place % count]));
  const all = Int32Array.from(units, (_, row) => row);
  return Array.from({ length: count }, (_, group) =>
    all.filter((row) => groupOf.get(units[row] as number) !== group),
  );
}
