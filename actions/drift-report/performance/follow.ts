import type { Estimate } from '../../../shared/stats/interval.ts';
import type { Cohort } from './cohorts.ts';
import type { ScoreEstimator } from './estimate.ts';
import { type AnsweredRows, mergeAnswers, mergeScores, type ScoredRows } from './graded-rows.ts';
import { type JudgedCohort, judgeCohort, type PerformancePolicy } from './judge.ts';
import { intervalOf, measureAnswers, measureLoss, measureScores } from './measure.ts';

/** What one side's rows say of a metric: of the whole side, or of a window of it. */
export interface Source {
  /** The metric by the labels that count. */
  realised(windows: readonly string[]): Estimate | undefined;
  /** The metric without labels; undefined where it cannot be estimated. */
  estimated(windows: readonly string[]): Estimate | undefined;
}

interface ScoreSource {
  readonly byWindow: ReadonlyMap<string, ScoredRows>;
  readonly estimator: ScoreEstimator | undefined;
  readonly threshold: number;
}

export function scoreSource(
  { byWindow, estimator, threshold }: ScoreSource,
  { metric }: PerformancePolicy,
): Source {
  const rowsOf = (windows: readonly string[]): ScoredRows | undefined => {
    const all = pick(byWindow, windows);
    return all.length === 0 ? undefined : mergeScores(all);
  };
  return {
    realised(windows) {
      const rows = rowsOf(windows);
      if (rows === undefined) return undefined;
      const labelled = sum(rows.positives) + sum(rows.negatives);
      if (labelled === 0) return undefined;
      return intervalOf(metric, measureScores(metric, rows, threshold), labelled);
    },
    estimated(windows) {
      const rows = rowsOf(windows);
      if (rows === undefined || estimator === undefined) return undefined;
      const all = sum(rows.positives) + sum(rows.negatives) + sum(rows.unlabelled);
      return intervalOf(metric, estimator.estimate(rows), all);
    },
  };
}

export function answerSource(
  byWindow: ReadonlyMap<string, AnsweredRows>,
  { metric }: PerformancePolicy,
  expected?: (windows: readonly string[]) => Estimate | undefined,
): Source {
  return {
    realised(windows) {
      const rows = mergeAnswers(pick(byWindow, windows));
      if (rows === undefined) return undefined;
      const labelled = sum(rows.confusion);
      if (labelled === 0) return undefined;
      const measured = measureAnswers(metric, rows.confusion, rows.answers.length);
      return intervalOf(metric, measured, labelled);
    },
    estimated: (windows) => expected?.(windows),
  };
}

/** Labelled rows of one window with the mean and variance of their loss. */
interface LossRows {
  readonly labelled: number;
  readonly mean: number;
  readonly variance: number;
}

export function lossSource(
  byWindow: ReadonlyMap<string, LossRows>,
  { metric }: PerformancePolicy,
  expected?: (windows: readonly string[]) => Estimate | undefined,
): Source {
  return {
    realised(windows) {
      const { labelled, mean, variance } = mergeLosses(pick(byWindow, windows));
      if (labelled === 0) return undefined;
      return intervalOf(metric, measureLoss(metric, { rows: labelled, mean, variance }), labelled);
    },
    estimated: (windows) => expected?.(windows),
  };
}

function mergeLosses(all: readonly LossRows[]): LossRows {
  const labelled = all.reduce((total, rows) => total + rows.labelled, 0);
  const filled = all.filter((rows) => rows.labelled > 0);
  const mean = filled.reduce((total, rows) => total + rows.mean * rows.labelled, 0) / labelled;
  const squares = filled.reduce(
    (total, rows) => total + (rows.variance + (rows.mean - mean) ** 2) * rows.labelled,
    0,
  );
  return { labelled, mean, variance: squares / labelled };
}

function pick<T>(byWindow: ReadonlyMap<string, T>, windows: readonly string[]): T[] {
  return windows.flatMap((window) => byWindow.get(window) ?? []);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

/** Each window by its labels where they have arrived, else by an estimate. */
export function followCohorts(
  cohorts: readonly Cohort[],
  current: Source,
  baseline: Estimate | undefined,
  policy: PerformancePolicy,
): JudgedCohort[] {
  return cohorts.map((cohort) => {
    const isRealised = cohort.maturity === 'mature' || cohort.maturity === 'few';
    const value = isRealised
      ? current.realised([cohort.window])
      : current.estimated([cohort.window]);
    const source = isRealised ? 'realised' : 'estimated';
    return judgeCohort(cohort, source, value, baseline, policy);
  });
}
