import { gateMetrics } from '../../../shared/domain/metric.ts';
import {
  type ClassConfusion,
  macroF1,
  macroPrecision,
  macroRecall,
  rateOfCounts,
  shareRight,
} from '../../../shared/stats/class-confusion.ts';
import {
  balancedAccuracy,
  type Confusion,
  f1,
  precision,
  recall,
} from '../../../shared/stats/confusion.ts';
import {
  confusionAt,
  type GradedScores,
  gradedAuc,
  gradedBrier,
  gradedLogLoss,
  gradeTotals,
  type Measured,
} from '../../../shared/stats/graded-scores.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { twoSidedZ } from '../../../shared/stats/normal.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import type { Subject } from './subject.ts';

/** The metrics that can be followed, by the names the gate has for them. */
export type FollowedMetric =
  | 'auc'
  | 'accuracy'
  | 'balanced-accuracy'
  | 'f1'
  | 'precision'
  | 'recall'
  | 'brier'
  | 'log-loss'
  | 'f1-macro'
  | 'precision-macro'
  | 'recall-macro'
  | 'rmse'
  | 'mae'
  | 'mape';

export const level = 0.95;

const ofScores = ['auc'] as const;
const ofProbabilities = ['brier', 'log-loss', 'accuracy', 'balanced-accuracy'] as const;
const ofAnswers = ['f1', 'precision', 'recall'] as const;
const ofClasses = ['accuracy', 'balanced-accuracy', 'f1-macro'] as const;
const macro = ['precision-macro', 'recall-macro'] as const;
const ofNumbers = ['rmse', 'mae', 'mape'] as const;

/** What can be followed of a subject; the first is the default. */
export function metricsFor(subject: Subject): readonly FollowedMetric[] {
  if (subject.task === 'regression') return ofNumbers;
  if (subject.task === 'classes') return [...ofClasses, ...macro];
  return subject.kind === 'score' ? ofScores : [...ofScores, ...ofProbabilities, ...ofAnswers];
}

export function titleOf(metric: FollowedMetric): string {
  return gateMetrics[metric].title;
}

export function betterOf(metric: FollowedMetric): 'higher' | 'lower' {
  return gateMetrics[metric].better;
}

const unbounded: readonly FollowedMetric[] = ['log-loss', 'rmse', 'mae', 'mape'];

/** A figure with its interval, within what the metric can be; undefined where it is not defined. */
export function intervalOf(
  metric: FollowedMetric,
  { estimate, standardError }: Measured,
  rows: number,
): Estimate | undefined {
  if (!Number.isFinite(estimate) || !Number.isFinite(standardError)) return undefined;
  const isBounded = !unbounded.includes(metric);
  const whole = Math.round(rows);
  // Without a miss the error seems zero; a share's own interval knows better.
  if (isBounded && standardError === 0 && whole > 0) {
    const share = wilson({ hits: Math.round(estimate * whole), rows: whole }, level);
    return { estimate, low: Math.min(share.low, estimate), high: Math.max(share.high, estimate) };
  }
  const reach = twoSidedZ(level) * standardError;
  const high = estimate + reach;
  return {
    estimate,
    low: Math.max(0, estimate - reach),
    high: isBounded ? Math.min(1, high) : high,
  };
}

/** A metric of scored rows; with expected counts, of labels that are not there yet. */
export function measureScores(
  metric: FollowedMetric,
  grades: GradedScores,
  threshold: number,
): Measured {
  const { positive, negative } = gradeTotals(grades);
  const none = { estimate: Number.NaN, standardError: Number.NaN };
  switch (metric) {
    case 'auc':
      return positive === 0 || negative === 0 ? none : gradedAuc(grades);
    case 'brier':
      return gradedBrier(grades);
    case 'log-loss':
      return gradedLogLoss(grades);
    case 'accuracy':
      return rate(grades, threshold, (c) => (c.truePositives + c.trueNegatives) / total(c));
    case 'balanced-accuracy':
      return rate(grades, threshold, balancedAccuracy);
    case 'f1':
      return rate(grades, threshold, f1);
    case 'precision':
      return rate(grades, threshold, precision);
    case 'recall':
      return rate(grades, threshold, recall);
    default:
      return none;
  }
}

function rate(
  grades: GradedScores,
  threshold: number,
  of: (confusion: Confusion) => number,
): Measured {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusionAt(
    grades,
    threshold,
  );
  const counts = Float64Array.of(truePositives, falsePositives, trueNegatives, falseNegatives);
  return rateOfCounts(counts, ([tp = 0, fp = 0, tn = 0, fn = 0]) =>
    of({ truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn }),
  );
}

function total(c: Confusion): number {
  return c.truePositives + c.falsePositives + c.trueNegatives + c.falseNegatives;
}

/**
 * A metric of answers.
 *
 * @param confusion rows by true class and answer, row-major
 * @param classes its side; the last may stand for answers that are no class
 */
export function measureAnswers(
  metric: FollowedMetric,
  confusion: Float64Array,
  classes: number,
): Measured {
  const rated = classRates[metric];
  if (rated === undefined) return { estimate: Number.NaN, standardError: Number.NaN };
  return rateOfCounts(confusion, (counts) => rated({ classes, counts }));
}

const classRates: Partial<Record<FollowedMetric, (confusion: ClassConfusion) => number>> = {
  accuracy: shareRight,
  'balanced-accuracy': macroRecall,
  'recall-macro': macroRecall,
  'f1-macro': macroF1,
  'precision-macro': macroPrecision,
};

/** The mean loss of labelled rows, or of what their losses are predicted to be. */
export function measureLoss(
  metric: FollowedMetric,
  { rows, mean, variance }: { rows: number; mean: number; variance: number },
): Measured {
  const error = Math.sqrt(variance / Math.max(rows - 1, 1));
  if (metric !== 'rmse') return { estimate: mean, standardError: error };
  const root = Math.sqrt(mean);
  // The derivative of the root; at zero every row is right, and the error is zero as well.
  return { estimate: root, standardError: root === 0 ? 0 : error / (2 * root) };
}
