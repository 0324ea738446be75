import { describeMetric, type MetricName } from '../../shared/domain/metric.ts';
import { benjaminiHochberg } from '../../shared/stats/benjamini-hochberg.ts';
import { type NonInferiorityVerdict, nonInferiority } from '../../shared/stats/non-inferiority.ts';
import { orient, twoSidedP } from './judge.ts';
import { compareMetric } from './metrics/compare.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './metrics/comparison.ts';
import { type AllowedRegression, allowedInUnits } from './policy.ts';
import {
  type GateRows,
  type GroupBy,
  groupBy,
  indicesByValue,
  rowsAt,
  type SliceColumn,
} from './rows.ts';

export interface JudgedSlice {
  readonly column: string;
  /** null: the rows without a value. */
  readonly value: string | null;
  /** A search found it: `column` says what its rows have in common. */
  readonly isFound?: boolean;
  readonly rows: number;
  readonly comparison: MetricComparison;
  /** undefined: there is no champion, or no regression is limited. */
  readonly outcome?: NonInferiorityVerdict;
  /** The allowed regression in units of the metric, where there is an outcome. */
  readonly limit?: number;
}

export interface SliceReport {
  readonly metric: MetricName;
  /** Worst first. */
  readonly judged: readonly JudgedSlice[];
  /** Slices with fewer rows than `minRows`, or of one class only. */
  readonly tooSmall: number;
  readonly minRows: number;
}

export interface SliceQuestion {
  readonly by: readonly GroupBy[];
  readonly metric: MetricName;
  readonly allowed: AllowedRegression | undefined;
  readonly minRows: number;
}

/**
 * Judge one metric on every value of every slice column.
 *
 * A slice counts as worse where its interval lies beyond the allowed regression and the claim
 * survives Benjamini and Hochberg's correction over all slices; as better likewise above zero.
 */
export function judgeSlices(
  rows: GateRows,
  { by, metric, allowed, minRows }: SliceQuestion,
  options: MethodOptions,
): SliceReport {
  const columns = by.map((names) => groupBy(rows, names)).filter((column) => column !== undefined);
  const found = columns.flatMap((column) => compareColumn(rows, column, metric, minRows, options));
  const compared = found.filter((slice) => slice !== undefined);
  const { better } = describeMetric(metric);
  const judged = judgeTogether(compared, better, allowed, options.level);
  return {
    metric,
    judged: judged.toSorted((a, b) => badness(b, better) - badness(a, better)),
    tooSmall: found.length - compared.length,
    minRows,
  };
}

export type ComparedSlice = Omit<JudgedSlice, 'outcome' | 'limit'>;
type Better = 'higher' | 'lower';

function compareColumn(
  rows: GateRows,
  column: SliceColumn,
  metric: MetricName,
  minRows: number,
  options: MethodOptions,
): (ComparedSlice | undefined)[] {
  return indicesByValue(column).map((indices, code) => {
    if (indices.length < minRows) return undefined;
    try {
      const comparison = compareMetric(metric, rowsAt(rows, indices), options);
      const value = column.values[code] ?? null;
      return { column: column.name, value, rows: indices.length, comparison };
    } catch (error) {
      if (error instanceof NotComputable) return undefined;
      throw error;
    }
  });
}

/** Verdicts of slices that were compared, corrected for their number. */
export function judgeTogether(
  slices: readonly ComparedSlice[],
  better: Better,
  allowed: AllowedRegression | undefined,
  level: number,
): JudgedSlice[] {
  const limits = slices.map(({ comparison }) =>
    allowed === undefined || comparison.champion === undefined
      ? 0
      : allowedInUnits(allowed, comparison.champion),
  );
  const pValues = (distance: (limit: number) => number): number[] =>
    benjaminiHochberg(
      slices.map(({ comparison: { difference, exactP } }, i) => {
        if (difference === undefined) return 1;
        const at = distance(limits[i] ?? 0);
        if (at === 0 && exactP !== undefined) return exactP;
        return twoSidedP(orient(difference, better), at, level);
      }),
    );
  const above = pValues(() => 0);
  const below = pValues((limit) => -limit);
  return slices.map((slice, i) => {
    const { difference } = slice.comparison;
    if (difference === undefined || allowed === undefined) return slice;
    const allowedRegression = limits[i] ?? 0;
    const { verdict } = nonInferiority({
      difference,
      level,
      better,
      allowedRegression,
      rows: slice.rows,
    });
    const outcome = corrected(verdict, above[i] ?? 1, below[i] ?? 1, 1 - level);
    return { ...slice, outcome, limit: allowedRegression };
  });
}

function corrected(
  verdict: NonInferiorityVerdict,
  above: number,
  below: number,
  alpha: number,
): NonInferiorityVerdict {
  if (verdict === 'better' && above > alpha) return 'no-worse';
  if (verdict === 'worse' && below > alpha) return 'inconclusive';
  return verdict;
}

const outcomeOrder: readonly (NonInferiorityVerdict | undefined)[] = [
  undefined,
  'better',
  'no-worse',
  'inconclusive',
  'worse',
];

/** Larger is worse: first by outcome, then by the change, without a champion by the value. */
export function badness({ outcome, comparison }: JudgedSlice, better: Better): number {
  const shown = comparison.difference ?? comparison.challenger;
  const change = orient(shown, better).estimate;
  return 2 * outcomeOrder.indexOf(outcome) - Math.tanh(change);
}
