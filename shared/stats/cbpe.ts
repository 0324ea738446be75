import type { ClassConfusion } from './class-confusion.ts';
import type { GradedScores } from './graded-scores.ts';
import { type IsotonicCurve, isotonicRegression, onCurve } from './isotonic.ts';

/*
 * Confidence-based performance estimation: where the probabilities are calibrated and the relation
 * of features and label has not changed, a row scored p is positive with chance p, so that the
 * expected confusion follows without labels. It cannot see a change of that relation.
 *
 * See NannyML's documentation of CBPE, and J. Białek et al., Estimating Model Performance under
 * Covariate Shift without Labels (2024), arXiv 2401.08348.
 */

const folds = 10;
const bins = 10;

/** Turns a score into the chance that its row is positive. */
export type Calibration = (score: number) => number;

/**
 * Isotonic calibration on labelled rows, where it makes the held-out probabilities better: the
 * expected calibration error over ten bins of equal size, each row judged by a fit without it. Else
 * the scores as they are.
 *
 * @param grades of the reference; scores in [0, 1]
 */
export function calibrationOf(grades: GradedScores): { calibrate: Calibration; isUsed: boolean } {
  const identity: Calibration = (score) => score;
  const before: Graded[] = [];
  const after: Graded[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const { train, test } = splitRows(grades, fold);
    if (train.length === 0 || test.length === 0) return { calibrate: identity, isUsed: false };
    const curve = curveThrough(train);
    before.push(...test);
    after.push(...test.map((group) => ({ ...group, score: onCurve(curve, group.score) })));
  }
  const isUsed = calibrationError(before) > calibrationError(after);
  const curve = curveThrough(groupsOf(grades));
  return { calibrate: isUsed ? (score) => onCurve(curve, score) : identity, isUsed };
}

interface Graded {
  readonly score: number;
  readonly positive: number;
  readonly rows: number;
}

function groupsOf({ scores, positives, negatives }: GradedScores): Graded[] {
  return Array.from({ length: scores.length }, (_, i) => {
    const positive = positives[i] as number;
    return { score: scores[i] as number, positive, rows: positive + (negatives[i] as number) };
  }).filter(({ rows }) => rows > 0);
}

function curveThrough(groups: readonly Graded[]): IsotonicCurve {
  return isotonicRegression(
    groups.map(({ score }) => score),
    groups.map(({ positive, rows }) => positive / rows),
    groups.map(({ rows }) => rows),
  );
}

/** Every tenth row of each class in the order of scores is held out: no draw is needed. */
function splitRows(grades: GradedScores, fold: number) {
  const seen = { positive: 0, negative: 0 };
  const held = (from: number, count: number): number => upTo(from + count) - upTo(from);
  const upTo = (row: number): number => Math.floor((row + folds - 1 - fold) / folds);
  const train: Graded[] = [];
  const test: Graded[] = [];
  for (const { score, positive, rows } of groupsOf(grades)) {
    const negative = rows - positive;
    const heldPositive = held(seen.positive, positive);
    const heldRows = heldPositive + held(seen.negative, negative);
    if (heldRows > 0) test.push({ score, positive: heldPositive, rows: heldRows });
    if (rows > heldRows) {
      train.push({ score, positive: positive - heldPositive, rows: rows - heldRows });
    }
    seen.positive += positive;
    seen.negative += negative;
  }
  return { train, test };
}

function calibrationError(groups: readonly Graded[]): number {
  const sorted = groups.toSorted((a, b) => a.score - b.score);
  const rows = sorted.reduce((sum, group) => sum + group.rows, 0);
  const gaps = new Array<number>(bins).fill(0);
  let done = 0;
  for (const group of sorted) {
    // A group of equal scores that spans bins counts in each for its part.
    for (let left = group.rows; left > 0; ) {
      const bin = Math.min(bins - 1, Math.floor((done * bins) / rows));
      const room = bin === bins - 1 ? left : Math.ceil(((bin + 1) * rows) / bins) - done;
      const taken = Math.min(left, Math.max(1, room));
      const surplus = group.score - group.positive / group.rows;
      gaps[bin] = (gaps[bin] as number) + taken * surplus;
      left -= taken;
      done += taken;
    }
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / rows;
}

/**
 * Expected positive and negative rows at each score.
 *
 * @param scores as the model gave them, ascending
 * @param rows at each
 */
export function expectedGrades(
  scores: ArrayLike<number>,
  rows: ArrayLike<number>,
  calibrate: Calibration,
): GradedScores {
  const positives = new Float64Array(scores.length);
  const negatives = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const chance = calibrate(scores[i] as number);
    positives[i] = chance * (rows[i] as number);
    negatives[i] = (1 - chance) * (rows[i] as number);
  }
  return { scores, positives, negatives };
}

/**
 * Expected rows by class and answer.
 *
 * @param answers class index of each row
 * @param chances one array a class, one calibrated probability a row; a row's add up to 1
 */
export function expectedConfusion(
  answers: ArrayLike<number>,
  chances: readonly ArrayLike<number>[],
): ClassConfusion {
  const classes = chances.length;
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < answers.length; row++) {
    for (let k = 0; k < classes; k++) {
      const cell = k * classes + (answers[row] as number);
      counts[cell] = (counts[cell] as number) + ((chances[k] as ArrayLike<number>)[row] as number);
    }
  }
  return { classes, counts };
}
