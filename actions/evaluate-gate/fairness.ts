import type { Verdict } from '../../shared/domain/verdict.ts';
import {
  type FairnessMeasure,
  fairnessMeasures,
  type GroupCounts,
  type MeasuredFairness,
  measureFairness,
} from './fairness-measures.ts';
import { advisory, type Judgement, judgeLimit, verdictOf } from './judge.ts';
import { jointCounts, ofChallenger, ofChampion } from './metrics/confusion.ts';
import type { FairnessRule } from './policy.ts';
import { type BinaryRows, groupBy, indicesByValue, rowsAt } from './rows.ts';

export interface FairnessGroup {
  readonly challenger: GroupCounts;
  readonly champion?: GroupCounts;
  readonly rows: number;
}

export interface JudgedMeasure {
  readonly measure: FairnessMeasure;
  /** undefined: fewer than two groups have the rate. */
  readonly challenger?: MeasuredFairness;
  readonly champion?: number;
  /** undefined: no limit is set, or the measure could not be had. */
  readonly judgement?: Judgement;
  readonly verdict: Verdict;
}

/** How alike the groups of one column, or of several columns together, are treated. */
export interface FairnessReport {
  /** `sex`, or `sex × race`. */
  readonly by: string;
  readonly groups: readonly FairnessGroup[];
  /** Groups with fewer rows than the policy asks for, left out of every measure. */
  readonly tooSmall: readonly { readonly name: string; readonly rows: number }[];
  readonly measures: readonly JudgedMeasure[];
}

/**
 * Judge every measure that the policy limits, and show the others, by each of its groupings.
 *
 * @param level of the two-sided intervals
 */
export function judgeFairness(
  rows: BinaryRows,
  rule: FairnessRule,
  { level, threshold }: { readonly level: number; readonly threshold: number },
): FairnessReport[] {
  return rule.by.flatMap((by): FairnessReport[] => {
    const grouping = groupBy(rows, by);
    if (grouping === undefined) return [];
    const all = indicesByValue(grouping).map((indices, code) => {
      const name = grouping.values[code] ?? '(missing)';
      return groupOf(rowsAt(rows, indices), name, threshold);
    });
    const groups = all.filter(({ rows: size }) => size >= rule['min-rows']);
    const tooSmall = all
      .filter(({ rows: size }) => size < rule['min-rows'])
      .map(({ challenger: { name }, rows: size }) => ({ name, rows: size }));
    const measures = measureNames.map((measure) => judgeMeasure(measure, groups, rule, level));
    return [{ by: grouping.name, groups, tooSmall, measures }];
  });
}

export const measureNames = Object.keys(fairnessMeasures) as readonly FairnessMeasure[];

function groupOf(rows: BinaryRows, name: string, threshold: number): FairnessGroup {
  const counts = jointCounts(rows, threshold);
  const champion = rows.champion === undefined ? {} : { champion: { name, ...ofChampion(counts) } };
  const size = rows.labels.length;
  return { challenger: { name, ...ofChallenger(counts) }, ...champion, rows: size };
}

function judgeMeasure(
  measure: FairnessMeasure,
  groups: readonly FairnessGroup[],
  rule: FairnessRule,
  level: number,
): JudgedMeasure {
  const own = groups.map(({ challenger }) => challenger);
  const old = groups.flatMap(({ champion }) => (champion === undefined ? [] : [champion]));
  const challenger = measureFairness(measure, own, level);
  const before = measureFairness(measure, old, level)?.estimate;
  const champion = before === undefined ? {} : { champion: before };
  const limit = rule.limits[measure];
  if (challenger === undefined) {
    const verdict = limit === undefined ? 'pass' : held(rule, 'fail');
    return { measure, ...champion, verdict };
  }
  if (limit === undefined) return { measure, challenger, ...champion, verdict: 'pass' };
  const rowCount = groups.reduce((sum, { rows }) => sum + rows, 0);
  const kind = fairnessMeasures[measure].better === 'lower' ? 'ceiling' : 'floor';
  const judgement = judgeLimit(challenger, kind, limit, level, rowCount);
  const verdict = held(rule, verdictOf[judgement.outcome]);
  return { measure, challenger, ...champion, judgement, verdict };
}

function held({ required }: FairnessRule, verdict: Verdict): Verdict {
  return required ? verdict : advisory(verdict);
}
