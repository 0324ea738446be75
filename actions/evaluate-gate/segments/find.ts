import { describeMetric, type MetricName } from '../../../shared/domain/metric.ts';
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts';
import { brierLosses } from '../../../shared/stats/brier.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import { createRandom, seedFor } from '../../../shared/stats/random.ts';
import { twoSidedP } from '../judge.ts';
import { tables } from '../messages.ts';
import { compareMetric } from '../metrics/compare.ts';
import { type MethodOptions, NotComputable } from '../metrics/comparison.ts';
import { absoluteErrors } from '../metrics/errors.ts';
import { intervalAround } from '../metrics/influence.ts';
import { multiclassLogLosses } from '../metrics/multiclass.ts';
import type { AllowedRegression } from '../policy.ts';
import { type GateRows, rowsAt } from '../rows.ts';
import { badness, type ComparedSlice, type JudgedSlice, judgeTogether } from '../slices.ts';
import { type Candidate, describe, findCandidates, meets } from './candidates.ts';
import { binFeature } from './features.ts';

/** A segment in which the challenger loses more than elsewhere. */
export interface WeakSegment {
  readonly name: string;
  /** Of the half on which it was judged. */
  readonly rows: number;
  readonly inside: number;
  readonly outside: number;
  /** inside less outside. */
  readonly difference: Estimate;
}

/** What a search for segments found on one half of the rows, as judged on the other half. */
export interface FoundSegments {
  /** How much a row loses, in words: `log loss`. */
  readonly loss: string;
  /** Rows of the half on which segments were judged. */
  readonly judgedRows: number;
  readonly features: readonly string[];
  /** Where the challenger lost most against the champion; worst first. */
  readonly regressed: readonly JudgedSlice[];
  /** Where the challenger is weakest by itself; proven ones only. */
  readonly weak: readonly WeakSegment[];
}

export interface SegmentQuestion {
  readonly metric: MetricName;
  readonly allowed: AllowedRegression | undefined;
  readonly minRows: number;
}

/** More rows make the search slower, not better. */
const mostSearched = 200_000;
/** Segments carried over to the other half. */
const mostCarried = 8;
/** Candidates looked at for overlap. */
const mostLookedAt = 200;
/** Two segments that share more of their rows than this are one finding. */
const mostShared = 0.5;

/**
 * Find segments where the challenger is worse than the champion, or weak by itself.
 *
 * Whatever a search picks looks worse than it is. So half of the rows (whole clusters, where there
 * are any) are searched, and only the other half, which had no part in the choice, judges what was
 * found, corrected for the number of segments carried over.
 *
 * @returns undefined where a row has no loss of its own: scores that are no probabilities
 */
export function findSegments(
  rows: GateRows,
  { metric, allowed, minRows }: SegmentQuestion,
  options: MethodOptions,
): FoundSegments | undefined {
  const loss = lossOf(rows, options.threshold);
  if (loss === undefined) return undefined;
  const features = (rows.features ?? []).map(binFeature).filter((found) => found !== undefined);
  const [searched, judging] = halves(rows, options.seed);
  const search = (losses: Float64Array) => {
    const indices = searched.subarray(0, mostSearched);
    return distinct(findCandidates({ features, indices, losses, minRows }), indices);
  };
  const ownLosses = loss.of('challenger');
  const found = {
    loss: loss.name,
    judgedRows: judging.length,
    features: features.map(({ name }) => name),
    weak: judgeWeak(rows, search(ownLosses), ownLosses, judging, minRows, options),
  };
  if (rows.champion === undefined) return { ...found, regressed: [] };
  const oldLosses = loss.of('champion');
  const carried = search(ownLosses.map((value, row) => value - (oldLosses[row] as number)));
  const compared = carried.flatMap(({ conditions }): ComparedSlice[] => {
    const inside = judging.filter((row) => meets(conditions, row));
    const comparison = compareOrSkip(metric, rowsAt(rows, inside), minRows, options);
    const size = inside.length;
    return comparison === undefined
      ? []
      : [{ column: describe(conditions), value: null, isFound: true, rows: size, comparison }];
  });
  const { better } = describeMetric(metric);
  const judged = judgeTogether(compared, better, allowed, options.level);
  const regressed = judged.toSorted((a, b) => badness(b, better) - badness(a, better));
  return { ...found, regressed };
}

function compareOrSkip(
  metric: MetricName,
  rows: GateRows,
  minRows: number,
  options: MethodOptions,
) {
  if (rows.labels.length < minRows) return undefined;
  try {
    return compareMetric(metric, rows, options);
  } catch (error) {
    if (error instanceof NotComputable) return undefined;
    throw error;
  }
}

type Model = 'challenger' | 'champion';

interface Loss {
  readonly name: string;
  readonly of: (model: Model) => Float64Array;
}

