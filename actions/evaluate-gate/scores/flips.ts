import type { PairedCase, PairedCases } from './pair-cases.ts';
import type { CaseResults, JudgedAnswer, SideResults } from './side.ts';

/** A case with the shares of its repeats that passed. */
export interface CaseShares {
  readonly name: string;
  /** In [0, 1]. */
  readonly challenger: number;
  readonly champion?: number;
  readonly repeats: { readonly challenger: number; readonly champion?: number };
}

export interface CaseChanges {
  /** Passed in every repeat of the champion, and in none of the challenger. */
  readonly broken: readonly CaseShares[];
  /** The other way round. */
  readonly fixed: readonly CaseShares[];
  /** Its repeats disagree, on either side: no change of it means anything by itself. */
  readonly flaky: readonly CaseShares[];
}

/** Tell the cases that changed for good from those that are flaky. Worst first, then by name. */
export function caseChanges(cases: readonly PairedCase[]): CaseChanges {
  const shares = cases.map(sharesOf);
  const drop = ({ challenger, champion }: CaseShares) => (champion ?? challenger) - challenger;
  return {
    broken: shares.filter(({ challenger, champion }) => champion === 1 && challenger === 0),
    fixed: shares.filter(({ challenger, champion }) => champion === 0 && challenger === 1),
    flaky: shares
      .filter(({ challenger, champion }) => isFlaky(challenger) || isFlaky(champion ?? challenger))
      .toSorted((a, b) => drop(b) - drop(a)),
  };
}

function isFlaky(share: number): boolean {
  return share > 0 && share < 1;
}

function sharesOf({ name, challenger, champion }: PairedCase): CaseShares {
  const repeats = { challenger: challenger.passes.length };
  if (champion === undefined) return { name, challenger: passShare(challenger), repeats };
  return {
    name,
    challenger: passShare(challenger),
    champion: passShare(champion),
    repeats: { ...repeats, champion: champion.passes.length },
  };
}

function passShare({ passes }: CaseResults): number {
  return passes.filter(Boolean).length / passes.length;
}

/** How often cases ran: the fewest and the most repeats of each side. */
export interface RepeatCounts {
  readonly challenger: readonly [fewest: number, most: number];
  readonly champion?: readonly [fewest: number, most: number];
}

export function repeatCounts({ cases }: Pick<PairedCases, 'cases'>): RepeatCounts {
  const rangeOf = (counts: readonly number[]) =>
    counts.reduce<readonly [number, number]>(
      ([fewest, most], found) => [Math.min(fewest, found), Math.max(most, found)],
      [Number.POSITIVE_INFINITY, 0],
    );
  const champion = cases.flatMap((paired) => paired.champion?.passes.length ?? []);
  return {
    challenger: rangeOf(cases.map(({ challenger }) => challenger.passes.length)),
    ...(champion.length === 0 ? {} : { champion: rangeOf(champion) }),
  };
}

/** What one judge says, over the answers that several judges scored. */
export interface JudgeView {
  readonly judge: string;
  readonly challenger: number | null;
  readonly champion: number | null;
}

export interface JudgeReport {
  /** Answers that several judges scored, and those of them on which they disagree about passing. */
  readonly answers: number;
  readonly disagreed: number;
  readonly judges: readonly JudgeView[];
  /** Judges who see the challenger ahead, and who see it behind. */
  readonly split: boolean;
}

/** How far several judges agree; undefined where no answer has more than one. */
export function judgeReport(
  challenger: SideResults,
  champion?: SideResults,
): JudgeReport | undefined {
  const all = [...challenger.judged, ...(champion?.judged ?? [])];
  if (all.length === 0) return undefined;
  const disagreed = all.filter(
    ({ judges }) => new Set([...judges.values()].map(({ passed }) => passed)).size > 1,
  );
  const names = [...new Set(all.flatMap(({ judges }) => [...judges.keys()]))].sort();
  const judges = names.map((judge) => ({
    judge,
    challenger: meanBy(judge, challenger.judged),
    champion: champion === undefined ? null : meanBy(judge, champion.judged),
  }));
  const signs = judges.map((view) => Math.sign((view.challenger ?? 0) - (view.champion ?? 0)));
  const split = champion !== undefined && signs.includes(1) && signs.includes(-1);
  return { answers: all.length, disagreed: disagreed.length, judges, split };
}

function meanBy(judge: string, answers: readonly JudgedAnswer[]): number | null {
  const scores = answers.flatMap(({ judges }) => judges.get(judge)?.score ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
