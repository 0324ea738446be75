import { type Calibration, calibrationOf, expectedConfusion } from '../../../shared/stats/cbpe.ts';
import type { GradedScores } from '../../../shared/stats/graded-scores.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { leastPerClass } from './estimate.ts';
import { type FollowedMetric, intervalOf, measureAnswers } from './measure.ts';

type Column = ArrayLike<unknown>;

/** Rows with a probability of each class, as the query gives them. */
type ClassRows = Readonly<Record<string, Column>>;

/**
 * CBPE of several classes: each class's probability calibrated against all others on the
 * reference, the probabilities of a row made to add up to one again.
 *
 * @returns the metric of some windows of `current`; undefined where a class has too few labels
 */
export function classEstimator(
  reference: ClassRows,
  current: ClassRows,
  classes: readonly string[],
  metric: FollowedMetric,
): ((windows: readonly string[]) => Estimate | undefined) | undefined {
  const calibrations = calibrate(reference, classes);
  if (calibrations === undefined) return undefined;
  const { w = [], a = [] } = current;
  return (windows) => {
    const rows = Array.from({ length: w.length }, (_, row) => row).filter(
      (row) => windows.includes(String(w[row])) && classes.includes(String(a[row])),
    );
    if (rows.length === 0) return undefined;
    const raw = calibrations.map((calibration, k) =>
      rows.map((row) => calibration(Number(current[`p${k}`]?.[row]))),
    );
    const totals = rows.map((_, i) => raw.reduce((sum, chances) => sum + (chances[i] ?? 0), 0));
    const chances = raw.map((column) =>
      column.map((chance, i) => {
        const total = totals[i] ?? 0;
        return total > 0 ? chance / total : 1 / classes.length;
      }),
    );
    const answers = rows.map((row) => classes.indexOf(String(a[row])));
    const { counts } = expectedConfusion(answers, chances);
    return intervalOf(metric, measureAnswers(metric, counts, classes.length), rows.length);
  };
}

function calibrate(reference: ClassRows, classes: readonly string[]): Calibration[] | undefined {
  const { y = [] } = reference;
  const calibrations: Calibration[] = [];
  for (const [k, name] of classes.entries()) {
    const grades = gradesOf(reference[`p${k}`] ?? [], y, name);
    const positives = grades.positives.reduce((sum, n) => sum + n, 0);
    if (positives < leastPerClass) return undefined;
    calibrations.push(calibrationOf(grades).calibrate);
  }
  return calibrations;
}

function gradesOf(scores: Column, labels: Column, positive: string) {
  const byScore = new Map<number, [positive: number, negative: number]>();
  for (let row = 0; row < scores.length; row++) {
    const label = labels[row];
    if (label === null || label === undefined) continue;
    const score = Number(scores[row]);
    const counts = byScore.get(score) ?? [0, 0];
    counts[label === positive ? 0 : 1]++;
    byScore.set(score, counts);
  }
  const sorted = [...byScore].sort(([a], [b]) => a - b);
  return {
    scores: sorted.map(([score]) => score),
    positives: sorted.map(([, [positives]]) => positives),
    negatives: sorted.map(([, [, negatives]]) => negatives),
  } satisfies GradedScores;
}
