import { bootstrapEach } from '../../../shared/stats/bootstrap-counts.ts';
import {
  balancedAccuracy,
  type Confusion,
  f1,
  matthewsCorrelation,
  precision,
  recall,
  specificity,
} from '../../../shared/stats/confusion.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { mcnemarTest } from '../../../shared/stats/mcnemar.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import type { BinaryKind, BinaryRows } from '../rows.ts';
import {
  type MethodOptions,
  type MetricComparison,
  NotComputable,
  type Worth,
} from './comparison.ts';
import { reasons } from './messages.ts';

/**
 * Rows by label, champion's class and challenger's class: cell 4·label + 2·champion + challenger.
 * Without a champion its class counts as 0.
 */
export type JointCounts = Float64Array;

/** All that any metric of classes needs, in one pass over the rows. */
export function jointCounts(rows: BinaryRows, threshold: number): JointCounts {
  const counts = new Float64Array(8);
  const cellOf = cellReader(rows, threshold);
  for (let row = 0; row < rows.labels.length; row++) {
    const cell = cellOf(row);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

/** The cell that a row counts in. */
export function cellReader(rows: BinaryRows, threshold: number): (row: number) => number {
  const cutChallenger = cutOf(rows.challengerKind, threshold);
  const cutChampion = cutOf(rows.championKind ?? 'class', threshold);
  const { labels, challenger, champion } = rows;
  return (row) => {
    const own = (challenger[row] as number) >= cutChallenger ? 1 : 0;
    const old = champion !== undefined && (champion[row] as number) >= cutChampion ? 2 : 0;
    return 4 * (labels[row] as number) + old + own;
  };
}

/** From which prediction on a row counts as predicted positive. */
export function cutOf(kind: BinaryKind, threshold: number): number {
  return kind === 'class' ? 0.5 : threshold;
}

/** The challenger's confusion matrix. */
export function ofChallenger(cells: ArrayLike<number>): Confusion {
  const at = (cell: number) => cells[cell] as number;
  return {
    truePositives: at(5) + at(7),
    falseNegatives: at(4) + at(6),
    falsePositives: at(1) + at(3),
    trueNegatives: at(0) + at(2),
  };
}

/** The champion's confusion matrix. */
export function ofChampion(cells: ArrayLike<number>): Confusion {
  const at = (cell: number) => cells[cell] as number;
  return {
    truePositives: at(6) + at(7),
    falseNegatives: at(4) + at(5),
    falsePositives: at(2) + at(3),
    trueNegatives: at(0) + at(1),
  };
}

/** Rows whose answer turned from right to wrong, and from wrong to right. */
export function flips(cells: JointCounts): { rightToWrong: number; wrongToRight: number } {
  const at = (cell: number) => cells[cell] as number;
  return { rightToWrong: at(1) + at(6), wrongToRight: at(2) + at(5) };
}

function accuracy(confusion: Confusion): number {
  const { truePositives, trueNegatives, falsePositives, falseNegatives } = confusion;
  const right = truePositives + trueNegatives;
  return right / (right + falsePositives + falseNegatives);
}

/** The weighted harmonic mean of precision and recall: recall counts `beta` times as much. */
function fBeta(beta: number): (confusion: Confusion) => number {
  return ({ truePositives, falsePositives, falseNegatives }) => {
    const hits = (1 + beta ** 2) * truePositives;
    return hits / (hits + beta ** 2 * falseNegatives + falsePositives);
  };
}

/**
 * Agreement beyond what the shares of both classes give by chance.
 *
 * @see J. Cohen, Educational and Psychological Measurement 20 (1960)
 */
function cohenKappa(confusion: Confusion): number {
  const { truePositives: tp, trueNegatives: tn } = confusion;
  const { falsePositives: fp, falseNegatives: fn } = confusion;
  const rows = tp + tn + fp + fn;
  const chance = ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / rows ** 2;
  return ((tp + tn) / rows - chance) / (1 - chance);
}

const classMetrics = {
  accuracy,
  'balanced-accuracy': balancedAccuracy,
  f1,
  precision,
  recall,
  specificity,
  'f0.5': fBeta(0.5),
  f2: fBeta(2),
  'cohen-kappa': cohenKappa,
  mcc: matthewsCorrelation,
} as const;

export type ClassMetric = keyof typeof classMetrics | 'business-value';

export function isClassMetric(name: string): name is ClassMetric {
  return name === 'business-value' || Object.hasOwn(classMetrics, name);
}

/**
 * A metric as a function of the confusion matrix.
 *
 * @throws NotComputable for the business value where the policy does not say what answers are worth
 */
export function metricOfClasses(
  name: ClassMetric,
  { worth }: Pick<MethodOptions, 'worth'>,
): (confusion: Confusion) => number {
  if (name !== 'business-value') return classMetrics[name];
  if (worth === undefined) {
    throw new NotComputable(reasons.noWorth);
  }
  return (confusion) => businessValue(confusion, worth);
}

/** What the answers are worth together, a row. */
function businessValue(confusion: Confusion, worth: Worth): number {
  const { truePositives, trueNegatives, falsePositives, falseNegatives } = confusion;
  const total =
    truePositives * worth['true-positive'] +
    trueNegatives * worth['true-negative'] +
    falsePositives * worth['false-positive'] +
    falseNegatives * worth['false-negative'];
  return total / (truePositives + trueNegatives + falsePositives + falseNegatives);
}

/** The cells by their label: each class keeps its number of rows in every resample. */
const strata = [0, 0, 0, 0, 1, 1, 1, 1];

/**
 * A metric of classes, with the BCa interval of a stratified, paired bootstrap of the joint counts;
 * accuracy's own interval is Wilson's, and its p-value McNemar's exact one.
 *
 * @throws NotComputable
 */
export function compareClasses(
  name: ClassMetric,
  rows: BinaryRows,
  options: MethodOptions,
): MetricComparison {
  const metric = metricOfClasses(name, options);
  const counts = jointCounts(rows, options.threshold);
  const own = ofChallenger(counts);
  requireDefined(metric(own), 'challenger');
  const ofOwn = (cells: Float64Array) => metric(ofChallenger(cells));
  const hits = own.truePositives + own.trueNegatives;
  const exact =
    name === 'accuracy' ? wilson({ hits, rows: rows.labels.length }, options.level) : undefined;
  if (rows.champion === undefined) {
    return { challenger: exact ?? bootstrap(counts, { own: ofOwn }, options).own };
  }
  const champion = metric(ofChampion(counts));
  requireDefined(champion, 'champion');
  const apart = (cells: Float64Array) => metric(ofChallenger(cells)) - metric(ofChampion(cells));
  if (exact === undefined) {
    const drawn = bootstrap(counts, { own: ofOwn, apart }, options);
    return { challenger: drawn.own, champion, difference: drawn.apart };
  }
  const difference = bootstrap(counts, { apart }, options).apart;
  const { rightToWrong, wrongToRight } = flips(counts);
  const { pValue } = mcnemarTest(rightToWrong, wrongToRight);
  return { challenger: exact, champion, difference, exactP: pValue };
}

/** @throws NotComputable */
export function requireDefined(value: number, whose: 'challenger' | 'champion'): void {
  if (Number.isNaN(value)) {
    throw new NotComputable(reasons.oneClassFrom(whose));
  }
}

function bootstrap<K extends string>(
  counts: JointCounts,
  statistics: Readonly<Record<K, (cells: Float64Array) => number>>,
  { level, seed, replicates }: MethodOptions,
): Record<K, Estimate> {
  try {
    const asked = { counts, strata, level, seed, replicates };
    const found: Record<K, Estimate> = bootstrapEach(asked, statistics);
    for (const name in found) found[name] = reaching(found[name]);
    return found;
  } catch (error) {
    if (error instanceof RangeError) throw new NotComputable(reasons.noBootstrap(error.message));
    throw error;
  }
}

/** A BCa interval of few distinct values may end short of the estimate. */
function reaching({ estimate, low, high }: Estimate): Estimate {
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
