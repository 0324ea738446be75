import { requireOpenProbability } from './counts.ts';
import type { Interval } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/**
 * Bias-corrected and accelerated bootstrap interval.
 *
 * @param estimate the statistic of the sample itself
 * @param replicates the statistic of each resample; sorted in place
 * @param acceleration a sixth of the skewness of the statistic
 * @param level of the two-sided interval
 * @throws RangeError without replicates, or where one is NaN
 * @see B. Efron, Better Bootstrap Confidence Intervals, JASA 82 (1987)
 */
export function bcaInterval(
  estimate: number,
  replicates: Float64Array,
  acceleration: number,
  level: number,
): Interval {
  requireOpenProbability(level, 'level');
  if (replicates.length === 0) throw new RangeError('no bootstrap replicates');
  replicates.sort();
  // NaN sorts last.
  if (Number.isNaN(replicates.at(-1))) throw new RangeError('a bootstrap replicate is NaN');
  const bias = normalQuantile(shareBelow(replicates, estimate));
  const endpoint = (z: number) => {
    const shifted = bias + z;
    return normalCdf(bias + shifted / Math.max(1e-9, 1 - acceleration * shifted));
  };
  const z = normalQuantile((1 + level) / 2);
  return {
    low: interpolatedQuantile(replicates, endpoint(-z)),
    high: interpolatedQuantile(replicates, endpoint(z)),
  };
}

/** Share of replicates below the estimate, ties counting a half, kept off 0 and 1. */
function shareBelow(sorted: Float64Array, estimate: number): number {
  const tolerance = 1e-12 * Math.abs(estimate);
  let below = 0;
  for (const replicate of sorted) {
    if (replicate < estimate - tolerance) below += 1;
    else if (replicate <= estimate + tolerance) below += 0.5;
    else break;
  }
  const edge = 0.5 / sorted.length;
  return Math.min(1 - edge, Math.max(edge, below / sorted.length));
}

/** Hyndman & Fan's type 7, the default of NumPy and R. */
function interpolatedQuantile(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const floor = Math.floor(position);
  const from = sorted[floor] as number;
  const to = sorted[Math.min(floor + 1, sorted.length - 1)] as number;
  return from + (to - from) * (position - floor);
}
