import { scoreOrder } from './score-order.ts';

/** Scores of rows with their class, one entry a row. */
export interface LabelledScores {
  /** 1 for the positive class, 0 for the other. */
  readonly labels: Uint8Array;
  /** Any scale; larger means more likely positive. */
  readonly scores: Float64Array;
}

export interface ClassCounts {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one, ties
 * counting a half. scikit-learn's `roc_auc_score`. O(n log n), independent of row order.
 *
 * @throws RangeError on different lengths, a NaN score, a label other than 0 or 1, or rows of one
 * class only
 * @see J. Hanley & B. McNeil, Radiology 143 (1982)
 */
export function auc(rows: LabelledScores): number {
  const { positives, negatives } = countClasses(rows.labels);
  if (positives === 0 || negatives === 0) {
    throw new RangeError(
      `AUC needs rows of both classes, not ${positives} of 1 and ${negatives} of 0`,
    );
  }
  const won = comparisonsWon(rows, 'scores');
  let sum = 0;
  for (let i = 0; i < won.length; i++) if (rows.labels[i] === 1) sum += won[i] as number;
  return sum / (2 * positives * negatives);
}

/** @throws RangeError where there is no row, or a label is neither 0 nor 1 */
export function countClasses(labels: Uint8Array): ClassCounts {
  if (labels.length === 0) throw new RangeError('labels: no rows');
  let positives = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label > 1) throw new RangeError(`label of row ${i} is ${label}, neither 0 nor 1`);
    positives += label;
  }
  return { positives, negatives: labels.length - positives };
}

/**
 * For each row twice the number of rows of the other class that it is ranked rightly against, ties
 * counting one: for a positive row the negatives below it, for a negative row the positives above.
 * Whole numbers, so that whatever is summed from them is exact.
 *
 * @param name whose scores they are, for the message
 * @throws RangeError on different lengths or a NaN score
 */
export function comparisonsWon({ labels, scores }: LabelledScores, name: string): Float64Array {
  if (labels.length !== scores.length) {
    throw new RangeError(`${name}: ${scores.length} scores for ${labels.length} labels`);
  }
  const { positives } = countClasses(labels);
  const order = orderOf(scores, name);
  const won = new Float64Array(labels.length);
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] as number];
    let to = from;
    let tiedPositives = 0;
    for (; to < order.length && scores[order[to] as number] === score; to++) {
      tiedPositives += labels[order[to] as number] as number;
    }
    const tiedNegatives = to - from - tiedPositives;
    const ofPositive = 2 * negativesBelow + tiedNegatives;
    const ofNegative = 2 * (positives - positivesBelow - tiedPositives) + tiedPositives;
    for (let place = from; place < to; place++) {
      const row = order[place] as number;
      won[row] = labels[row] === 1 ? ofPositive : ofNegative;
    }
    positivesBelow += tiedPositives;
    negativesBelow += tiedNegatives;
    from = to;
  }
  return won;
}

function orderOf(scores: Float64Array, name: string): Uint32Array {
  try {
    return scoreOrder(scores);
  } catch (error) {
    throw new RangeError(`${name}: ${(error as RangeError).message}`);
  }
}
