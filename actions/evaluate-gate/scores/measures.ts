import type { CaseRepeats } from '../../../shared/stats/mean-of-cases.ts';
import type { PairedCase, PairedCases } from './pair-cases.ts';
import { type Better, type Range, type ScoresPolicy, scaleOf } from './policy.ts';
import type { CaseResults } from './side.ts';

/** One number of every case that a policy can have a rule for. */
export interface Measure {
  /** `pass-rate`, `latency`, `tokens`, `cost`, or a criterion as the tool names it. */
  readonly name: string;
  readonly kind: 'pass-rate' | 'criterion' | 'resource';
  readonly better: Better;
  readonly range?: Range;
  readonly unit?: string;
  /** The cases that both sides have it for. */
  readonly cases: readonly CaseRepeats[];
  /** What it is of one case's results; empty where they lack it. */
  readonly numbersOf: (results: CaseResults) => readonly number[];
}

export const passRate = 'pass-rate';
/** With fewer cases there is no interval. */
export const leastCases = 2;
const resources = [
  { name: 'latency', unit: 's' },
  { name: 'tokens', unit: 'tokens' },
  { name: 'cost' },
] as const;
const ownNames: readonly string[] = [passRate, ...resources.map(({ name }) => name)];

/** Everything that was measured: criteria, the pass rate, and what the answers took. */
export function measuresOf({ cases, criteria }: PairedCases, policy: ScoresPolicy): Measure[] {
  const ofCriteria = criteria.flatMap((criterion): Measure[] => {
    const { range, better } = scaleOf(policy, criterion);
    const numbersOf = (results: CaseResults) => results.scores.get(criterion) ?? [];
    const repeats = repeatsOf(cases, numbersOf);
    const name = nameOf(criterion);
    return repeats.length < leastCases
      ? []
      : [{ name, kind: 'criterion', better, range, cases: repeats, numbersOf }];
  });
  const numbersOf = (results: CaseResults) => results.passes.map(Number);
  const passes: Measure = {
    name: passRate,
    kind: 'pass-rate',
    better: 'higher',
    range: [0, 1],
    cases: repeatsOf(cases, numbersOf),
    numbersOf,
  };
  const used = resources.flatMap(({ name, ...unit }): Measure[] => {
    const ofResource = (results: CaseResults) => results[name];
    const repeats = repeatsOf(cases, ofResource);
    return repeats.length < leastCases
      ? []
      : [
          {
            name,
            kind: 'resource',
            better: 'lower',
            ...unit,
            cases: repeats,
            numbersOf: ofResource,
          },
        ];
  });
  // Where a tool scores by pass and fail alone, its score is the pass rate: once is enough, unless
  // the policy calls it by its own name.
  const [only] = ofCriteria;
  const same =
    ofCriteria.length === 1 &&
    only !== undefined &&
    !Object.hasOwn(policy.metrics, only.name) &&
    areEqual(only, passes);
  return [passes, ...(same ? [] : ofCriteria), ...used];
}

/** The same measure of some of the cases. */
export function measureAmong(measure: Measure, cases: readonly PairedCase[]): Measure {
  return { ...measure, cases: repeatsOf(cases, measure.numbersOf) };
}

/** A criterion called as one of our own measures is told apart from it. */
function nameOf(criterion: string): string {
  return ownNames.includes(criterion) ? `${criterion}-score` : criterion;
}

function repeatsOf(
  cases: readonly PairedCase[],
  numbersOf: (results: CaseResults) => readonly number[],
): CaseRepeats[] {
  return cases.flatMap(({ challenger, champion }): CaseRepeats[] => {
    const own = numbersOf(challenger);
    if (own.length === 0) return [];
    if (champion === undefined) return [{ challenger: own }];
    const old = numbersOf(champion);
    return old.length === 0 ? [] : [{ challenger: own, champion: old }];
  });
}

function areEqual({ cases: a }: Measure, { cases: b }: Measure): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether no answer's number differs between the models. */
export function isUnchanged({ cases }: Measure): boolean {
  return cases.every(
    ({ challenger, champion }) =>
      champion !== undefined &&
      JSON.stringify(challenger.toSorted()) === JSON.stringify(champion.toSorted()),
  );
}
