import { countClasses } from '../../../shared/stats/roc.ts';
import { scoreOrder } from '../../../shared/stats/score-order.ts';
import type { BinaryRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { compareInfluence, type Influence } from './influence.ts';
import { requireTwoOfEach } from './roc-influence.ts';

/**
 * Average precision, scikit-learn's `average_precision_score`, with the interval of its influence
 * values: each row's derivative of the metric by the row's weight (infinitesimal jackknife). The
 * difference of two models takes the difference of their influence values row by row, so it is
 * paired; each class keeps its number of rows.
 *
 * @throws NotComputable where a class has no two rows
 * @see L. Jaeckel, The Infinitesimal Jackknife, Bell Labs memorandum (1972)
 */
export function compareAveragePrecision(
  rows: BinaryRows,
  options: MethodOptions,
): MetricComparison {
  requireTwoOfEach(rows.labels);
  return compareInfluence(
    rows,
    (model) => averagePrecision(rows.labels, rows[model] ?? rows.challenger),
    options,
    { low: 0, high: 1 },
  );
}

/**
 * The mean over positive rows of the precision among the rows scored at least as high.
 *
 * A row's weight moves the precision at its own score and at every lower one: by (1 − precision)
 * over the rows above for a positive row, by −precision over them for a negative one. Summed over
 * the positives at or below a score, these are `gain` and `loss`.
 *
 * @param labels 1 for the positive class, 0 for the other, with at least one positive row
 * @param scores larger means more likely positive
 */
export function averagePrecision(labels: Uint8Array, scores: Float64Array): Influence {
  const { positives } = countClasses(labels);
  const { groupOf, sizes, hits } = groupByScore(labels, scores);
  const groups = sizes.length;
  const precision = new Float64Array(groups);
  const above = new Float64Array(groups);
  let value = 0;
  let rowsAbove = 0;
  let hitsAbove = 0;
  for (let group = groups - 1; group >= 0; group--) {
    rowsAbove += sizes[group] as number;
    hitsAbove += hits[group] as number;
    above[group] = rowsAbove;
    precision[group] = hitsAbove / rowsAbove;
    value += ((hits[group] as number) / positives) * (precision[group] as number);
  }
  const gain = new Float64Array(groups);
  const loss = new Float64Array(groups);
  for (let group = 0; group < groups; group++) {
    const weight = (hits[group] as number) / (above[group] as number);
    const own = precision[group] as number;
    gain[group] = (gain[group - 1] ?? 0) + weight * (1 - own);
    loss[group] = (loss[group - 1] ?? 0) + weight * own;
  }
  const scale = labels.length / positives;
  const influence = Float64Array.from(groupOf, (group, row) =>
    labels[row] === 1
      ? scale * ((precision[group] as number) - value + (gain[group] as number))
      : -scale * (loss[group] as number),
  );
  return { value, influence };
}

/** Rows of equal score as groups, in ascending order of score. */
interface ScoreGroups {
  /** The group of each row. */
  readonly groupOf: Int32Array;
  /** Rows of each group. */
  readonly sizes: readonly number[];
  /** Positive rows of each group. */
  readonly hits: readonly number[];
}

function groupByScore(labels: Uint8Array, scores: Float64Array): ScoreGroups {
  const groupOf = new Int32Array(scores.length);
  const sizes: number[] = [];
  const hits: number[] = [];
  let last = Number.NaN;
  for (const row of scoreOrder(scores)) {
    const score = scores[row] as number;
    if (score !== last) {
      sizes.push(0);
      hits.push(0);
      last = score;
    }
    const group = sizes.length - 1;
    groupOf[row] = group;
    sizes[group] = (sizes[group] as number) + 1;
    hits[group] = (hits[group] as number) + (labels[row] as number);
  }
  return { groupOf, sizes, hits };
}
