import type { Estimate } from '../../shared/stats/interval.ts';
import { newcombe } from '../../shared/stats/newcombe.ts';
import { ratioOfShares } from '../../shared/stats/ratio-of-shares.ts';
import type { Proportion } from '../../shared/stats/wilson.ts';
import { type DesignEffects, levelFor } from './fairness-clusters.ts';

/** One group's rows by label and predicted class. */
export interface GroupCounts {
  readonly name: string;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Where rows come in clusters. */
  readonly designEffects?: DesignEffects;
}

export type Rate = 'selection' | 'true-positive' | 'false-positive';

/** A group's rate; without rows that it is a share of, undefined. */
export function rateOf(group: ReturnType<CountsAt>, rate: Rate): Proportion | undefined {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = group;
  const positives = truePositives + falseNegatives;
  const negatives = falsePositives + trueNegatives;
  const of: Readonly<Record<Rate, Proportion>> = {
    selection: { hits: truePositives + falsePositives, rows: positives + negatives },
    'true-positive': { hits: truePositives, rows: positives },
    'false-positive': { hits: falsePositives, rows: negatives },
  };
  return of[rate].rows === 0 ? undefined : of[rate];
}

export const fairnessMeasures = {
  'demographic-parity-difference': { better: 'lower', rates: ['selection'] },
  'selection-rate-ratio': { better: 'higher', rates: ['selection'] },
  'equal-opportunity-difference': { better: 'lower', rates: ['true-positive'] },
  'false-positive-rate-difference': { better: 'lower', rates: ['false-positive'] },
  'equalized-odds-difference': { better: 'lower', rates: ['true-positive', 'false-positive'] },
} as const satisfies Record<string, { better: 'higher' | 'lower'; rates: readonly Rate[] }>;

export type FairnessMeasure = keyof typeof fairnessMeasures;
/** Of rates, and of probabilities. */
export type AnyMeasure = FairnessMeasure | 'calibration-within-groups';

export function betterOf(measure: AnyMeasure): 'higher' | 'lower' {
  return measure === 'calibration-within-groups' ? 'lower' : fairnessMeasures[measure].better;
}

/** The counts of one of the groups, by its place. */
export type CountsAt = (place: number) => Omit<GroupCounts, 'name' | 'designEffects'>;

/**
 * A measure as the contrast of those two groups that are furthest apart in the sample, to be had of
 * its resamples too. The largest gap of each resample would not do: it is larger than the sample's
 * more often than not, as a gap turned round counts as a gap again.
 *
 * @returns undefined as `measureFairness`
 */
export function contrastOf(
  measure: FairnessMeasure,
  groups: readonly GroupCounts[],
): ((at: CountsAt) => number) | undefined {
  const gaps = fairnessMeasures[measure].rates.map((rate) => {
    const rates = groups.map((group) => shareOf(group, rate));
    const known = rates.filter((value) => !Number.isNaN(value));
    const [lowest, highest] = [Math.min(...known), Math.max(...known)];
    const low = rates.indexOf(lowest);
    // Where all are alike any two will do.
    const high = rates.lastIndexOf(highest);
    return { rate, low, high, gap: known.length < 2 ? Number.NaN : highest - lowest };
  });
  const widest = gaps.reduce((a, b) => (b.gap > a.gap ? b : a));
  if (gaps.some(({ gap }) => Number.isNaN(gap))) return undefined;
  const { rate, low, high } = widest;
  const isRatio = measure === 'selection-rate-ratio';
  return (at) => {
    const [below, above] = [shareOf(at(low), rate), shareOf(at(high), rate)];
    return isRatio ? below / above : above - below;
  };
}

function shareOf(group: ReturnType<CountsAt>, rate: Rate): number {
  const share = rateOf(group, rate);
  return share === undefined ? Number.NaN : share.hits / share.rows;
}

export interface MeasuredFairness extends Estimate {
  /** The groups that are furthest apart: the lower rate first. */
  readonly groups: readonly [string, string];
}

