import type { AllowedRegression } from '../policy.ts';
import { columnsOf, type GroupBy } from '../rows.ts';
import { badness, type ComparedSlice, type JudgedSlice, judgeTogether } from '../slices.ts';
import type { Metadata } from './attempt.ts';
import { compareMeasure } from './compare.ts';
import * as errors from './errors.ts';
import { leastCases, type Measure, measureAmong } from './measures.ts';
import type { PairedCase } from './pair-cases.ts';
import type { ScoreRule, ScoreSlices } from './policy.ts';

export interface SliceReport {
  readonly measure: Measure;
  /** Worst first; `rows` are cases. */
  readonly judged: readonly JudgedSlice[];
  /** Slices with fewer cases than `minCases`. */
  readonly tooSmall: number;
  readonly minCases: number;
  /** Columns that no case has. */
  readonly missing: readonly string[];
  /** What the cases have instead. */
  readonly known: readonly string[];
}

export interface SliceQuestion {
  readonly slices: ScoreSlices;
  readonly measure: Measure;
  readonly rule: ScoreRule;
  readonly level: number;
}

/**
 * Judge one measure on the cases of every value of every slice column, corrected for their number as
 * slices of rows are.
 *
 * @returns undefined where the policy names no column
 * @throws ActionError (usage, `slice-value-differs`) where a case lies in two slices of one column
 */
export function judgeScoreSlices(
  cases: readonly PairedCase[],
  { slices, measure, rule, level }: SliceQuestion,
): SliceReport | undefined {
  const { by, 'min-cases': minCases } = slices;
  if (by.length === 0) return undefined;
  const known = [...new Set(cases.flatMap((one) => metadataOf(one).flatMap(Object.keys)))].sort();
  const missing = columnsOf(by).filter((name) => !known.includes(name));
  const usable = by.filter((names) => [names].flat().every((name) => known.includes(name)));
  const groups = usable.flatMap((names) => groupsOf(cases, names));
  const allowed: AllowedRegression | undefined = slices['max-regression'] ?? rule['max-regression'];
  const compared = groups.flatMap(({ column, value, cases: own }): ComparedSlice[] => {
    const among = measureAmong(measure, own);
    const count = among.cases.length;
    if (count < Math.max(minCases, leastCases)) return [];
    const comparison = compareMeasure(among, level);
    return [{ column, value, rows: count, comparison }];
  });
  const { better } = measure;
  const judged = judgeTogether(compared, better, allowed, level);
  return {
    measure,
    judged: judged.toSorted((a, b) => badness(b, better) - badness(a, better)),
    tooSmall: groups.length - compared.length,
    minCases,
    missing,
    known,
  };
}

function metadataOf({ challenger, champion }: PairedCase): readonly Metadata[] {
  return [...challenger.metadata, ...(champion?.metadata ?? [])];
}

interface Group {
  readonly column: string;
  readonly value: string | null;
  readonly cases: PairedCase[];
}

/** The cases of each value, or of each combination of values, in the order of the values. */
function groupsOf(cases: readonly PairedCase[], by: GroupBy): Group[] {
  const names = [by].flat();
  const column = names.join(' × ');
  const groups = new Map<string, Group>();
  for (const one of cases) {
    const values = names.map((name) => sharedValue(one, name));
    const [first = null] = values;
    const value =
      names.length === 1 ? first : values.map((found) => found ?? '(missing)').join(' × ');
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { column, value, cases: [] };
    groups.set(key, group);
    group.cases.push(one);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** null: neither side says it. */
function sharedValue(one: PairedCase, column: string): string | null {
  const values = new Set(
    metadataOf(one).flatMap((metadata) =>
      Object.hasOwn(metadata, column) ? [metadata[column] ?? ''] : [],
    ),
  );
  const [first, second] = [...values].sort();
  if (first !== undefined && second !== undefined) {
    throw errors.sliceValueDiffers(one.name, column, [first, second]);
  }
  return first ?? null;
}
