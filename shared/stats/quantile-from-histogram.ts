import { binomialQuantile } from './binomial-distribution.ts';
import { type Counts, requireOpenProbability, totalCount } from './counts.ts';
import type { Estimate } from './interval.ts';

/** Observations counted in buckets, such as latencies in milliseconds. */
export interface Histogram {
  /** Upper bounds of the buckets, ascending, in the unit measured; the last may be Infinity. */
  readonly upperBounds: ArrayLike<number>;
  /** Observations per bucket (not cumulative), one for each bound. */
  readonly counts: Counts;
  /** Where the first bucket begins. Default 0. */
  readonly lowest?: number;
}

/**
 * A quantile of bucketed observations, interpolated within its bucket, with a distribution-free
 * interval: the buckets that hold the order statistics between which the quantile lies with the
 * given confidence, from their outer bounds, so that coarse buckets widen it and never narrow it.
 * In an unbounded last bucket estimate and low are its lower bound, and high is Infinity.
 *
 * @param probability of the quantile, 0.99 for p99
 * @param level of the interval, two-sided
 * @throws RangeError without observations, on bounds that do not ascend, impossible counts
 * @see G. Hahn & W. Meeker, Statistical Intervals (1991), 5.2
 */
export function quantileFromHistogram(
  histogram: Histogram,
  probability: number,
  level = 0.95,
): Estimate {
  requireOpenProbability(probability, 'probability');
  requireOpenProbability(level, 'level');
  const total = requireHistogram(histogram);
  const tail = (1 - level) / 2;
  // Order statistics are numbered from 1; number 0 and n + 1 stand for "no bound".
  const lowRank = binomialQuantile(tail, total, probability);
  const highRank = binomialQuantile(1 - tail, total, probability) + 1;
  const bucketOfLow = bucketOfRank(histogram, Math.max(1, lowRank));
  const low = lowRank === 0 ? lowerBound(histogram, 0) : lowerBound(histogram, bucketOfLow);
  const high =
    highRank > total
      ? Number.POSITIVE_INFINITY
      : (histogram.upperBounds[bucketOfRank(histogram, highRank)] as number);
  return { estimate: interpolated(histogram, probability * total), low, high };
}

export interface QuantileComparison {
  /** Canary's quantile over stable's, with its interval. */
  readonly ratio: Estimate;
  readonly canary: Estimate;
  readonly stable: Estimate;
}

/**
 * Compares one quantile of two histograms, such as the p99 latency of canary and stable, as a
 * ratio. The interval of the ratio combines the two distribution-free intervals on the log scale by
 * the method of variance estimates recovery, so it needs no density at the quantile.
 *
 * @throws RangeError as `quantileFromHistogram`, and where stable's quantile or a bound is not
 * positive
 * @see A. Donner & G. Zou, Closed-form confidence intervals for functions of the normal mean and
 * standard deviation, Statistical Methods in Medical Research 21 (2012)
 */
export function compareQuantiles(
  canary: Histogram,
  stable: Histogram,
  probability: number,
  level = 0.95,
): QuantileComparison {
  const top = quantileFromHistogram(canary, probability, level);
  const bottom = quantileFromHistogram(stable, probability, level);
  if (!(top.estimate > 0 && bottom.estimate > 0)) {
    throw new RangeError(
      `a ratio needs positive quantiles, but canary has ${top.estimate} and stable ${bottom.estimate}`,
    );
  }
  const ratio = top.estimate / bottom.estimate;
  const [upTop, downTop] = logReaches(top);
  const [upBottom, downBottom] = logReaches(bottom);
  return {
    ratio: {
      estimate: ratio,
      low: ratio * Math.exp(-Math.hypot(downTop, upBottom)),
      high: ratio * Math.exp(Math.hypot(upTop, downBottom)),
    },
    canary: top,
    stable: bottom,
  };
}

/** How far the interval reaches up and down from its estimate, as logarithms. */
function logReaches({ estimate, low, high }: Estimate): [number, number] {
  return [Math.log(high / estimate), low > 0 ? Math.log(estimate / low) : Number.POSITIVE_INFINITY];
}

function requireHistogram({ upperBounds, counts, lowest = 0 }: Histogram): number {
  if (upperBounds.length !== counts.length) {
    throw new RangeError(`${upperBounds.length} bucket bounds for ${counts.length} counts`);
  }
  const total = totalCount(counts, 'histogram');
  if (total === 0) throw new RangeError('histogram: no observations');
  let previous = lowest;
  for (let i = 0; i < upperBounds.length; i++) {
    const bound = upperBounds[i] as number;
    if (!(bound > previous)) {
      throw new RangeError(`bucket bound ${i} is ${bound}, not above ${previous}`);
    }
    previous = bound;
  }
  return total;
}

function lowerBound({ upperBounds, lowest = 0 }: Histogram, bucket: number): number {
  return bucket === 0 ? lowest : (upperBounds[bucket - 1] as number);
}

/** The bucket of the rank-th smallest observation, for rank > 0. */
function bucketOfRank({ counts }: Histogram, rank: number): number {
  let below = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    below += counts[bucket] as number;
    if (below >= rank) return bucket;
  }
  return counts.length - 1;
}

/** Linear within the bucket, as Prometheus' `histogram_quantile`. */
function interpolated(histogram: Histogram, rank: number): number {
  const bucket = bucketOfRank(histogram, rank);
  const from = lowerBound(histogram, bucket);
  const to = histogram.upperBounds[bucket] as number;
  if (to === Number.POSITIVE_INFINITY) return from;
  let below = 0;
  for (let i = 0; i < bucket; i++) below += histogram.counts[i] as number;
  return from + ((to - from) * (rank - below)) / (histogram.counts[bucket] as number);
}