/**
 * A fairness measure with Fairlearn's meaning (difference: largest minus smallest rate of a group;
 * ratio: smallest over largest; equalized odds: the larger of both differences), and an interval.
 *
 * The largest difference lies within the largest ends of all pairs' intervals wherever all of them
 * hold, so each pair gets Newcombe's interval (the ratio: Donner and Zou's) at a level that makes
 * them hold together (Bonferroni). A group of few rows widens it, as it should; so
 * does the larger design effect of both rates, where rows come in clusters.
 *
 * @param level of the two-sided interval, reached or exceeded
 * @returns undefined with fewer than two groups that have the rate, or a ratio of zeros
 * @see R. Newcombe (1998); M. Hardt, E. Price & N. Srebro, Equality of Opportunity (2016)
 */
export function measureFairness(
  measure: FairnessMeasure,
  groups: readonly GroupCounts[],
  level: number,
): MeasuredFairness | undefined {
  const { rates } = fairnessMeasures[measure];
  if (measure === 'selection-rate-ratio') return smallestRatio(groups, level);
  const share = 1 - (1 - level) / rates.length;
  const gaps = rates.map((rate) => largestGap(groups, rate, share));
  const [first, second = first] = gaps;
  if (first === undefined || second === undefined) return undefined;
  const larger = second.estimate > first.estimate ? second : first;
  return {
    ...larger,
    low: Math.max(first.low, second.low),
    high: Math.max(first.high, second.high),
  };
}

interface NamedRate {
  readonly name: string;
  readonly share: Proportion;
  readonly rate: number;
  readonly effect: number;
}

function ratesOf(groups: readonly GroupCounts[], rate: Rate): NamedRate[] {
  return groups
    .flatMap((group) => {
      const share = rateOf(group, rate);
      return share === undefined
        ? []
        : [
            {
              name: group.name,
              share,
              rate: share.hits / share.rows,
              effect: group.designEffects?.[rate] ?? 1,
            },
          ];
    })
    .sort((a, b) => a.rate - b.rate);
}

/** Every pair once, the lower rate first, and the level at which all pairs hold together. */
function pairsOf(rates: readonly NamedRate[], level: number) {
  const pairs = rates.flatMap((low, i) => rates.slice(i + 1).map((high) => [low, high] as const));
  return { pairs, each: 1 - (1 - level) / Math.max(1, pairs.length) };
}

function largestGap(
  groups: readonly GroupCounts[],
  rate: Rate,
  level: number,
): MeasuredFairness | undefined {
  const rates = ratesOf(groups, rate);
  const [lowest] = rates;
  const highest = rates.at(-1);
  if (lowest === undefined || highest === undefined || rates.length < 2) return undefined;
  const { pairs, each } = pairsOf(rates, level);
  let low = 0;
  let high = 0;
  for (const [below, above] of pairs) {
    const wider = levelFor(each, Math.max(below.effect, above.effect));
    const gap = newcombe(below.share, above.share, wider);
    low = Math.max(low, gap.low);
    // The pair's true order may be the other way round.
    high = Math.max(high, gap.high, -gap.low);
  }
  const estimate = highest.rate - lowest.rate;
  return { estimate, low, high: Math.min(1, high), groups: [lowest.name, highest.name] };
}

function smallestRatio(
  groups: readonly GroupCounts[],
  level: number,
): MeasuredFairness | undefined {
  const rates = ratesOf(groups, 'selection');
  const [lowest] = rates;
  const highest = rates.at(-1);
  if (lowest === undefined || highest === undefined || rates.length < 2) return undefined;
  if (highest.rate === 0) return undefined;
  const { pairs, each } = pairsOf(rates, level);
  let low = 1;
  let high = 1;
  for (const [below, above] of pairs) {
    if (above.rate === 0) continue;
    const wider = levelFor(each, Math.max(below.effect, above.effect));
    const ratio = ratioOfShares(below.share, above.share, wider);
    low = Math.min(low, ratio.low, 1 / ratio.high);
    high = Math.min(high, ratio.high);
  }
  const estimate = lowest.rate / highest.rate;
  return { estimate, low, high: Math.max(high, estimate), groups: [lowest.name, highest.name] };
}
