import { chiSquaredSf } from './chi-squared-distribution.ts';
import { type Counts, pairCells, requireOpenProbability } from './counts.ts';
import type { Estimate } from './interval.ts';
import { noncentralityAt } from './noncentral-chi-squared.ts';

/** Half a row is added to each cell, so that an empty one stays finite at any sample size. */
const SMOOTHING = 0.5;

export interface PsiTest extends Estimate {
  /** PSI as the sum over cells, smoothed, before bias correction. */
  readonly raw: number;
  /** Raw PSI minus what two samples of one population show on average; may be negative. */
  readonly estimate: number;
  /** One-sided lower confidence bound of the PSI, ≥ 0. */
  readonly low: number;
  /** One-sided upper confidence bound of the PSI, ≥ 0. */
  readonly high: number;
  /** Confidence of each bound taken alone. */
  readonly level: number;
  /** Raw PSI / (1/n + 1/m), chi-squared without drift. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Cells that at least one sample fills. */
  readonly cells: number;
  readonly referenceTotal: number;
  readonly currentTotal: number;
}

/**
 * Population stability index of two samples counted over the same cells, with its bias removed, a
 * test of "no drift" and confidence bounds.
 *
 * Σ (p − q) ln(p / q) over shares p, q; times (1/n + 1/m)⁻¹ it is chi-squared with k − 1 degrees of
 * freedom without drift, and noncentral with λ = PSI / (1/n + 1/m) with it. The bounds invert that,
 * so a fixed limit such as 0.1 means the same at every sample size. With expected counts below 5,
 * take the p-value from `permutationTest` instead.
 *
 * @param reference, current rows per cell, same length; cells in any order
 * @param level confidence of each bound, one-sided
 * @throws RangeError on different lengths, impossible counts, a sample without rows
 * @see B. Yurdakul & J. Naranjo, Statistical properties of the population stability index, Journal
 * of Risk Model Validation 14 (2020); C. Potgieter et al., arXiv:2307.11878
 */
export function psiTest(reference: Counts, current: Counts, level = 0.95): PsiTest {
  requireOpenProbability(level, 'level');
  const cells = pairCells(reference, current);
  const { referenceTotal, currentTotal } = cells;
  const raw = smoothedPsi(cells.reference, cells.current);
  const scale = 1 / referenceTotal + 1 / currentTotal;
  const degreesOfFreedom = cells.reference.length - 1;
  const size = { cells: cells.reference.length, referenceTotal, currentTotal };
  if (degreesOfFreedom === 0) {
    const none = { raw: 0, estimate: 0, low: 0, high: 0, statistic: 0, pValue: 1 };
    return { ...none, level, degreesOfFreedom, ...size };
  }
  const statistic = raw / scale;
  return {
    raw,
    estimate: raw - degreesOfFreedom * scale,
    low: scale * noncentralityAt(statistic, degreesOfFreedom, level),
    high: scale * noncentralityAt(statistic, degreesOfFreedom, 1 - level),
    level,
    statistic,
    degreesOfFreedom,
    pValue: chiSquaredSf(statistic, degreesOfFreedom),
    ...size,
  };
}

/**
 * PSI of two count vectors with half a row added to each cell: the statistic of `psiTest`, and of
 * its permutation form. Unlike `psiTest` it takes every cell it is given as possible.
 */
export function smoothedPsi(reference: Counts, current: Counts): number {
  const k = reference.length;
  let referenceTotal = SMOOTHING * k;
  let currentTotal = SMOOTHING * k;
  for (let i = 0; i < k; i++) {
    referenceTotal += reference[i] as number;
    currentTotal += current[i] as number;
  }
  const logScale = Math.log(referenceTotal / currentTotal);
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const a = (reference[i] as number) + SMOOTHING;
    const b = (current[i] as number) + SMOOTHING;
    sum += (a / referenceTotal - b / currentTotal) * (Math.log(a / b) - logScale);
  }
  return Math.max(0, sum);
}