/** What a row loses: by its probability where there is one, else whether its class is wrong. */
function lossOf(rows: GateRows, threshold: number): Loss | undefined {
  const at = (model: Model) => rows[model] ?? rows.challenger;
  switch (rows.task) {
    case 'multilabel':
    case 'ranking':
      return undefined;
    case 'regression':
      return { name: tables.losses.absolute, of: (model) => absoluteErrors(rows, at(model)) };
    case 'multiclass': {
      const { challengerShares: own, championShares: old } = rows;
      if (own !== undefined && (rows.champion === undefined || old !== undefined)) {
        const shares = { challenger: own, champion: old ?? own };
        return { name: tables.losses.log, of: (model) => multiclassLogLosses(rows, shares[model]) };
      }
      const wrong = (model: Model) =>
        at(model).map((answer, row) => (answer === rows.labels[row] ? 0 : 1));
      return { name: tables.losses.wrong, of: wrong };
    }
    case 'binary': {
      const kinds = [rows.challengerKind, rows.championKind ?? rows.challengerKind];
      if (kinds.includes('score')) return undefined;
      if (kinds.every((kind) => kind === 'probability')) {
        return { name: tables.losses.log, of: (model) => logLosses(rows.labels, at(model)) };
      }
      const answers = (model: Model) => at(model).map((value) => (value >= threshold ? 1 : 0));
      // Of classes, the squared error is whether the class is wrong.
      const wrong = (model: Model) => brierLosses(rows.labels, answers(model));
      return { name: tables.losses.wrong, of: wrong };
    }
  }
}

/** Two halves drawn by row, or by cluster; the same ones in every run. */
function halves({ labels, clusters }: GateRows, seed: number): [Int32Array, Int32Array] {
  const random = createRandom(seedFor(seed, 'halves'));
  const drawn: number[] = [];
  const sideOf = (code: number): number => {
    drawn[code] ??= random.below(2);
    return drawn[code];
  };
  const sides = Uint8Array.from(labels, (_, row) => sideOf(clusters?.[row] ?? row));
  const rows = Int32Array.from(sides, (_, row) => row);
  return [rows.filter((row) => sides[row] === 0), rows.filter((row) => sides[row] === 1)];
}

/** The strongest candidates, leaving out what is mostly the same rows as a stronger one. */
function distinct(candidates: readonly Candidate[], indices: Int32Array): Candidate[] {
  const kept: { candidate: Candidate; rows: Set<number> }[] = [];
  for (const candidate of candidates.slice(0, mostLookedAt)) {
    if (kept.length === mostCarried) break;
    const rows = new Set(indices.filter((row) => meets(candidate.conditions, row)));
    const isNew = kept.every((other) => {
      let shared = 0;
      for (const row of rows) if (other.rows.has(row)) shared++;
      return shared / (rows.size + other.rows.size - shared) <= mostShared;
    });
    if (isNew) kept.push({ candidate, rows });
  }
  return kept.map(({ candidate }) => candidate);
}

function judgeWeak(
  rows: GateRows,
  carried: readonly Candidate[],
  losses: Float64Array,
  judging: Int32Array,
  minRows: number,
  options: MethodOptions,
): WeakSegment[] {
  const half = rowsAt(rows, judging);
  const compared = carried.flatMap(({ conditions }): WeakSegment[] => {
    const isInside = Uint8Array.from(judging, (row) => (meets(conditions, row) ? 1 : 0));
    const size = isInside.reduce((sum, one) => sum + one, 0);
    if (size < minRows || judging.length - size < minRows) return [];
    return [
      {
        name: describe(conditions),
        rows: size,
        ...apart(half, isInside, judging, losses, options),
      },
    ];
  });
  const adjusted = benjaminiHochberg(
    compared.map(({ difference }) => twoSidedP(difference, 0, options.level)),
  );
  return compared
    .filter(
      ({ difference }, i) => difference.estimate > 0 && (adjusted[i] ?? 1) <= 1 - options.level,
    )
    .toSorted((a, b) => b.difference.estimate - a.difference.estimate);
}

/** Mean losses inside and outside, and how far they are apart. */
function apart(
  half: GateRows,
  isInside: Uint8Array,
  judging: Int32Array,
  losses: Float64Array,
  options: MethodOptions,
): Pick<WeakSegment, 'inside' | 'outside' | 'difference'> {
  const sums = [0, 0];
  const sizes = [0, 0];
  judging.forEach((row, i) => {
    const side = isInside[i] as number;
    sums[side] = (sums[side] as number) + (losses[row] as number);
    sizes[side] = (sizes[side] as number) + 1;
  });
  const [outside = 0, inside = 0] = sums.map((sum, side) => sum / (sizes[side] as number));
  const influence = Float64Array.from(judging, (row, i) => {
    const loss = losses[row] as number;
    const [own = 1, other = 1] = [sizes[1], sizes[0]];
    return isInside[i] === 1
      ? (judging.length / own) * (loss - inside)
      : (judging.length / other) * (outside - loss);
  });
  return {
    inside,
    outside,
    difference: intervalAround(inside - outside, influence, half, {
      ...options,
      method: 'closed-form',
    }),
  };
}
