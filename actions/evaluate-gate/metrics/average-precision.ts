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
  const scale = labels.length / positives;
  // What a positive and a negative row of each group move the metric by.
  const ofPositive = new Float64Array(groups);
  const ofNegative = new Float64Array(groups);
  let gain = 0;
  let loss = 0;
  for (let group = 0; group < groups; group++) {
    const weight = (hits[group] as number) / (above[group] as number);
    const own = precision[group] as number;
    gain += weight * (1 - own);
    loss += weight * own;
    ofPositive[group] = scale * (own - value + gain);
    ofNegative[group] = -scale * loss;
  }
  const influence = new Float64Array(labels.length);
  for (let row = 0; row < influence.length; row++) {
    const moved = labels[row] === 1 ? ofPositive : ofNegative;
    influence[row] = moved[groupOf[row] as number] as number;
  }
  return { value, influence };
}

/** Rows of equal score as groups, in ascending order of score. */
interface ScoreGroups {
  /** The group of each row. */
  readonly groupOf: Int32Array;
  /** Rows of each group. */
  readonly sizes: Int32Array;
  /** Positive rows of each group. */
  readonly hits: Int32Array;
}

function groupByScore(labels: Uint8Array, scores: Float64Array): ScoreGroups {
  const rows = scores.length;
  const order = scoreOrder(scores);
  const groupOf = new Int32Array(rows);
  const sizes = new Int32Array(rows);
  const hits = new Int32Array(rows);
  let group = -1;
  let last = Number.NaN;
  for (let place = 0; place < rows; place++) {
    const row = order[place] as number;
    const score = scores[row] as number;
    if (score !== last) {
      group++;
      last = score;
    }
    groupOf[row] = group;
    sizes[group] = (sizes[group] as number) + 1;
    hits[group] = (hits[group] as number) + (labels[row] as number);
  }
  return { groupOf, sizes: sizes.subarray(0, group + 1), hits: hits.subarray(0, group + 1) };
}
