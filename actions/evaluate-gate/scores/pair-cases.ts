import * as errors from './errors.ts';
import type { CaseResults, SideResults } from './side.ts';

/** A case with what each model made of it. */
export interface PairedCase {
  readonly name: string;
  readonly challenger: CaseResults;
  /** Absent on a first run. */
  readonly champion?: CaseResults;
}

export interface PairedCases {
  readonly cases: readonly PairedCase[];
  /** In the order of the challenger's file. */
  readonly criteria: readonly string[];
  /** Cases that only the challenger has, and how many of them it never passes. */
  readonly added: { readonly names: readonly string[]; readonly failing: number };
}

/**
 * Join both sides by case, in the order of the names, so that the order of the files says nothing.
 *
 * @throws ActionError (usage): `no-common-cases`, `cases-missing`, `criterion-missing`,
 *   `too-few-cases`
 */
export function pairCases(challenger: SideResults, champion?: SideResults): PairedCases {
  const names = [...challenger.cases.keys()].sort();
  const paired = names.flatMap((name): PairedCase[] => {
    const own = challenger.cases.get(name);
    const old = champion?.cases.get(name);
    if (own === undefined || (champion !== undefined && old === undefined)) return [];
    return [{ name, challenger: own, ...(old === undefined ? {} : { champion: old }) }];
  });
  if (champion !== undefined) requireSameCases(names, [...champion.cases.keys()].sort());
  if (paired.length < 2) throw errors.tooFewCases(paired.length);
  const criteria = [...new Set([...challenger.criteria, ...(champion?.criteria ?? [])])];
  for (const criterion of criteria) requireCriterion(criterion, paired);
  const added = names.filter((name) => champion !== undefined && !champion.cases.has(name));
  const failing = added.filter(
    (name) => !(challenger.cases.get(name)?.passes.some(Boolean) ?? false),
  ).length;
  return { cases: paired, criteria, added: { names: added, failing } };
}

function requireSameCases(challenger: readonly string[], champion: readonly string[]): void {
  const own = new Set(challenger);
  const missing = champion.filter((name) => !own.has(name));
  if (missing.length === 0) return;
  const [first] = challenger;
  const [other] = champion;
  if (missing.length === champion.length && first !== undefined && other !== undefined) {
    throw errors.noCommonCases([first, other]);
  }
  throw errors.casesMissing(missing, champion.length);
}

function requireCriterion(criterion: string, cases: readonly PairedCase[]): void {
  const missing = cases.filter(
    ({ challenger, champion }) =>
      champion?.scores.has(criterion) && !challenger.scores.has(criterion),
  );
  if (missing.length > 0) {
    throw errors.criterionMissing(
      criterion,
      missing.map(({ name }) => name),
    );
  }
}
