import { exactMean } from './exact-sum.ts';
import type { Estimate } from './interval.ts';
import { twoSidedT } from './student-t.ts';

/** The repeats of one case: at least one number each. */
export interface CaseRepeats {
  readonly challenger: readonly number[];
  /** Absent where there is no champion: then the mean is the challenger's own. */
  readonly champion?: readonly number[];
}

export interface MeanOfCasesInput {
  readonly cases: readonly CaseRepeats[];
  /** Of the two-sided interval. Default 0.95. */
  readonly level?: number;
  /** What one number can be at least and at most, where that is known. */
  readonly range?: readonly [lowest: number, highest: number] | undefined;
}

export interface MeanOfCases extends Estimate {
  readonly standardError: number;
  readonly level: number;
  readonly cases: number;
  /**
   * How much of the variance comes from repeats that disagree, in [0, 1]: the part that more repeats
   * would take away; the rest only more cases can. undefined where no case was repeated.
   */
  readonly withinShare?: number;
}

/**
 * The mean over cases of the mean over their repeats, challenger's minus champion's where there is
 * one, with a t interval over cases. Repeats of a case are not independent of each other, so the
 * case is the unit: each weighs the same, however often it ran, and the spread of case means holds
 * both the variance between cases and that within them.
 *
 * Where every case gives the same number there is no spread to go by. With a known range the
 * interval then allows that a share of cases as large as 1 − (α/2)^(1/n) behaves otherwise (the
 * exact binomial bound for none seen in n) and is as far off as the range permits.
 *
 * @throws RangeError with fewer than two cases, a case without repeats, or a number not finite
 * @see E. Miller, Adding Error Bars to Evals (2024), arXiv:2411.00640; C. Clopper & E. Pearson (1934)
 */
export function meanOfCases({ cases, level = 0.95, range }: MeanOfCasesInput): MeanOfCases {
  const count = cases.length;
  if (count < 2) throw new RangeError(`${count} cases, but an interval needs at least 2`);
  const means = Float64Array.from(cases, ({ challenger, champion }) =>
    champion === undefined ? meanOf(challenger) : meanOf(challenger) - meanOf(champion),
  );
  const estimate = exactMean(means);
  const variance = exactMean(means.map((mean) => (mean - estimate) ** 2)) * (count / (count - 1));
  const bounds = boundsOf(range, cases[0]?.champion !== undefined);
  const standardError = Math.sqrt(variance / count);
  // Equal means differ from their own mean in the last digit only.
  const isConstant = means.every((mean) => Math.abs(mean - (means[0] as number)) <= 1e-12);
  const interval = isConstant
    ? constantInterval(estimate, bounds, count, level)
    : {
        low: estimate - twoSidedT(level, count - 1) * standardError,
        high: estimate + twoSidedT(level, count - 1) * standardError,
      };
  const withinShare = isConstant ? undefined : withinOf(cases, variance);
  return {
    estimate,
    low: Math.min(estimate, Math.max(bounds[0], interval.low)),
    high: Math.max(estimate, Math.min(bounds[1], interval.high)),
    standardError: isConstant ? 0 : standardError,
    level,
    cases: count,
    ...(withinShare === undefined ? {} : { withinShare }),
    ...(standardError > 0 && !isConstant
      ? { law: { standardError, degreesOfFreedom: count - 1, acceleration: 0, lean: 0 } }
      : {}),
  };
}

function meanOf(repeats: readonly number[]): number {
  if (repeats.length === 0) throw new RangeError('a case has no repeats');
  return exactMean(Float64Array.from(repeats));
}

/** What a case's mean, or the difference of two, can be. */
function boundsOf(range: MeanOfCasesInput['range'], isDifference: boolean) {
  if (range === undefined) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const [lowest, highest] = range;
  return isDifference ? ([lowest - highest, highest - lowest] as const) : range;
}

function constantInterval(
  value: number,
  [lowest, highest]: readonly [number, number],
  cases: number,
  level: number,
) {
  if (!Number.isFinite(lowest)) return { low: value, high: value };
  const otherwise = 1 - ((1 - level) / 2) ** (1 / cases);
  return {
    low: value - otherwise * (value - lowest),
    high: value + otherwise * (highest - value),
  };
}

/** The share of `variance` that the repeats explain, over the cases that were repeated. */
function withinOf(cases: readonly CaseRepeats[], variance: number): number | undefined {
  const known = cases.flatMap(({ challenger, champion }) => {
    const sides = champion === undefined ? [challenger] : [challenger, champion];
    if (sides.some((repeats) => repeats.length < 2)) return [];
    return sides.map(varianceOfMean).reduce((sum, part) => sum + part, 0);
  });
  if (known.length === 0) return undefined;
  return Math.min(1, exactMean(Float64Array.from(known)) / variance);
}

function varianceOfMean(repeats: readonly number[]): number {
  const mean = meanOf(repeats);
  const squares = repeats.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (repeats.length - 1) / repeats.length;
}
