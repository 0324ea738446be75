import { differenceOfEstimates } from '../../../shared/stats/difference-of-estimates.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { labelShares } from '../../../shared/stats/label-shift.ts';
import { twoSidedZ } from '../../../shared/stats/normal.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import { shareDifference } from '../../../shared/stats/share-difference.ts';

const level = 0.95;

/** Rows by a few cells: decisions, or classes. */
export interface Shares {
  readonly names: readonly string[];
  readonly counts: readonly number[];
}

/** One figure of the predictions on both sides. */
export interface Comparison {
  readonly what: 'decision' | 'entropy' | 'label' | 'label-estimated';
  /** The decision or class; empty for the entropy. */
  readonly name: string;
  readonly reference: number;
  readonly current: number;
  /** Current minus reference. */
  readonly difference: Estimate;
  /** Of no difference, where it is a test of shares. */
  readonly pValue: number | undefined;
}

/** Each share on both sides, with Newcombe's interval of the difference. */
export function compareShares(
  what: 'decision' | 'label',
  reference: Shares,
  current: Shares,
): Comparison[] {
  const [before, after] = [sum(reference.counts), sum(current.counts)];
  if (before === 0 || after === 0) return [];
  return current.names.map((name, i) => {
    const difference = shareDifference(
      { hits: reference.counts[i] ?? 0, rows: before },
      { hits: current.counts[i] ?? 0, rows: after },
      level,
    );
    return {
      what,
      name,
      reference: difference.reference,
      current: difference.current,
      difference,
      pValue: difference.pValue,
    };
  });
}

/** Probabilities of the positive class and how many rows have each. */
export interface Probabilities {
  readonly scores: ArrayLike<number>;
  readonly rows: ArrayLike<number>;
}

/** The mean uncertainty of the predictions, in bits: 1 for a coin, 0 for certainty. */
export function compareEntropy(reference: Probabilities, current: Probabilities): Comparison[] {
  const [before, after] = [meanEntropy(reference), meanEntropy(current)];
  if (before === undefined || after === undefined) return [];
  return [
    {
      what: 'entropy',
      name: '',
      reference: before.estimate,
      current: after.estimate,
      difference: differenceOfEstimates(before, after),
      pValue: undefined,
    },
  ];
}

function meanEntropy({ scores, rows }: Probabilities): Estimate | undefined {
  let [n, total, squares] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const [p, count] = [scores[i] as number, rows[i] as number];
    const bits = -(part(p) + part(1 - p));
    n += count;
    total += count * bits;
    squares += count * bits * bits;
  }
  if (n < 2) return undefined;
  const estimate = total / n;
  const error = Math.sqrt(Math.max(0, squares / n - estimate ** 2) / (n - 1));
  const reach = twoSidedZ(level) * error;
  return { estimate, low: estimate - reach, high: estimate + reach };
}

function part(p: number): number {
  return p <= 0 ? 0 : p * Math.log2(p);
}

/** More classes than this share too few rows each to be told apart. */
const mostEstimatedClasses = 10;

/**
 * The share of each class in data without labels, from how often the reference's classes get each
 * answer: holds where the classes' shares changed and nothing else.
 *
 * @param confusion labelled rows of the reference by true class and answer, row-major
 */
export function estimateLabels(confusion: readonly number[], current: Shares): Comparison[] {
  const classes = current.names.length;
  if (classes > mostEstimatedClasses || sum(confusion) === 0) return [];
  const seed = seedFor(0, 'label-shift');
  const shares = labelShares({ confusion, answers: current.counts, level, seed });
  if (shares === undefined) return [];
  const rows = sum(confusion);
  return shares.map((share, i) => {
    const reference = sum(confusion.slice(i * classes, (i + 1) * classes)) / rows;
    const { estimate, low, high } = share;
    const difference = {
      estimate: estimate - reference,
      low: low - reference,
      high: high - reference,
    };
    const name = current.names[i] ?? '';
    return {
      what: 'label-estimated',
      name,
      reference,
      current: estimate,
      difference,
      pValue: undefined,
    };
  });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
